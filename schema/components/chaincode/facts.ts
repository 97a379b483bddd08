/** The images that chaincode is built and run with. */
import type { Expr } from '../../expression/ast.ts';
import { asText, fact, find, format, literal, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';

const { images } = peer.chaincode;

/**
 * The tag of the builder images: the peer's own version, so that a fix of them is never a moved tag. Fabric's releases
 * tag ccenv and baseos with three numbers; what is built between releases has only those with two.
 */
export const builderTag = fact(
  'builderTag',
  "The tag of the images that build and run Go chaincode: the peer's release, or its first two numbers where the tag is not a release.",
  orElse(
    find('^[0-9]+[.][0-9]+[.][0-9]+$', asText(peer.image.tag)),
    orElse(find('^[0-9]+[.][0-9]+', asText(peer.image.tag)), '2.5'),
  ),
);

const chaincodeImage = (key: string, own: Expr<string>, fallback: Expr<string>): Expr<string> =>
  fact(
    `${key}Image`,
    `The ${key} image of chaincode, under the name that the peer asks its daemon for.`,
    orElse(own, fallback),
  );

/**
 * Images that Fabric builds and runs chaincode with. Peers of 3.x still ask for nodeenv and javaenv `2.5`
 * (Fabric's core.yaml hard-codes them).
 */
export const chaincodeImages = {
  builder: chaincodeImage('builder', images.builder, format('hyperledger/fabric-ccenv:%s', builderTag)),
  golang: chaincodeImage('golang', images.golang, format('hyperledger/fabric-baseos:%s', builderTag)),
  node: chaincodeImage('node', images.node, literal('hyperledger/fabric-nodeenv:2.5')),
  java: chaincodeImage('java', images.java, literal('hyperledger/fabric-javaenv:2.5')),
};
