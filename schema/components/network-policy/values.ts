/** What the peer's Pod, chaincode included, may reach, and who may reach the Pod. */
import type { JSONSchema7Type } from 'json-schema';
import { flag, list, type Node, passthroughList, section } from '../../model/node.ts';
import { ipv4Range, ipv6Range } from '../../shared/patterns.ts';

const range = ({ pattern, expects }: typeof ipv4Range | typeof ipv6Range): Node => ({
  type: 'string',
  pattern,
  $comment: `expects: ${expects}`,
});

const namespace = (name: string): JSONSchema7Type => [
  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } },
];

const from = (description: string, example: string): Node =>
  passthroughList(`${description}, as peers of a NetworkPolicy.`, { examples: [namespace(example)] });

export const networkPolicy: Node = section(
  "A NetworkPolicy for the Pod. Chaincode shares the Pod's network, so this is what keeps it from things that trust the Pod. It cannot filter inside the Pod. A port whose list of callers is empty stays open to all, and so does every port that is not named here.",
  {
    enabled: flag(
      false,
      "Make it. By itself it allows everything but `except`, by default the cloud's metadata service, which hands out the node's identity. Needs a network plugin that enforces policies.",
    ),
    except: list(range(ipv4Range), 'IPv4 ranges that the Pod may not reach.', {
      value: ['169.254.169.254/32'],
    }),
    exceptIPv6: list(range(ipv6Range), 'IPv6 ranges that the Pod may not reach.', {
      value: ['fd00:ec2::254/128'],
    }),
    grpcFrom: from(
      "Who may call the peer (port 7051) besides the release's own Pods: clients, orderers' organisations, other peers",
      'clients',
    ),
    operationsFrom: from(
      "Who may call the operations server (port 9443) besides the release's own Pods: it changes log levels without authentication",
      'monitoring',
    ),
    chaincodeFrom: from(
      'Whose chaincode may dial the peer (port 7052), where chaincode runs outside the Pod',
      'chaincode',
    ),
    metricsFrom: from('Who may read metrics of the daemon and of CouchDB, which demand it', 'monitoring'),
    couchdbFrom: from('Who may call CouchDB (port 5984) where it has a Service', 'administration'),
  },
);
