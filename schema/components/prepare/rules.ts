/** Images must come from somewhere, and from one place. */
import { and, isSet, literal, not, or } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { copiesTars } from './facts.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'image tars come from one place',
    scope: 'peer',
    severity: 'error',
    blames: peer.preload.fromImage.enabled,
    broken: and(copiesTars, isSet(peer.preload.volume)),
    message: literal('preload.volume has image tars already. Keep one of the two'),
  },
  {
    sentence: 'images come from somewhere',
    scope: 'peer',
    severity: 'warning',
    blames: peer.preload.enabled,
    broken: and(
      peer.dind.enabled,
      or(
        not(peer.preload.enabled),
        and(not(peer.preload.pull), not(peer.preload.volume), not(peer.preload.fromImage.enabled)),
      ),
    ),
    message: literal(
      'nothing is preloaded: an image that is missing makes the first build or launch fail, and Fabric remembers a failed build until the peer restarts',
    ),
  },
];
