/** bevel-operator-fabric (hlf-operator): resources FabricPeer, one for each peer. */
import { isMap } from '../../schema/shared/maps.ts';
import { CommandError } from '../support/errors.ts';
import {
  accessMode,
  because,
  couchLogin,
  couchSize,
  environment,
  hostSocket,
  image,
  inEnrollmentSecret,
  logSpec,
  pullPolicy,
  serviceMonitor,
  serviceType,
  stateDatabase,
  tag,
} from './common.ts';
import {
  dead,
  either,
  type Fate,
  implied,
  isTrue,
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

const notInSpec = dead('the resource has no such field, so the API server drops it');
const isCouch = (_: unknown, look: (path: string) => unknown): boolean => look('spec.stateDb') === 'couchdb';

const builders: Rule = (value) => {
  const all = listed(value).filter(isMap);
  const own = all.filter(({ path }) => !/ccaas_builder$/u.test(String(path)));
  const fates: Fate[] = [];
  if (own.length < all.length)
    fates.push({ kind: 'implied', why: 'chaincode as a service has its builder (chaincodeAsAService)' });
  if (own.length > 0)
    fates.push(
      said(
        { 'own.externalBuilders': own },
        'bring their folders into the peer by extraVolumes and extraInitContainers',
      ),
    );
  return fates;
};

/** Operators have node selectors in the form of an affinity. */
const nodeSelector: Rule = (value) =>
  isMap(value) && value.nodeSelectorTerms !== undefined
    ? said({
        'own.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution': value,
      })
    : said({ 'own.nodeSelector': value });

const external = either(
  (_, look) => isTrue(look('spec.couchdb.externalCouchDB.enabled')),
  (_, look) =>
    said(
      {
        'own.stateDatabase.type': 'CouchDB',
        'own.stateDatabase.couchdb.address': `${text(look('spec.couchdb.externalCouchDB.host'), 'host')}:${text(look('spec.couchdb.externalCouchDB.port') ?? 5984, 'port')}`,
        'own.stateDatabase.couchdb.auth.existingSecret': `${text(look('metadata.name'), 'name')}-couchdb`,
      },
      'put username and password into that Secret',
    ),
  implied('off'),
);

/** Enrolment at one CA: that of the MSP, or that of TLS below `.tls`. */
const enrollment = (path: string, base: string): Table => ({
  [`${path}.cahost`]: (value, look) =>
    said({
      'own.identity.enrollment.enabled': true,
      [`${base}.url`]: `https://${text(value)}:${text(look(`${path}.caport`) ?? 7054, 'caport')}`,
    }),
  [`${path}.caport`]: implied('told with cahost'),
  [`${path}.caname`]: to(`${base}.caName`),
  [`${path}.catls`]: inEnrollmentSecret,
  [`${path}.enrollid`]: inEnrollmentSecret,
  [`${path}.enrollsecret`]: inEnrollmentSecret,
  [`${path}.csr.hosts`]: to('own.identity.enrollment.csr.hosts', listed),
  [`${path}.csr.cn`]: implied('the CA writes the name that is registered'),
});

/** A way in by one of their objects, under one of ours. */
const exposed = (path: string, type: string, more: Table): Table => ({
  [`${path}.hosts`]: (value) => {
    const [first, ...further] = listed(value);
    if (first === undefined) return { kind: 'implied', why: 'no host, no object' };
    const host = said({ 'own.expose.type': type, 'own.expose.host': first });
    return further.length === 0
      ? host
      : [host, { kind: 'unsaid', item: further.join(', '), why: 'a peer has one host name outside' }];
  },
  [`${path}.port`]: number('own.expose.port'),
  ...Object.fromEntries(Object.entries(more).map(([key, rule]) => [`${path}.${key}`, rule])),
});

/** What only a CouchDB has. */
const ofCouch = (rule: Rule): Rule => either(isCouch, rule, dead('stateDb is leveldb, so nothing uses it'));
const exporter = implied('CouchDB has an endpoint of its own for Prometheus, which needs no exporter');
const couch = 'own.stateDatabase.couchdb';

const table: Table = {
  apiVersion: implied('the kind is known'),
  kind: implied('the kind is known'),
  'metadata.name': implied("told with the peer's names"),
  'metadata.namespace': implied('the namespace of the release'),
  metadata: implied('labels and annotations of their resource'),
  status: implied('what the operator observed'),
  'spec.image': image('own.image'),
  'spec.tag': tag('own.image'),
  'spec.imagePullPolicy': pullPolicy('own.image'),
  'spec.imagePullSecrets': to('own.imagePullSecrets'),
  'spec.mspID': to('mspId'),
  'spec.dockerSocketPath': hostSocket,
  'spec.external_chaincode_builder': unsaid(
    'their builder for Kubernetes and its file server are not those of this chart: kubernetesBuilder is fabric-builder-k8s',
  ),
  'spec.fsServer': unsaid('it belongs to external_chaincode_builder'),
  'spec.externalBuilders': builders,
  'spec.replicas': either(
    (value) => Number(value) === 0,
    number('own.replicas'),
    implied('a peer has one Pod'),
  ),
  'spec.hosts': to('own.identity.enrollment.csr.hosts', listed),
  'spec.operationHosts': notInSpec,
  'spec.operationIPs': notInSpec,
  'spec.externalEndpoint': to('own.gossip.externalEndpoint'),
  'spec.gossip.externalEndpoint': to('own.gossip.externalEndpoint'),
  'spec.gossip.bootstrap': to('own.gossip.bootstrap', (value) => text(value).split(/\s+/u)),
  'spec.gossip.endpoint': to('own.gossip.endpoint'),
  'spec.gossip.useLeaderElection': to('own.gossip.useLeaderElection', isTrue),
  'spec.gossip.orgLeader': to('own.gossip.orgLeader', isTrue),
  ...enrollment('spec.secret.enrollment.component', 'own.identity.enrollment'),
  ...enrollment('spec.secret.enrollment.tls', 'own.identity.enrollment.tls'),
  'spec.secret': unsaid('identity.enrollment enrols at a CA of Fabric (docs/identity.md)'),
  'spec.updateCertificateTime': implied(
    'certificates are renewed before they end (identity.enrollment.renewBefore)',
  ),
  'spec.service.type': serviceType('own'),
  'spec.service.nodePortRequest': either(
    (_, look) => look('spec.service.type') === 'NodePort',
    number('own.service.grpc.nodePort', 'there the resource has no such field; here it counts'),
    notInSpec,
  ),
  'spec.service': notInSpec,
  'spec.stateDb': either(isCouch, stateDatabase('own'), implied('LevelDB is the default')),
  'spec.couchdb.externalCouchDB': external,
  'spec.couchdb.user': ofCouch(couchLogin),
  'spec.couchdb.password': ofCouch(couchLogin),
  'spec.couchdb.image': ofCouch(image(`${couch}.image`)),
  'spec.couchdb.tag': ofCouch(tag(`${couch}.image`)),
  'spec.couchdb.pullPolicy': ofCouch(pullPolicy(`${couch}.image`)),
  'spec.couchdb': dead('the resource has no such field, so the API server drops it'),
  'spec.couchDBexporter.enabled': ofCouch(
    either(isTrue, to(`${couch}.metrics.enabled`, isTrue), implied('off')),
  ),
  'spec.couchDBexporter': ofCouch(exporter),
  'spec.storage.peer.size': to('own.ledger.size'),
  'spec.storage.peer.storageClass': to('own.ledger.storageClassName'),
  'spec.storage.peer.accessMode': accessMode('own.ledger'),
  'spec.storage.couchdb.size': ofCouch(couchSize('own')),
  'spec.storage.couchdb.storageClass': ofCouch(to(`${couch}.storage.storageClassName`)),
  'spec.storage.couchdb.accessMode': ofCouch(accessMode(`${couch}.storage`)),
  'spec.storage.chaincode': unsaid(
    'it is the volume of their file server; images and built chaincode lie in dind.storage here',
  ),
  'spec.discovery': dead('CORE_PEER_DISCOVERY_PERIOD and TOUCHPERIOD are fixed at 60s in their chart'),
  'spec.logging.level': to('own.logging.spec', logSpec),
  'spec.logging': dead(because.levels),
  'spec.resources.peer': to('own.resources'),
  'spec.resources.couchdb': ofCouch(to(`${couch}.resources`)),
  'spec.resources.couchdbExporter': ofCouch(exporter),
  'spec.resources.chaincode': unsaid(
    'they are for their file server; chaincode.memory and chaincode.cpu limit chaincode, dind.resources all of it',
  ),
  'spec.resources.proxy': unsaid(because.proxy),
  'spec.hostAliases': to('own.hostAliases'),
  'spec.nodeSelector': nodeSelector,
  'spec.affinity': to('own.affinity'),
  'spec.tolerations': to('own.tolerations'),
  'spec.env': environment('own'),
  'spec.volumes': to('own.extraVolumes'),
  'spec.volumeMounts': to('own.extraVolumeMounts'),
  ...serviceMonitor('spec.serviceMonitor', 'own', {
    labels: 'labels',
    interval: 'interval',
    scrapeTimeout: 'scrapeTimeout',
  }),
  'spec.serviceMonitor.sampleLimit': either(
    (value) => Number(value) === 0,
    implied('there is no limit'),
    unsaid('the ServiceMonitor has no limit'),
  ),
  ...exposed('spec.istio', 'istio', {
    ingressGateway: (value) =>
      said({
        'own.expose.istio.createGateway': true,
        'own.expose.istio.selector.istio': text(value),
      }),
  }),
  ...exposed('spec.gatewayApi', 'tlsRoute', {
    gatewayName: (value, look) =>
      said({
        'own.expose.tlsRoute.parentRefs': [
          { name: text(value), namespace: look('spec.gatewayApi.gatewayNamespace') ?? 'default' },
        ],
      }),
    gatewayNamespace: implied('told with gatewayName'),
  }),
  ...exposed('spec.traefik', 'traefik', {
    entryPoints: to('own.expose.traefik.entryPoints', listed),
    middlewares: to('own.expose.traefik.middlewares'),
  }),
  'spec.grpcProxy': unsaid(because.proxy),
};

/** Our key for a peer: names of resources may have dots, names of Services may not. */
const keyOf = (name: string): string => name.replaceAll('.', '-');

/** Secrets and names that their chart makes of the resource's name. */
const names = (name: string, enrols: boolean): Translation => {
  const key = keyOf(name);
  const msp = 'own.identity.msp';
  const tls = 'own.identity.tls';
  const secrets = {
    [`${msp}.signCert.secretName`]: `${name}-idcert`,
    [`${msp}.privateKey.secretName`]: `${name}-idkey`,
    [`${msp}.caCert.secretName`]: `${name}-cacert`,
    [`${msp}.tlsCaCert.secretName`]: `${name}-tlsrootcert`,
    [`${msp}.tlsCaCert.key`]: 'cacert.pem',
    [`${tls}.secretName`]: `${name}-tls`,
    [`${tls}.caCert.secretName`]: `${name}-tlsrootcert`,
    [`${tls}.caCert.key`]: 'cacert.pem',
  };
  const values = { 'own.nameOverride': key, ...(enrols ? {} : secrets) };
  const to = [`peers.${key}.nameOverride`, ...(enrols ? [] : [`peers.${key}.identity`])];
  return { values: laid({}, values, key), lines: [{ kind: 'said', from: 'metadata.name', to }] };
};

const convert = (documents: readonly unknown[]): Translation => {
  const resources = documents.filter(isMap);
  const peers = resources.filter(({ kind }) => kind === 'FabricPeer');
  if (peers.length === 0)
    throw new CommandError(
      'hlf-operator: there is no resource of the kind FabricPeer. Give what kubectl get fabricpeers -o yaml prints, or the manifests that you apply',
      { exitCode: 2 },
    );
  const ids = new Set(peers.map((peer) => lookIn(peer)('spec.mspID')));
  if (ids.size > 1)
    throw new CommandError(
      `hlf-operator: the peers belong to ${[...ids].join(', ')}, and a release of this chart has those of one organisation. Give the files of one at a time`,
      { exitCode: 2 },
    );
  const others = resources.filter(({ kind }) => kind !== 'FabricPeer');
  return merged([
    ...peers.flatMap((peer) => {
      const name = text(lookIn(peer)('metadata.name') ?? 'peer0', 'metadata.name');
      const prefix = peers.length > 1 ? `${name}: ` : '';
      return [
        translate(table, peer, { prefix, peer: keyOf(name) }),
        names(name, lookIn(peer)('spec.secret.enrollment.component.cahost') !== undefined),
      ];
    }),
    {
      values: {},
      lines: others.map((other) => ({
        kind: 'unsaid' as const,
        from: `${text(other.kind ?? 'a resource', 'kind')} ${text(lookIn(other)('metadata.name') ?? '', 'metadata.name')}`.trim(),
        why:
          other.kind === 'FabricFollowerChannel' || other.kind === 'FabricMainChannel'
            ? 'say it in channels.<name> (docs/channels.md)'
            : because.notPeer,
      })),
    },
  ]);
};

/** What `kubectl get -o yaml` prints of several is one List. */
const unlisted = (documents: readonly unknown[]): unknown[] =>
  documents.flatMap((document) =>
    isMap(document) && document.kind === 'List' ? listed(document.items) : [document],
  );

export const hlfOperator: Source = {
  name: 'hlf-operator',
  about: 'bevel-operator-fabric, resources FabricPeer of one organisation',
  convert: (documents) => ({
    ...convert(unlisted(documents)),
    steps: [
      "Make a Secret <peer>-enrollment for each peer that enrols: username, password, ca.crt of the CA (docs/identity.md). For one that does not, copy the operator's Secrets <name>-idcert, -idkey, -cacert, -tls and -tlsrootcert before you delete the FabricPeer: they go with it.",
      'Their claim has the ledger where ours has it: keep its volume and name it in peers.<name>.ledger.existingClaim, or let peers fetch blocks again.',
      'The TLS certificate must name <name>.<namespace>.svc, or set hostname to a name that it has.',
    ],
  }),
};
