/** How others reach the peer. */
import {
  annotations,
  choice,
  flag,
  integer,
  labels,
  list,
  type Node,
  passthroughList,
  section,
  text,
} from '../../model/node.ts';

const nodePort: Node = integer(
  0,
  'Port of the node, for NodePort and LoadBalancer; 0: Kubernetes chooses one.',
  {
    minimum: 0,
    maximum: 65535,
  },
);

const port = (value: number, what: string, more: { [key: string]: Node } = {}): Node =>
  section(what, {
    port: integer(value, 'Port of the Service.', { minimum: 1, maximum: 65535 }),
    nodePort,
    ...more,
  });

export const service: Node = section(
  "The peer's client Service. The StatefulSet's headless Service is made besides.",
  {
    type: choice(['ClusterIP', 'NodePort', 'LoadBalancer'], 'ClusterIP', 'Type of the Service.'),
    annotations: annotations('Annotations of the Service.'),
    labels: labels('Further labels of the Service.'),
    clusterIP: text('', 'Address of the Service; `None`: headless; empty: Kubernetes chooses one.', {
      pattern: '^(|None|[0-9a-fA-F.:]{2,45})$',
      expects: 'empty, None or an IP address',
    }),
    loadBalancerClass: text('', 'Which load balancer of the cluster is meant; empty: its default.'),
    loadBalancerIP: text(
      '',
      'Address that the load balancer is asked for. Kubernetes calls it deprecated: most clouds have an annotation instead.',
    ),
    loadBalancerSourceRanges: list(
      { type: 'string' },
      'Networks that the load balancer lets in, e.g. `203.0.113.0/24`; empty: all.',
    ),
    externalTrafficPolicy: choice(
      ['', 'Cluster', 'Local'],
      '',
      "Local keeps the client's address and takes no second hop; empty: as Kubernetes has it, Cluster.",
    ),
    ipFamilyPolicy: choice(
      ['', 'SingleStack', 'PreferDualStack', 'RequireDualStack'],
      '',
      'Addresses of IPv4, IPv6 or both; empty: as the cluster has it.',
    ),
    ipFamilies: list({ type: 'string', enum: ['IPv4', 'IPv6'] }, 'Which, and which first.'),
    extraPorts: passthroughList('Further ports of the Service, e.g. of a container of yours.'),
    publishNotReadyAddresses: flag(
      true,
      'Lead to the Pod also while it is not ready. It is the only one that the Service has, and Kubernetes calls a Pod not ready while its sidecar restarts: the peer would lose its gossip, and chaincode that needs no daemon its clients. Switch off where clients must be refused at once, e.g. with a readiness probe of /healthz.',
    ),
    grpc: port(7051, 'gRPC: endorsement, gossip, deliver, gateway, discovery.', {
      appProtocol: text(
        '',
        'What the port speaks, for proxies that read it: `https` passes TLS on, `kubernetes.io/h2c` is gRPC without TLS.',
      ),
    }),
    operations: section('The operations server: health, metrics, log level.', {
      enabled: flag(
        true,
        'Offer operations in the client Service. It changes log levels without authentication: switch off for a Service that is reachable from outside.',
      ),
      port: integer(9443, 'Port of the Service.', { minimum: 1, maximum: 65535 }),
      nodePort,
      separate: flag(
        false,
        "Offer it in a Service of its own instead, `<peer's full name>-operations`, which stays in the cluster whatever `type` says.",
      ),
    }),
    chaincode: section(
      "A Service of its own for the peer's chaincode listener; only chaincode that runs outside the Pod needs it. It is there before the peer is ready, as a peer starts its chaincode before.",
      {
        enabled: flag(
          false,
          'Make the Service, listen on all addresses and announce it to chaincode. `kubernetesBuilder` implies it. The sidecar runs its chaincode on the Pod network either way.',
        ),
        port: integer(7052, 'Port of the Service.', { minimum: 1, maximum: 65535 }),
        nodePort: integer(0, 'Port of the node. When it is set the Service is of the type NodePort.', {
          minimum: 0,
          maximum: 65535,
        }),
      },
    ),
  },
);
