/** npci/falcon, chart fabric-peer 1.2: facts about its settings, from its documentation and what it renders. */
import { isMap } from '../../schema/shared/maps.ts';
import {
  accessMode,
  because,
  couchAlone,
  couchLogin,
  couchSize,
  environment,
  inEnrollmentSecret,
  ingressAnnotations,
  ingressClass,
  pullPolicy,
  serviceMonitor,
  serviceType,
  sidecarEnvironment,
  sidecarImage,
  stateDatabase,
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
  type Said,
  said,
  type Table,
  text,
  to,
  unsaid,
} from './fate.ts';
import { merged } from './merged.ts';
import type { Source } from './source.ts';
import { laid, type Translation, translate } from './translate.ts';

const ofEach = unsaid('a claim belongs to one peer: say it in peers.<name>');

const probes: Rule = implied(because.probes);

const ofOthers = unsaid(
  'what a peer says is laid over what all say: say it per peer, under peers.<name>, and not for all',
);

const couchEnvironment = (base: string): Rule =>
  environment(base, (name, value) =>
    said({ [`${base}.stateDatabase.couchdb.env.${name}`]: isMap(value) ? value : text(value ?? '', name) }),
  );

const plain = (value: unknown): string => text(value);

/** What both `global` and an entry of `peers` may say. */
const shared = (base: 'peer' | 'own', read: boolean): Table => {
  const couch = `${base}.stateDatabase.couchdb`;
  const existing = (path: string, more: Said = {}): Rule =>
    base === 'own'
      ? (value, look) =>
          said(
            {
              [`${path}.existingClaim`]: `${text(value)}-${text(look('name'), 'peers[].name')}-${text(look('..nameOverride'), 'nameOverride')}-0`,
              ...more,
            },
            'the claim that their StatefulSet made',
          )
      : ofEach;
  const ignored = dead(
    "an entry of a peer that is false counts as absent there, so it did nothing (Sprig's default)",
  );
  return {
    useCouchDB: read ? stateDatabase(base) : either(isTrue, stateDatabase(base), ignored),
    couchImageRegistry: to(`${couch}.image.registry`),
    couchImageRepo: to(`${couch}.image.repository`),
    couchImageTag: tag(`${couch}.image`),
    couchContainerPort: implied('CouchDB listens at 5984'),
    couchDataDir: implied("CouchDB's data lies in /opt/couchdb/data"),
    couchDiskSize: couchSize(base),
    couchStorageClass: to(`${couch}.storage.storageClassName`),
    couchPvcAccessMode: accessMode(`${couch}.storage`),
    couchUseExistingPvcPrefix: existing(`${couch}.storage`),
    couchDbUser: couchLogin,
    couchDbUserPass: couchLogin,
    couchResources: to(`${couch}.resources`),
    couchSecurityContext: to(`${couch}.securityContext`),
    'couchService*': couchAlone,
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
    peerUseExistingPvcPrefix: existing(`${base}.ledger`, {
      [`${base}.ledger.fileSystemPath`]: '',
      [`${base}.ledger.setOwner`]: 'all',
    }),
    peerCertDiskSize: to(`${base}.identity.enrollment.storage.size`),
    require_certs_dir_persistence: to(`${base}.identity.enrollment.storage.type`, (value) =>
      isTrue(value) ? 'claim' : 'memory',
    ),
    renew_peer_certs: implied('certificates are renewed before they end (identity.enrollment.renewBefore)'),
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
    core_ledger_state_couchdbconfig_requesttimeout: to(`${couch}.requestTimeout`),
    core_ledger_state_couchdbconfig_maxretries: number(`${couch}.maxRetries`),
    core_ledger_state_couchdbconfig_internalquerylimit: number(`${couch}.internalQueryLimit`),
    core_ledger_state_couchdbconfig_maxupdatebatchsize: dead(
      'Fabric calls it MAXBATCHUPDATESIZE (stateDatabase.couchdb.maxBatchUpdateSize)',
    ),
    core_ledger_state_couchdbconfig_totalquerylimit: dead(
      'Fabric reads it at ledger.state (stateDatabase.totalQueryLimit)',
    ),
    core_ledger_state_couchdbconfig_couchdbaddress: either(
      (value) => /^(localhost|127\.)/u.test(String(value)),
      implied('CouchDB runs beside its peer'),
      to(`${couch}.address`),
    ),
  };
};

const metrics: Table = {
  'metrics.provider': to('peer.metrics.provider'),
  ...serviceMonitor('metrics.serviceMonitor', 'peer', {
    additionalLabels: 'labels',
    scrapeInterval: 'interval',
    scrapeTimeout: 'scrapeTimeout',
    honorLabels: 'honorLabels',
  }),
  'metrics.serviceMonitor.portName': implied('it is the port of the operations server'),
  'metrics.serviceMonitor.namespaceSelector': implied('it selects the namespace of the release'),
  'metrics.serviceMonitor.namespace': dead('with it the chart does not render (nil pointer)'),
  'metrics.serviceMonitor.targetLabels': dead('with it the chart renders no YAML'),
  'metrics.statsd.network': to('peer.metrics.statsd.network'),
  'metrics.statsd.address': to('peer.metrics.statsd.address'),
  'metrics.statsd.writeInterval': to('peer.metrics.statsd.writeInterval'),
};

