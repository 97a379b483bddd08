/** npci/falcon, chart fabric-peer 1.2: facts about its settings, from its documentation and what it renders. */
import { isMap } from '../../schema/shared/maps.ts';
import {
  accessMode,
  because,
  environment,
  noCouch,
  noKeys,
  pullPolicy,
  serviceType,
  sidecarEnvironment,
  sidecarImage,
  tag,
} from './common.ts';
import {
  dead,
  either,
  implied,
  isTrue,
  type Look,
  listed,
  lookIn,
  number,
  type Rule,
  said,
  type Table,
  text,
  to,
  unsaid,
} from './fate.ts';
import { merged } from './merged.ts';
import type { Source } from './source.ts';
import { laid, type Translation, translate } from './translate.ts';

const probes: Rule = implied(because.probes);

const ofOthers = unsaid(
  'what a peer says is laid over what all say: say it per peer, under peers.<name>, and not for all',
);

/** What both `global` and an entry of `peers` may say. */
const shared = (base: 'peer' | 'own', read: boolean): Table => {
  const ignored = dead(
    "an entry of a peer that is false counts as absent there, so it did nothing (Sprig's default)",
  );
  return {
    useCouchDB: read ? noCouch : either(isTrue, noCouch, ignored),
    'couch*': noCouch,
    peerImageRegistry: to(`${base}.image.registry`),
    peerImageRepo: to(`${base}.image.repository`),
    peerImageTag: tag(`${base}.image`),
    peerContainerPort: either(
      (value) => String(value) === '7051',
      implied('the peer listens at 7051'),
      unsaid('the peer listens at 7051; service.grpc.port is what others see'),
    ),
    peerDataDir: implied('the ledger lies in /var/hyperledger'),
    peerServiceType: serviceType(base),
    peerServicePort: number(`${base}.service.grpc.port`),
    peerServiceNodePort: number(`${base}.service.grpc.nodePort`),
    peerDiskSize: to(`${base}.ledger.size`),
    peerStorageClass: to(`${base}.ledger.storageClassName`),
    peerPvcAccessMode: accessMode(`${base}.ledger`),
    peerUseExistingPvcPrefix: unsaid(
      'its ledger lies at the root of the volume and ours in the folder production: move it there while no peer runs, then name the claim in ledger.existingClaim',
    ),
    peerCertDiskSize: noKeys,
    require_certs_dir_persistence: noKeys,
    renew_peer_certs: noKeys,
    peerResources: to(`${base}.resources`),
    core_peer_gossip_bootstrap: to(`${base}.gossip.bootstrap`, (value) => listed(value)),
    dindImageRegistry: implied("the sidecar's image follows from its repository"),
    dindImageRepo: (value, look) =>
      sidecarImage(text(value), text(look('dindImageTag') ?? 'latest', 'dindImageTag')),
    dindImageTag: implied('told with dindImageRepo'),
    dindDataDir: implied("Docker's data lies in /var/lib/docker"),
    dindDiskSize: to(`${base}.dind.storage.size`),
    dindStorageClass: to(`${base}.dind.storage.storageClassName`),
    dindPvcAccessMode: accessMode(`${base}.dind.storage`),
    dindUseExistingPvcPrefix: unsaid(
      "Docker's data of another version is not worth keeping: images are loaded and chaincode is built again",
    ),
    dindDocker_tls_certdir: implied('the daemon listens on a unix socket alone, so it needs no TLS'),
    dindResources: to(`${base}.dind.resources`),
    nodeSelector: to(`${base}.nodeSelector`),
    affinity: to(`${base}.affinity`),
    tolerations: to(`${base}.tolerations`),
    operationsServiceType: implied('the operations server has a port of the client Service'),
    operationsServicePort: number(`${base}.service.operations.port`),
    operationsServiceName: implied('the port is called operations'),
    'disableDefault*': probes,
    'core_ledger_state_couchdbconfig*': noCouch,
  };
};

