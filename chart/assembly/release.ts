/** `release.yaml`: objects of the release as a whole. */
import { v } from '../../schema/expression/references.ts';
import type { Manifest } from '../file.ts';
import { go, goValue, includeOf, when, yaml } from '../language/index.ts';
import { extraObjects } from './extra-objects.ts';
import { partsOfRelease } from './fold.ts';
import { document } from './peers.ts';
import { peers } from './scopes.ts';

export const file: Manifest = {
  path: 'templates/release.yaml',
  about: 'Objects of the release as a whole',
  body: go`
    {{- ${peers} }}
    ${partsOfRelease(document)}
    ${when(
      v.extraObjects,
      yaml`${includeOf(extraObjects, { objects: v.extraObjects, scope: goValue<object>()`$` })}`,
    )}
  `,
};