const globals: Table = {
  ...metrics,
  hlf_domain: to('peer.expose.domain'),
  ingressPort: number('peer.expose.port'),
  ingressEnabled: either(
    isTrue,
    () => said({ 'peer.expose.type': 'ingress' }),
    implied('nothing leads to a peer by default'),
  ),
  ingressClass: ingressClass('peer'),
  'ingress.annotations': ingressAnnotations('peer'),
  ica_endpoint: (value) =>
    said({
      'peer.identity.enrollment.enabled': true,
      'peer.identity.enrollment.url': `https://${text(value)}`,
    }),
  tlsca_endpoint: to('peer.identity.enrollment.tls.url', (value) => `https://${text(value)}`),
  storageClass: (value, look) =>
    said({
      'peer.ledger.storageClassName': value,
      'peer.dind.storage.storageClassName': value,
      'peer.stateDatabase.couchdb.storage.storageClassName': isTrue(look('useCouchDB')) ? value : undefined,
    }),
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
  'init.image': implied(because.enrollmentImage),
  csr_names_cn: to('peer.identity.enrollment.csr.names.C', plain, 'they write it as the country'),
  csr_names_st: to('peer.identity.enrollment.csr.names.ST', plain),
  csr_names_l: to('peer.identity.enrollment.csr.names.L', plain),
  csr_names_o: to('peer.identity.enrollment.csr.names.O', plain),
  ica_tls_certfile: inEnrollmentSecret,
  tlsca_tls_certfile: inEnrollmentSecret,
  fabric_base_dir: implied('the Secrets of identity are mounted in /var/hyperledger/msp'),
  retry_seconds: implied('the sidecar asks again by itself'),
  replicaCount: either(
    (value) => Number(value) === 1,
    implied('a peer has one Pod'),
    unsaid('a peer has one Pod; further peers are further entries of peers'),
  ),
  'additionalEnvironmentVars.peer': environment('peer'),
  'additionalEnvironmentVars.dind': sidecarEnvironment('peer'),
  'additionalEnvironmentVars.couchDb': couchEnvironment('peer'),
  podAnnotations: dead('it is read below global alone'),
  podSecurityContext: dead('it is read below global alone'),
  securityContext: dead('global.peerSecurityContext is read instead'),
  peerStartupProbe: probes,
  peerLivenessProbe: probes,
  peerReadinessProbe: probes,
  dindStartupProbe: probes,
  dindLivenessProbe: probes,
  dindReadinessProbe: probes,
  couchStartupProbe: probes,
  couchLivenessProbe: probes,
  couchReadinessProbe: probes,
};

const ownTable: Table = {
  name: implied('the key of the peer'),
  identity_name: implied("told with the peer's names"),
  identity_secret: inEnrollmentSecret,
  'additionalEnvironmentVars.peer': environment('own'),
  'additionalEnvironmentVars.dind': sidecarEnvironment('own'),
  'additionalEnvironmentVars.couchDb': couchEnvironment('own'),
  additionalLabels: to('own.podLabels'),
  ingressEnabled: either(
    isTrue,
    () => said({ 'own.expose.type': 'ingress' }),
    dead("an entry of a peer that is false counts as absent there, so it did nothing (Sprig's default)"),
  ),
  ingressClass: ingressClass('own'),
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

/** The names that clients and certificates know a peer by, and its address from outside. */
const names = (peer: Record<string, unknown>, look: Look): Record<string, unknown> => {
  const key = text(peer.name, 'peers[].name');
  const full = text(
    peer.identity_name ?? `${key}-${text(look('nameOverride'), 'nameOverride')}`,
    'peers[].identity_name',
  );
  const domain = text(look('global.hlf_domain') ?? '', 'global.hlf_domain');
  const port = text(look('global.ingressPort') ?? '', 'global.ingressPort');
  const isExposed = isTrue(peer.ingressEnabled) || isTrue(look('global.ingressEnabled'));
  return laid(
    {},
    {
      'own.nameOverride': full,
      'own.hostname': full,
      'own.id': full,
      ...(domain && port
        ? isExposed
          ? { 'own.gossip.external': true }
          : { 'own.gossip.externalEndpoint': `${full}.${domain}:${port}` }
        : {}),
    },
    key,
  );
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
        look: (path) => (path.startsWith('..') ? look(path.slice(2)) : lookIn(peer)(path)),
      }),
    );
    const to = [`peers.${key}.nameOverride`, `peers.${key}.hostname`, `peers.${key}.id`];
    parts.push({
      values: names(peer, look),
      lines: [{ kind: 'said', from: `peers[${index}].identity_name`, to }],
    });
  }
  return merged(parts);
};

export const falcon: Source = {
  name: 'falcon',
  about: 'npci/falcon, values of helm-charts/fabric-peer',
  convert: ([input]) => ({
    ...convert(input),
    steps: [
      "Make a Secret <peer>-enrollment for each peer, with the name and password it is registered with and the CA's certificate: username, password, ca.crt (docs/identity.md).",
      'Uninstall their release before you install this one: peers, Services and Ingresses keep their names. Their claims stay. To keep a ledger: peers.<name>.ledger with existingClaim: data-peer-<StatefulSet>-0, fileSystemPath: "" and setOwner: all (docs/runbook.md). Otherwise peers fetch blocks again once they have joined their channels.',
    ],
  }),
};
