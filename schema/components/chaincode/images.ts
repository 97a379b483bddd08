/** Images that the chart derives: the reference of each image, and the ones that chaincode is built with. */
import type { Expr, NamedExpression, Reference } from '../../expression/ast.ts';
import { astOf, expr } from '../../expression/ast.ts';
import { asText, choose, find, format, isSet, literal, named, orElse } from '../../expression/build.ts';
import { peer, type Refs, references, v } from '../../expression/references.ts';
import type { PeerImage } from '../../generated/values.ts';
import { nodeAt } from '../../model/node.ts';
import { root } from '../root.ts';

const image = references<PeerImage>({
  kind: 'reference',
  scope: 'image',
  path: [],
  node: nodeAt(root, ['peer', 'image']),
});

const imageNamed: NamedExpression = {
  name: 'fabric-dind.image',
  comment: 'The reference of an image. A digest wins over the tag, the global registry over its own.',
  scope: 'image',
  body: format(
    '%s/%s%s',
    orElse(v.global.imageRegistry, image.registry),
    image.repository,
    choose(isSet(image.digest), format('@%s', image.digest), format(':%s', asText(image.tag))),
  ),
};

/** The named template of image references. */
export const imageTemplate = named(imageNamed);

/** The reference of an image of the values. */
export const imageReference = (of: Refs<Omit<PeerImage, 'pullPolicy'>>): Expr<string> =>
  expr({ kind: 'named', named: imageNamed, argument: of[astOf] as Reference });

/** The two-digit version of Fabric, which its builder images are tagged with. */
export const fabricVersion = named({
  name: 'fabric-dind.peer.fabricVersion',
  comment: "The two-digit version that the peer's builder images are tagged with.",
  scope: 'peer',
  body: orElse(find('^[0-9]+[.][0-9]+', asText(peer.image.tag)), '2.5'),
});

const chaincodeImage = (key: string, own: Expr<string>, fallback: Expr<string>): Expr<string> =>
  named({
    name: `fabric-dind.peer.${key}Image`,
    comment: `The ${key} image of chaincode, under the name that the peer asks its daemon for.`,
    scope: 'peer',
    body: orElse(own, fallback),
  });

/**
 * Images that Fabric builds and runs chaincode with. Peers of 3.x still ask for nodeenv and javaenv `2.5`
 * (Fabric's core.yaml hard-codes them).
 */
export const chaincodeImages = {
  builder: chaincodeImage(
    'builder',
    peer.chaincode.images.builder,
    format('hyperledger/fabric-ccenv:%s', fabricVersion),
  ),
  golang: chaincodeImage(
    'golang',
    peer.chaincode.images.golang,
    format('hyperledger/fabric-baseos:%s', fabricVersion),
  ),
  node: chaincodeImage('node', peer.chaincode.images.node, literal('hyperledger/fabric-nodeenv:2.5')),
  java: chaincodeImage('java', peer.chaincode.images.java, literal('hyperledger/fabric-javaenv:2.5')),
};

/** The global registry with a slash, in front of images that Fabric itself names; nothing without one. */
export const mirror = named({
  name: 'fabric-dind.mirror',
  comment:
    "What stands before the names of Fabric's own images when they are pulled: the global registry, if there is one.",
  scope: 'release',
  body: choose(isSet(v.global.imageRegistry), format('%s/', v.global.imageRegistry), ''),
});
