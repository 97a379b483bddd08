/** How many peers of the organisation may be away while nodes are drained. */
import { choice, flag, integer, type Node, section } from '../../model/node.ts';

export const podDisruptionBudget: Node = section(
  'A PodDisruptionBudget over all peers of the release: draining nodes, e.g. for an upgrade of the cluster, then takes no more of them at once than the organisation can spare. It stops no upgrade of the chart (see `rollout`). A budget for each peer alone would only block every drain.',
  {
    enabled: flag(false, 'Make it. It needs two peers or more to be of use.'),
    maxUnavailable: integer(1, 'How many peers may be away at once. Not used with `minAvailable`.', {
      minimum: 1,
      maximum: 1000,
    }),
    minAvailable: integer(0, 'How many peers must stay ready; 0: `maxUnavailable` decides.', {
      minimum: 0,
      maximum: 1000,
    }),
    unhealthyPodEvictionPolicy: choice(
      ['AlwaysAllow', 'IfHealthyBudget'],
      'AlwaysAllow',
      'Whether a peer that is not ready may be evicted whatever the budget says: one that waits for a Secret must not hold a node.',
    ),
  },
);
