/** `release.yaml`: objects of the release as a whole. */
import { v } from '../../schema/expression/references.ts';
import { runtimeConfigMap } from '../components/fabric/config-maps.ts';
import type { Manifest } from '../file.ts';
import { include, range, toYaml, yaml } from '../language/index.ts';

export const file: Manifest = {
  path: 'templates/release.yaml',
  about: 'Objects of the release as a whole',
  body: yaml`
    ${include(runtimeConfigMap)}
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
