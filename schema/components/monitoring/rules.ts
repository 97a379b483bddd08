/** What is collected must be served. */
import { and, format, ne } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'collected metrics are served',
    scope: 'peer',
    severity: 'error',
    blames: peer.metrics.podMonitor.enabled,
    broken: and(peer.enabled, peer.metrics.podMonitor.enabled, ne(peer.metrics.provider, 'prometheus')),
    message: format(
      'metrics.provider is %s, so there is nothing to collect. Set metrics.provider to prometheus, or podMonitor.enabled to false',
      peer.metrics.provider,
    ),
  },
];
