/** How the reference of an image is put together. */
import { astOf, type Expr, expr, type NamedExpression, type Reference } from '../expression/ast.ts';
import { asText, choose, format, isSet, named, orElse } from '../expression/build.ts';
import { type Refs, references, v } from '../expression/references.ts';
import type { PeerImage } from '../generated/values.ts';

const image = references<PeerImage>({ kind: 'reference', scope: 'image', path: [] });

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

/** The global registry with a slash, in front of images that Fabric itself names; nothing without one. */
export const mirror = named({
  name: 'fabric-dind.mirror',
  comment:
    "What stands before the names of Fabric's own images when they are pulled: the global registry, if there is one.",
  scope: 'release',
  body: choose(isSet(v.global.imageRegistry), format('%s/', v.global.imageRegistry), ''),
});
