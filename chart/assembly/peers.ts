/** `peers.yaml`: everything of every peer, in one file: merging once per peer keeps a hundred peers cheap. */
import { helmVersion, peer } from '../../schema/expression/references.ts';
import type { Manifest } from '../file.ts';
import { eachPeer, type Fragment, go, goValue, include, includeOf, when, yaml } from '../language/index.ts';
import { extraObjects } from './extra-objects.ts';
import { partsOfPeer } from './fold.ts';
import { isMaintained, maintenance } from './maintenance.ts';
import { refuse } from './rules.ts';
import { peers } from './scopes.ts';
import { statefulSet } from './stateful-set.ts';

/** A document of its own. */
export const document = (lines: Fragment): Fragment => yaml`
  ---
  ${lines}
`;

export const file: Manifest = {
  path: 'templates/peers.yaml',
  about: 'Everything of every peer',
  body: go`
    {{- if semverCompare "<3.17.0-0" ${helmVersion} }}
    {{- fail (printf "this chart needs Helm 3.17 or newer, and this is %s: older ones merge values wrongly, in silence" ${helmVersion}) }}
    {{- end }}
    {{- ${peers} }}
    {{- ${refuse} }}
    ${eachPeer(
      yaml`
        ${when(
          peer.enabled,
          yaml`
            ${partsOfPeer('objects', document)}
            ${document(yaml`${include(statefulSet)}`)}
            ${when(isMaintained, document(yaml`${include(maintenance)}`))}
            ${when(
              peer.extraObjects,
              yaml`${includeOf(extraObjects, { objects: peer.extraObjects, scope: goValue<object>()`.` })}`,
            )}
          `,
        )}
      `,
    )}
  `,
};
