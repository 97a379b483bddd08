/** What the peer's Pod, chaincode included, may reach. */
import { flag, list, type Node, passthroughList, section } from '../../model/node.ts';
import { ipv4Range, ipv6Range } from '../../shared/patterns.ts';

const range = ({ pattern, expects }: typeof ipv4Range | typeof ipv6Range): Node => ({
  type: 'string',
  pattern,
  $comment: `expects: ${expects}`,
});

export const networkPolicy: Node = section(
  "A NetworkPolicy for the Pod. Chaincode shares the Pod's network, so this is what keeps it from things that trust the Pod. It cannot filter inside the Pod.",
  {
    enabled: flag(
      false,
      "Allow everything but `except`, by default the cloud's metadata service, which hands out the node's identity. Needs a network plugin that enforces policies.",
    ),
    except: list(range(ipv4Range), 'IPv4 ranges that the Pod may not reach.', {
      value: ['169.254.169.254/32'],
    }),
    exceptIPv6: list(range(ipv6Range), 'IPv6 ranges that the Pod may not reach.', {
      value: ['fd00:ec2::254/128'],
    }),
    metricsFrom: passthroughList(
      "Who may read the daemon's metrics (`dind.metrics`), as peers of a NetworkPolicy; `dind.metrics` demands it. Every other port stays open to all.",
      {
        examples: [[{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }]],
      },
    ),
  },
);
