/** What is collected must be served. */
import { and, choose, format, isSet, literal, matches, ne, not } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

const { profile } = peer;
const { podMonitor, serviceMonitor } = peer.metrics;
const { tls } = peer.operations;

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
  {
    sentence: 'metrics for Services are served',
    scope: 'peer',
    severity: 'error',
    blames: serviceMonitor.enabled,
    broken: and(peer.enabled, serviceMonitor.enabled, ne(peer.metrics.provider, 'prometheus')),
    message: format(
      'metrics.provider is %s, so there is nothing to collect. Set metrics.provider to prometheus, or serviceMonitor.enabled to false',
      peer.metrics.provider,
    ),
  },
  {
    sentence: 'metrics are collected once',
    scope: 'peer',
    severity: 'error',
    blames: serviceMonitor.enabled,
    broken: and(peer.enabled, podMonitor.enabled, serviceMonitor.enabled),
    message: literal('every metric would be there twice. Keep podMonitor or serviceMonitor'),
  },
  {
    sentence: 'who collects has a certificate',
    scope: 'peer',
    severity: 'error',
    blames: serviceMonitor.tlsConfig,
    broken: and(peer.enabled, serviceMonitor.enabled, tls.enabled, not(serviceMonitor.tlsConfig)),
    message: literal(
      'with operations.tls /metrics asks for a client certificate. Set tlsConfig (ca, cert, keySecret, serverName)',
    ),
  },
  {
    sentence: 'who collects from Pods has a certificate',
    scope: 'peer',
    severity: 'error',
    blames: podMonitor.tlsConfig,
    broken: and(peer.enabled, podMonitor.enabled, tls.enabled, not(podMonitor.tlsConfig)),
    message: literal(
      'with operations.tls /metrics asks for a client certificate. Set tlsConfig (ca, cert, keySecret, serverName)',
    ),
  },
  {
    sentence: 'an operations server of a peer without TLS has a certificate of its own',
    scope: 'peer',
    severity: 'error',
    blames: tls.cert,
    broken: and(
      peer.enabled,
      tls.enabled,
      not(peer.identity.tls.enabled),
      not(and(isSet(tls.cert.key), isSet(tls.privateKey.key), isSet(tls.caCert.key))),
    ),
    message: literal(
      'without identity.tls there is no certificate to take over. Set the keys of cert, privateKey and caCert, or enable identity.tls',
    ),
  },
  {
    sentence: 'a certificate of the operations server has its key',
    scope: 'peer',
    severity: 'error',
    blames: tls.cert,
    broken: and(
      peer.enabled,
      tls.enabled,
      ne(choose(isSet(tls.cert.key), 'yes', 'no'), choose(isSet(tls.privateKey.key), 'yes', 'no')),
    ),
    message: literal('certificate and key belong together. Set both keys, or neither'),
  },
  {
    sentence: 'the profiler stays in the Pod',
    scope: 'peer',
    severity: 'warning',
    blames: profile.address,
    broken: and(
      peer.enabled,
      profile.enabled,
      not(matches('^(127[.]0[.]0[.]1|localhost):', profile.address)),
    ),
    message: format(
      'whoever reaches %s reads the memory of the peer, keys included. Take 127.0.0.1 and kubectl port-forward',
      profile.address,
    ),
  },
];
