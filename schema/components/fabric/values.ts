/** Fabric's settings that operators touch first, under the names core.yaml gives them. */
import {
  duration,
  environment,
  flag,
  integer,
  type Limits,
  list,
  type Node,
  passthroughList,
  section,
  text,
} from '../../model/node.ts';
import { address, optionalAddress, optionalObjectName } from '../../shared/patterns.ts';

const words = [
  'payload',
  'debug',
  'info',
  'notice',
  'warn',
  'warning',
  'error',
  'critical',
  'dpanic',
  'panic',
  'fatal',
];
const level = `(${[...words, ...words.map((word) => word.toUpperCase())].join('|')})`;
const logger = '[A-Za-z0-9_#-]+([.][A-Za-z0-9_#-]+)*[.]?';
const segment = `(${logger}(,${logger})*=)?${level}`;

/** What ActivateSpec of Fabric's common/flogging/loggerlevels.go takes; a peer of 2.5.16 panics at anything else. */
const logSpec: Limits = {
  pattern: `^((${segment})?(:(${segment})?)*)$`,
  expects: 'levels and loggers such as info:gossip,msp=debug:nodeCmd=warning, the levels in lower case',
};

export const fabric: Record<string, Node> = {
  id: text(
    '',
    "Fabric's `peer.id`, part of the names of chaincode images and containers; empty: the peer's full name.",
    {
      pattern: '^([A-Za-z0-9]+([-._][A-Za-z0-9]+)*)?$',
      expects: 'letters and digits, with single "-", "_" or "." between them',
    },
  ),
  networkId: text(
    'dev',
    "Fabric's `peer.networkId`, the first part of the names of chaincode images and containers.",
    {
      pattern: '^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$',
      expects: 'letters and digits, with single "-", "_" or "." between them',
    },
  ),
  hostname: text(
    '',
    "Host name under which peers and clients in the cluster reach this peer; it must be among its TLS certificate's SANs. Empty: `<peer's full name>.<namespace>.svc`.",
    {
      pattern: optionalObjectName.pattern,
      maxLength: optionalObjectName.maxLength,
      expects: 'a host name in lower case, without a port',
    },
  ),
  logging: section('Logging of the peer.', {
    spec: text(
      'info:nodeCmd=warning',
      "FABRIC_LOGGING_SPEC. The default keeps logger `nodeCmd` quiet, which at info prints the peer's whole configuration, passwords included (fabric#4122).",
      logSpec,
    ),
    format: text('', 'FABRIC_LOGGING_FORMAT, e.g. `json`; empty: the format of Fabric.'),
  }),
  gossip: section(
    'Gossip with the other peers of the organisation, and how other organisations find this one.',
    {
      bootstrap: list(
        { type: 'string', pattern: address.pattern, $comment: `expects: ${address.expects}` },
        "Peers to contact first, host:port. Empty: the release's own peers, read when a peer starts, so that adding a peer restarts no other.",
      ),
      endpoint: text(
        '',
        "Address for peers of the same organisation; empty: the peer's own.",
        optionalAddress,
      ),
      externalEndpoint: text(
        '',
        "Address for peers of other organisations and for service discovery, e.g. behind an ingress; empty: the peer's own.",
        optionalAddress,
      ),
      external: flag(
        true,
        'Announce the peer to other organisations. Without it the peer is invisible to service discovery of others.',
      ),
      useLeaderElection: flag(
        false,
        "Elect one peer that pulls blocks from the orderer. Excludes `orgLeader`; deprecated by Fabric's own defaults.",
      ),
      orgLeader: flag(true, 'Pull blocks from the orderer directly, the way Fabric recommends.'),
      stateTransfer: flag(false, 'Fetch missing blocks from other peers (`peer.gossip.state.enabled`).'),
    },
  ),
  gateway: section('The gateway service that client applications use.', {
    enabled: flag(true, 'Serve the gateway.'),
    endorsementTimeout: duration('30s', 'How long the gateway waits for endorsements.'),
    broadcastTimeout: duration('30s', 'How long the gateway waits for the orderer.'),
    dialTimeout: duration('2m', 'How long the gateway tries to connect to other nodes.'),
  }),
  discovery: section('Service discovery.', {
    enabled: flag(true, 'Serve discovery; the gateway needs it.'),
    orgMembersAllowedAccess: flag(
      false,
      "Let every member of the organisation, not only administrators, query outside a channel's scope.",
    ),
  }),
  keepalive: section('gRPC keepalive. Raise or lower it to what load balancers on the way allow.', {
    interval: duration('2h', 'Server: ping a client that has been silent this long.'),
    timeout: duration('20s', 'Server: close the connection when no answer came in this time.'),
    minInterval: duration('1m', 'Server: refuse clients that ping more often than this.'),
    clientInterval: duration('1m', 'Client: interval of pings to other peers.'),
    clientTimeout: duration('20s', 'Client: wait for an answer.'),
    deliveryClientInterval: duration('1m', 'Client: interval of pings to the orderer.'),
    deliveryClientTimeout: duration('20s', "Client: wait for the orderer's answer."),
  }),
  limits: section('Concurrent requests that the peer accepts; beyond these it refuses at once.', {
    endorser: integer(2500, 'Proposals at a time (`peer.limits.concurrency.endorserService`).', {
      minimum: 0,
    }),
    deliver: integer(2500, 'Block streams at a time (`deliverService`).', { minimum: 0 }),
    gateway: integer(500, 'Gateway requests at a time (`gatewayService`).', { minimum: 0 }),
    maxMessageSize: integer(
      104857600,
      'Largest gRPC message in bytes, sent and received; it caps chaincode packages.',
      { minimum: 1048576, maximum: 2147483647 },
    ),
  }),
  authentication: section('Authentication of requests.', {
    timeWindow: duration('15m', "How far a client's clock may differ."),
  }),
  deliveryClient: section("The client of the ordering service's deliver stream.", {
    reconnectTotalTimeThreshold: duration('1h', 'Give up reconnecting to the orderer after this time.'),
    connectionTimeout: duration('3s', 'Time to connect to an orderer.'),
  }),
  env: environment(
    "Environment variables of the peer by name: a value, or an object such as `valueFrom: {secretKeyRef: …}`. An entry replaces the chart's variable of the same name. Never put a secret here; refer to one.",
    { examples: [{ CORE_PEER_GOSSIP_MEMBERSHIPTRACKERINTERVAL: '5s' }] },
  ),
  envFrom: passthroughList(
    'ConfigMaps and Secrets whose keys become environment variables, as in a container.',
  ),
};
