/** Names that the chart derives: used by templates, by rules, and by the validator alike. */
import type { Expr } from '../../expression/ast.ts';
import { choose, contains, format, named, orElse } from '../../expression/build.ts';
import { chart, peer, peerKey, release, v } from '../../expression/references.ts';

/** The chart's name in labels and object names. */
export const chartLabelName = named({
  name: 'fabric-dind.name',
  comment: 'The name in labels, and the part of object names that the release name may lack.',
  scope: 'release',
  body: orElse(v.nameOverride, chart.name),
});

/** First part of every object name. */
export const fullname = named({
  name: 'fabric-dind.fullname',
  comment:
    'First part of every object name. Never cut: a rule refuses what is too long, since a cut name may be that of another release.',
  scope: 'release',
  plain: true,
  body: orElse(
    v.fullnameOverride,
    choose(
      contains(chartLabelName, release.name),
      release.name,
      format('%s-%s', release.name, chartLabelName),
    ),
  ),
});

/** Full name of a peer: of its StatefulSet, its Service and, with suffixes, of everything else it has. */
export const peerFullname = named({
  name: 'fabric-dind.peer.fullname',
  comment: "The peer's full name: that of its StatefulSet and Service, and with a suffix of all it has.",
  scope: 'peer',
  plain: true,
  body: orElse(peer.nameOverride, format('%s-%s', fullname, peerKey)),
});

const suffixed = (suffix: string): Expr<string> => format(`%s-${suffix}`, peerFullname);

/** Names of a peer's further objects. */
export const peerObjects = {
  headlessService: suffixed('headless'),
  chaincodeService: suffixed('chaincode'),
  ledgerClaim: orElse(peer.ledger.existingClaim, suffixed('ledger')),
  dockerClaim: orElse(peer.dind.storage.existingClaim, suffixed('docker')),
  configMap: suffixed('dind'),
  serviceAccount: orElse(
    peer.serviceAccount.name,
    choose(peer.serviceAccount.create, peerFullname, 'default'),
  ),
  mspSecret: orElse(peer.identity.msp.secretName, suffixed('msp')),
  tlsSecret: orElse(peer.identity.tls.secretName, suffixed('tls')),
  test: suffixed('test'),
};

/** Names of the release's own objects. */
export const releaseObjects = {
  runtime: format('%s-runtime', fullname),
  gossip: format('%s-gossip', fullname),
  dashboard: format('%s-dashboard', fullname),
};

/** Fabric's peer.id. */
export const peerId = named({
  name: 'fabric-dind.peer.id',
  comment: "Fabric's peer.id, part of the names of chaincode images and containers.",
  scope: 'peer',
  body: orElse(peer.id, peerFullname),
});

/** Host name under which the peer is reached. */
export const hostname = named({
  name: 'fabric-dind.peer.hostname',
  comment: "The host name that the peer announces; its TLS certificate's SANs must contain it.",
  scope: 'peer',
  body: orElse(peer.hostname, format('%s.%s.svc', peerFullname, release.namespace)),
});

/** Host name under which chaincode outside the Pod reaches the peer. */
export const chaincodeHostname = named({
  name: 'fabric-dind.peer.chaincodeHostname',
  comment:
    'The host name that chaincode outside the Pod dials: a Service of its own, there before the peer is ready.',
  scope: 'peer',
  body: format('%s.%s.svc', peerObjects.chaincodeService, release.namespace),
});

/** Host and port under which the peer is reached. */
export const address = named({
  name: 'fabric-dind.peer.address',
  comment: 'Host and port that the peer announces to its own organisation.',
  scope: 'peer',
  body: format('%s:%d', hostname, peer.service.grpc.port),
});
