/** `release.yaml`: objects of the release as a whole. */
import { v } from '../../schema/expression/references.ts';
import type { Manifest } from '../file.ts';
import { go, range, toYaml, yaml } from '../language/index.ts';
import { partsOfRelease } from './fold.ts';
import { document } from './peers.ts';
import { peers } from './scopes.ts';

export const file: Manifest = {
  path: 'templates/release.yaml',
  about: 'Objects of the release as a whole',
  body: go`
    {{- ${peers} }}
    ${partsOfRelease(document)}
    ${range(
      v.extraObjects,
      'object',
      (object) => yaml`
        ---
        ${toYaml(object)}
      `,
    )}
  `,
};
