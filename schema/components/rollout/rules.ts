/** The rollout Job's name is its own. */
import { and, eq, format, or } from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { peerFullname } from '../peer/facts.ts';
import { serviceAccount } from '../pod/facts.ts';
import { releaseObjects } from '../release/names.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'no peer has the name of the rollout Job',
    scope: 'peer',
    severity: 'error',
    blames: peer.nameOverride,
    broken: and(
      v.rollout.enabled,
      or(eq(peerFullname, releaseObjects.rollout), eq(serviceAccount, releaseObjects.rollout)),
    ),
    message: format(
      '%s is the name of the rollout Job, which removes its ServiceAccount when it is done. Set nameOverride of the peer',
      peerFullname,
    ),
  },
];