const metrics: Table = {
  'metrics.provider': to('peer.metrics.provider'),
  'metrics.serviceMonitor.enabled': either(
    isTrue,
    to('peer.metrics.podMonitor.enabled', isTrue, 'a PodMonitor instead of a ServiceMonitor'),
    implied('off'),
  ),
  'metrics.serviceMonitor.additionalLabels': to('peer.metrics.podMonitor.labels'),
  'metrics.serviceMonitor.scrapeInterval': to('peer.metrics.podMonitor.interval'),
  'metrics.serviceMonitor.namespace': dead('with it the chart does not render (nil pointer)'),
  'metrics.serviceMonitor.targetLabels': dead('with it the chart renders no YAML'),
  'metrics.serviceMonitor': unsaid(because.monitor),
  'metrics.statsd.network': to('peer.metrics.statsd.network'),
  'metrics.statsd.address': to('peer.metrics.statsd.address'),
  'metrics.statsd.writeInterval': to('peer.metrics.statsd.writeInterval'),
};

const globals: Table = {
  ...metrics,
  hlf_domain: implied("told with each peer's external endpoint"),
  ingressPort: implied("told with each peer's external endpoint"),
  ingressEnabled: implied("told with each peer's Ingress"),
  ingressClass: implied("told with each peer's Ingress"),
  'ingress.annotations': implied("told with each peer's Ingress"),
  ica_endpoint: noKeys,
  tlsca_endpoint: noKeys,
  storageClass: (value) =>
    said({ 'peer.ledger.storageClassName': value, 'peer.dind.storage.storageClassName': value }),
  imageRegistry: dead('the chart fabric-peer does not read it; ours would put it in front of every image'),
  imagePullPolicy: pullPolicy('peer.image'),
  'serviceAccount.annotations': either(isMap, to('peer.serviceAccount.annotations'), unsaid('it is no map')),
  'operations.serviceName': implied('the port is called operations'),
  'operations.serviceType': implied('the operations server has a port of the client Service'),
  'operations.servicePort': number('peer.service.operations.port'),
  peerSecurityContext: to('peer.securityContext'),
  dindSecurityContext: implied('dind.isolation sets it: the sidecar is privileged by default'),
  podAnnotations: to('peer.podAnnotations'),
  podSecurityContext: to('peer.podSecurityContext'),
  additionalLabels: to('commonLabels'),
};

const release: Table = {
  nameOverride: either(
    (_, look) => Boolean(look('MspIdOverride')),
    implied("told with the peers' names"),
    to('mspId', (value) => text(value), "their MSP ID is the release's nameOverride"),
  ),
  MspIdOverride: to('mspId'),
  fullnameOverride: implied("told with the peers' names"),
  project: to('commonLabels.project'),
  imagePullSecrets: to('global.imagePullSecrets'),
  'init.image': noKeys,
  csr_names_cn: noKeys,
  csr_names_st: noKeys,
  csr_names_l: noKeys,
  csr_names_o: noKeys,
  ica_tls_certfile: noKeys,
  tlsca_tls_certfile: noKeys,
  fabric_base_dir: implied('the Secrets of identity are mounted in /var/hyperledger/msp'),
  retry_seconds: noKeys,
  replicaCount: unsaid('a peer has one Pod; further peers are further entries of peers'),
  'additionalEnvironmentVars.peer': environment('peer'),
  'additionalEnvironmentVars.dind': sidecarEnvironment('peer'),
  'additionalEnvironmentVars.couchDb': noCouch,
  podAnnotations: dead('it is read below global alone'),
  podSecurityContext: dead('it is read below global alone'),
  securityContext: dead('global.peerSecurityContext is read instead'),
  peerStartupProbe: probes,
  peerLivenessProbe: probes,
  peerReadinessProbe: probes,
  dindStartupProbe: probes,
  dindLivenessProbe: probes,
  dindReadinessProbe: probes,
  couchStartupProbe: noCouch,
  couchLivenessProbe: noCouch,
  couchReadinessProbe: noCouch,
};

