/** Under which names the outside knows a peer. */
import { and, choose, fact, format, ne, orElse } from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import { address, peerFullname } from '../peer/facts.ts';
import { releaseObjects } from '../release/names.ts';

const { expose } = peer;

/** Whether the peer is reached from outside by its host name. */
export const isExposed = fact(
  'isExposed',
  'Whether the peer is reached from outside the cluster by its host name.',
  and(peer.enabled, ne(expose.type, 'none')),
);

/** The peer's host name outside. */
export const exposedHost = fact(
  'exposedHost',
  "The peer's host name outside the cluster.",
  orElse(expose.host, format('%s.%s', peerFullname, expose.domain)),
);

/** The host name of its operations server. */
export const operationsHost = fact(
  'operationsHost',
  'The host name of its operations server outside the cluster.',
  orElse(expose.operations.host, format('operations.%s', exposedHost)),
);

/** The address for peers of other organisations. */
export const externalEndpoint = fact(
  'externalEndpoint',
  'Host and port that the peer announces to other organisations.',
  orElse(peer.gossip.externalEndpoint, choose(isExposed, format('%s:%d', exposedHost, expose.port), address)),
);

/** The Service over all peers. */
export const gatewayServiceName = orElse(v.gatewayService.name, releaseObjects.gateway);
