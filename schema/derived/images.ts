/** Images that the chart derives: the reference of each image, and the ones that chaincode is built with. */
import type { Expr, NamedExpression, Reference } from '../expression/ast.ts';
import { astOf, expr } from '../expression/ast.ts';
import { asText, choose, find, format, isSet, named, orElse } from '../expression/build.ts';
import { peer, type Refs, references, v } from '../expression/references.ts';
import type { PeerImage } from '../generated/values.ts';
import { nodeAt } from '../model/node.ts';
import { root } from '../values/root.ts';

const argument = references<PeerImage>({
  kind: 'reference',
  scope: 'argument',
  path: [],
  node: nodeAt(root, ['peer', 'image']),
});

const repository = format('%s/%s', orElse(v.global.imageRegistry, argument.registry), argument.repository);

const imageTemplate: NamedExpression = {
  name: 'fabric-dind.image',
  comment: 'The reference of an image. A digest wins over the tag, the global registry over its own.',
  scope: 'argument',
  body: choose(
    isSet(argument.digest),
    format('%s@%s', repository, argument.digest),
    format('%s:%s', repository, asText(argument.tag)),
  ),
};

/** The reference of an image of the values. */
export const imageReference = (image: Refs<Omit<PeerImage, 'pullPolicy'>>): Expr<string> =>
  expr({ kind: 'named', named: imageTemplate, argument: image[astOf] as Reference });

/** The two-digit version of Fabric, which its builder images are tagged with. */
const fabricVersion = named({
  name: 'fabric-dind.peer.fabricVersion',
  comment: "The two-digit version that the peer's builder images are tagged with.",
  scope: 'peer',
  body: orElse(find('^[0-9]+[.][0-9]+', asText(peer.image.tag)), '2.5'),
});

/**
 * Images that Fabric builds and runs chaincode with. Peers of 3.x still ask for nodeenv and javaenv `2.5`
 * (Fabric's core.yaml hard-codes them).
 */
export const chaincodeImages = {
  builder: orElse(peer.chaincode.images.builder, format('hyperledger/fabric-ccenv:%s', fabricVersion)),
  golang: orElse(peer.chaincode.images.golang, format('hyperledger/fabric-baseos:%s', fabricVersion)),
  node: orElse(peer.chaincode.images.node, 'hyperledger/fabric-nodeenv:2.5'),
  java: orElse(peer.chaincode.images.java, 'hyperledger/fabric-javaenv:2.5'),
};
