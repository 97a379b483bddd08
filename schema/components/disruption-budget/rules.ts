/** A budget must let nodes drain, and protect something. */
import { and, count, format, greaterThan, isSet, lessThan, not, running } from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

const { enabled, minAvailable, maxUnavailable } = v.podDisruptionBudget;

const run = running(v.peers, v.peer);

export const rules: readonly Rule[] = [
  {
    sentence: 'a disruption budget lets nodes drain',
    scope: 'release',
    severity: 'error',
    blames: minAvailable,
    broken: and(enabled, isSet(minAvailable), not(lessThan(minAvailable, count(v.peers)))),
    message: format(
      '%d peers must stay ready, and the release has no more: none may ever be evicted, and no node with a peer drains. Set minAvailable to less than the number of peers',
      minAvailable,
    ),
  },
  {
    sentence: 'a disruption budget lets nodes drain while a peer is stopped',
    scope: 'release',
    severity: 'warning',
    blames: minAvailable,
    broken: and(
      enabled,
      isSet(minAvailable),
      lessThan(minAvailable, count(v.peers)),
      not(lessThan(minAvailable, run)),
    ),
    message: format(
      '%d peers must stay ready, and %d run: none may be evicted, and no node with a peer drains until the stopped ones run again',
      minAvailable,
      run,
    ),
  },
  {
    sentence: 'a disruption budget protects something',
    scope: 'release',
    severity: 'warning',
    blames: maxUnavailable,
    broken: and(enabled, not(isSet(minAvailable)), not(greaterThan(run, maxUnavailable))),
    message: format(
      '%d peers may be away at once, and no more run: the budget protects nothing. Add peers, or leave it away',
      maxUnavailable,
    ),
  },
];