const ownTable: Table = {
  name: implied('the key of the peer'),
  identity_name: implied("told with the peer's names"),
  identity_secret: noKeys,
  'additionalEnvironmentVars.peer': environment('own'),
  'additionalEnvironmentVars.dind': sidecarEnvironment('own'),
  'additionalEnvironmentVars.couchDb': noCouch,
  additionalLabels: to('own.podLabels'),
  ingressEnabled: implied("told with the peer's Ingress"),
  ingressClass: implied("told with the peer's Ingress"),
  disableGlobalNodeSelector: ofOthers,
  disableGlobalAffinity: ofOthers,
  disableGlobalTolerations: either(
    isTrue,
    to('own.tolerations', () => []),
    implied('off'),
  ),
  peerStartupProbe: probes,
  peerLivenessProbe: probes,
  peerReadinessProbe: probes,
  dindStartupProbe: probes,
  dindLivenessProbe: probes,
  dindReadinessProbe: probes,
};

/** The names that clients and certificates know a peer by, and its way in from outside. */
const names = (
  peer: Record<string, unknown>,
  look: Look,
): { values: Record<string, unknown>; ingress?: unknown } => {
  const key = text(peer.name, 'peers[].name');
  const full = text(
    peer.identity_name ?? `${key}-${text(look('nameOverride'), 'nameOverride')}`,
    'peers[].identity_name',
  );
  const domain = text(look('global.hlf_domain') ?? '', 'global.hlf_domain');
  const port = text(look('global.ingressPort') ?? '', 'global.ingressPort');
  const values = laid(
    {},
    {
      'own.nameOverride': full,
      'own.hostname': full,
      'own.id': full,
      'own.gossip.externalEndpoint': domain && port ? `${full}.${domain}:${port}` : undefined,
    },
    key,
  );
  const wantsIngress = isTrue(peer.ingressEnabled) || isTrue(look('global.ingressEnabled'));
  if (!wantsIngress || !domain) return { values };
  const annotations = look('global.ingress.annotations');
  const given = Number(peer.peerServicePort ?? look('global.peerServicePort') ?? 7051);
  const backend = { service: { name: full, port: { number: Number.isInteger(given) ? given : 7051 } } };
  return {
    values,
    ingress: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: full, ...(isMap(annotations) ? { annotations } : {}) },
      spec: {
        ingressClassName: peer.ingressClass ?? look('global.ingressClass'),
        rules: [{ host: `${full}.${domain}`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    },
  };
};

const convert = (input: unknown): Translation => {
  const look = lookIn(input);
  const { peers, global, ...rest } = isMap(input) ? input : {};
  const parts = [
    translate(release, rest, { peer: '', look }),
    translate({ ...shared('peer', true), ...globals }, global ?? {}, {
      prefix: 'global.',
      peer: '',
      look: lookIn(global),
    }),
  ];
  const ingresses: unknown[] = [];
  for (const [index, peer] of listed(peers).entries()) {
    if (!isMap(peer)) {
      parts.push({ values: {}, lines: [{ kind: 'unsaid', from: `peers[${index}]`, why: 'it is no map' }] });
      continue;
    }
    const key = text(peer.name, 'peers[].name');
    parts.push(
      translate({ ...shared('own', false), ...ownTable }, peer, {
        prefix: `peers[${index}].`,
        peer: key,
      }),
    );
    const { values, ingress } = names(peer, look);
    const to = [`peers.${key}.nameOverride`, `peers.${key}.hostname`, `peers.${key}.id`];
    parts.push({ values, lines: [{ kind: 'said', from: `peers[${index}].identity_name`, to }] });
    if (ingress !== undefined) ingresses.push(ingress);
  }
  if (ingresses.length > 0)
    parts.push({
      values: { extraObjects: ingresses },
      lines: [{ kind: 'said', from: 'global.ingressEnabled', to: ['extraObjects'] }],
    });
  else if (isMap(global) && global.ingress !== undefined)
    parts.push({ values: {}, lines: [{ kind: 'unsaid', from: 'global.ingress', why: because.ingress }] });
  return merged(parts);
};

export const falcon: Source = {
  name: 'falcon',
  about: 'npci/falcon, values of helm-charts/fabric-peer',
  convert: ([input]) => ({
    ...convert(input),
    steps: [
      'Enrol each peer with fabric-ca-client at the CAs that the init containers asked, and make its Secrets (docs/identity.md): the names follow from the peer, e.g. peer0-org1-msp and -tls.',
      'Uninstall their release before you install this one: peers, Services and Ingresses keep their names. Their claims stay; peers fetch blocks again once they have joined their channels.',
    ],
  }),
};
