/** A proxy that is told by a host name needs one for each peer, and TLS to read it from. */
import {
  and,
  choose,
  eq,
  format,
  greaterThan,
  isSet,
  literal,
  not,
  or,
  seconds,
} from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { peerFullname } from '../peer/facts.ts';
import { exposedHost, gatewayServiceName, isExposed, operationsHost } from './facts.ts';

const { expose } = peer;

export const rules: readonly Rule[] = [
  {
    sentence: 'a peer that is exposed has a host name',
    scope: 'peer',
    severity: 'error',
    blames: expose.domain,
    broken: and(isExposed, not(expose.host), not(expose.domain)),
    message: literal(
      'a proxy tells peers apart by their host names. Set expose.domain for all, or expose.host per peer',
    ),
  },
  {
    sentence: 'a host name is of use',
    scope: 'peer',
    severity: 'warning',
    blames: expose.type,
    broken: and(peer.enabled, eq(expose.type, 'none'), isSet(expose.host)),
    message: format('nothing leads from %s to the peer. Set expose.type, or remove expose.host', expose.host),
  },
  {
    sentence: 'a peer that is exposed has TLS',
    scope: 'peer',
    severity: 'error',
    blames: expose.type,
    broken: and(isExposed, not(peer.identity.tls.enabled)),
    message: literal('a proxy reads the host name from TLS. Set identity.tls.enabled, or expose.type: none'),
  },
  {
    sentence: 'a TLSRoute has a Gateway',
    scope: 'peer',
    severity: 'error',
    blames: expose.tlsRoute.parentRefs,
    broken: and(isExposed, eq(expose.type, 'tlsRoute'), not(expose.tlsRoute.parentRefs)),
    message: literal(
      'a TLSRoute without a Gateway leads nowhere. Name one, e.g. [{name: public, namespace: gateways}]',
    ),
  },
  {
    sentence: 'a VirtualService has a Gateway',
    scope: 'peer',
    severity: 'error',
    blames: expose.istio.gateways,
    broken: and(
      isExposed,
      eq(expose.type, 'istio'),
      not(expose.istio.gateways),
      not(expose.istio.createGateway),
    ),
    message: literal(
      'a VirtualService without a Gateway leads nowhere from outside. Name one, or set istio.createGateway',
    ),
  },
  {
    sentence: 'ingress-nginx is known to have ended',
    scope: 'peer',
    severity: 'warning',
    blames: expose.ingress.controller,
    broken: and(isExposed, eq(expose.type, 'ingress'), eq(expose.ingress.controller, 'nginx')),
    message: literal(
      'ingress-nginx ended in March 2026, and passes TLS through only with --enable-ssl-passthrough, which is off by default. Take another controller or the Gateway API',
    ),
  },
  {
    sentence: 'idle connections live in a proxy',
    scope: 'peer',
    severity: 'warning',
    blames: peer.keepalive.interval,
    broken: and(isExposed, greaterThan(seconds(peer.keepalive.interval), 300)),
    message: format(
      'most proxies cut a connection that is idle for a minute, and the peer sends its first sign of life after %s. Set keepalive.interval: 50s, or make sure that the proxy waits longer',
      peer.keepalive.interval,
    ),
  },
  {
    sentence: 'the operations server is exposed with client certificates alone',
    scope: 'peer',
    severity: 'error',
    blames: expose.operations.enabled,
    broken: and(
      isExposed,
      expose.operations.enabled,
      or(not(peer.operations.tls.enabled), not(peer.service.operations.enabled)),
    ),
    message: literal(
      'it would let everybody change log levels. Set operations.tls.enabled, which asks for client certificates, and service.operations.enabled',
    ),
  },
  {
    sentence: 'no two peers are exposed under one host name',
    scope: 'unique',
    severity: 'error',
    what: 'host',
    blames: expose.host,
    names: [
      choose(isExposed, exposedHost, ''),
      choose(and(isExposed, expose.operations.enabled), operationsHost, ''),
    ],
    message: ({ name, peer, owner }) =>
      format(
        'the host %s of peer %s is that of peer %s already. Give each peer its own, under peers.<name>, or set expose.domain alone',
        name,
        peer,
        owner,
      ),
  },
  {
    sentence: "the Service over all peers is no peer's",
    scope: 'peer',
    severity: 'error',
    blames: peer.nameOverride,
    broken: and(peer.enabled, v.gatewayService.enabled, eq(gatewayServiceName, peerFullname)),
    message: format(
      '%s is the name of the Service over all peers. Set nameOverride of the peer, or gatewayService.name',
      peerFullname,
    ),
  },
];
