/** bevel-operator-fabric (hlf-operator): resources FabricPeer, one for each peer. */
import { isMap } from '../../schema/shared/maps.ts';
import { CommandError } from '../support/errors.ts';
import {
  accessMode,
  because,
  environment,
  hostSocket,
  image,
  logSpec,
  noCouch,
  noKeys,
  pullPolicy,
  serviceType,
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

const gateway = unsaid(because.istio);
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
  'spec.hosts': unsaid(
    'names for the TLS certificate: have them in the one that you make (docs/identity.md)',
  ),
  'spec.operationHosts': notInSpec,
  'spec.operationIPs': notInSpec,
  'spec.externalEndpoint': to('own.gossip.externalEndpoint'),
  'spec.gossip.externalEndpoint': to('own.gossip.externalEndpoint'),
  'spec.gossip.bootstrap': to('own.gossip.bootstrap', (value) => text(value).split(/\s+/u)),
  'spec.gossip.endpoint': to('own.gossip.endpoint'),
  'spec.gossip.useLeaderElection': to('own.gossip.useLeaderElection', isTrue),
  'spec.gossip.orgLeader': to('own.gossip.orgLeader', isTrue),
  'spec.secret': noKeys,
  'spec.updateCertificateTime': unsaid(
    'the chart renews no certificate: who makes the Secret does, e.g. cert-manager, and the peer restarts to read it',
  ),
  'spec.service.type': serviceType('own'),
  'spec.service.nodePortRequest': either(
    (_, look) => look('spec.service.type') === 'NodePort',
    number('own.service.grpc.nodePort', 'there the resource has no such field; here it counts'),
    notInSpec,
  ),
  'spec.service': notInSpec,
  'spec.stateDb': either(isCouch, noCouch, implied('LevelDB is the default')),
  'spec.couchdb.externalCouchDB': external,
  'spec.couchdb': either(isCouch, noCouch, dead('stateDb is leveldb, so nothing reads it')),
  'spec.couchDBexporter': noCouch,
  'spec.storage.peer.size': to('own.ledger.size'),
  'spec.storage.peer.storageClass': to('own.ledger.storageClassName'),
  'spec.storage.peer.accessMode': accessMode('own.ledger'),
  'spec.storage.couchdb': either(isCouch, noCouch, dead('stateDb is leveldb, so nothing uses it')),
  'spec.storage.chaincode': unsaid(
    'it is the volume of their file server; images and built chaincode lie in dind.storage here',
  ),
  'spec.discovery': dead('CORE_PEER_DISCOVERY_PERIOD and TOUCHPERIOD are fixed at 60s in their chart'),
  'spec.logging.level': to('own.logging.spec', logSpec),
  'spec.logging': dead(because.levels),
  'spec.resources.peer': to('own.resources'),
  'spec.resources.couchdb': either(isCouch, noCouch, dead('stateDb is leveldb, so nothing uses it')),
  'spec.resources.couchdbExporter': noCouch,
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
  'spec.serviceMonitor.enabled': either(
    isTrue,
    to('own.metrics.podMonitor.enabled', isTrue, 'a PodMonitor instead of a ServiceMonitor'),
    implied('off'),
  ),
  'spec.serviceMonitor.labels': to('own.metrics.podMonitor.labels'),
  'spec.serviceMonitor.interval': to('own.metrics.podMonitor.interval'),
  'spec.serviceMonitor': unsaid(because.monitor),
  'spec.istio': gateway,
  'spec.gatewayApi': gateway,
  'spec.traefik': gateway,
  'spec.grpcProxy': unsaid(because.proxy),
};

/** Our key for a peer: names of resources may have dots, names of Services may not. */
const keyOf = (name: string): string => name.replaceAll('.', '-');

/** Secrets and names that their chart makes of the resource's name. */
const names = (name: string): Translation => {
  const key = keyOf(name);
  const msp = 'own.identity.msp';
  const tls = 'own.identity.tls';
  const values = {
    'own.nameOverride': key,
    [`${msp}.signCert.secretName`]: `${name}-idcert`,
    [`${msp}.privateKey.secretName`]: `${name}-idkey`,
    [`${msp}.caCert.secretName`]: `${name}-cacert`,
    [`${msp}.tlsCaCert.secretName`]: `${name}-tlsrootcert`,
    [`${msp}.tlsCaCert.key`]: 'cacert.pem',
    [`${tls}.secretName`]: `${name}-tls`,
    [`${tls}.caCert.secretName`]: `${name}-tlsrootcert`,
    [`${tls}.caCert.key`]: 'cacert.pem',
  };
  const to = [`peers.${key}.nameOverride`, `peers.${key}.identity`];
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
      return [translate(table, peer, { prefix, peer: keyOf(name) }), names(name)];
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
      'Copy their Secrets <name>-idcert, -idkey, -cacert, -tls and -tlsrootcert before you delete the FabricPeer: they go with it.',
      'Their claim has the ledger where ours has it: keep its volume and name it in peers.<name>.ledger.existingClaim, or let peers fetch blocks again.',
      'The TLS certificate must name <name>.<namespace>.svc, or set hostname to a name that it has.',
    ],
  }),
};
