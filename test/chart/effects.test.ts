/** Every value does something: each is changed for a peer of its own, and that peer's objects differ from a plain one's. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../schema/components/root.ts';
import { isNullable, leaves, type Node } from '../../schema/model/node.ts';
import { concurrently, type Rendered, render } from '../support/rendered.ts';
import { nested, over } from '../support/values.ts';

type Values = Record<string, unknown>;

const orderers = [{ address: 'o:7050', tlsCaCert: { name: 'o', key: 'ca.crt' } }];

/** Values of the release whose type alone does not say another; the rollout and monitoring are on to begin with. */
const ofRelease: Readonly<Record<string, unknown>> = {
  extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } }],
  channels: { one: { orderers, anchorPeers: ['peer0'] } },
  chaincodes: { cc: { channels: ['one'], version: '1', package: { configMap: { name: 'a', key: 'b' } } } },
  'rollout.enabled': false,
  'podDisruptionBudget.enabled': false,
  'podDisruptionBudget.minAvailable': 1,
  'podDisruptionBudget.maxUnavailable': 2,
  'devnet.enabled': false,
  'gatewayService.enabled': false,
  'devnet.channel': 'other',
  'devnet.orderers': 3,
  'monitoring.rules.enabled': false,
  'monitoring.dashboard.enabled': false,
};

const daemonMetrics = {
  dind: { metrics: { enabled: true } },
  networkPolicy: { enabled: true, metricsFrom: [{ podSelector: {} }] },
};

const loadBalancer: Values = { service: { type: 'LoadBalancer', operations: { separate: true } } };

const clientPair: Values = { identity: { tls: { clientCert: { key: 'c' }, clientKey: { key: 'k' } } } };
const enrolled: Values = { identity: { enrollment: { enabled: true, url: 'https://ca:7054' } } };
const copied: Values = {
  backup: {
    ledgerSnapshot: { enabled: true, channels: ['one'], target: { hostPath: { path: '/backup' } } },
  },
};
const maintained = (command: string, channel = ''): Values => ({
  replicas: 0,
  maintenance: { command, channel, ...(command === 'rollback' && { block: 1 }) },
});
const operationsPair: Values = {
  operations: { tls: { enabled: true, cert: { key: 'c' }, privateKey: { key: 'k' } } },
};
const hsm: Values = {
  image: { repository: 'mine' },
  identity: { hsm: { enabled: true, label: 'fabric' } },
};

/** What has to be switched on before a value below the path can have an effect. */
const needs: Readonly<Record<string, Values>> = {
  'chaincode.logging': { chaincode: { logging: { driver: 'local' } } },
  'dind.daemon.proxy': { dind: { daemon: { proxy: { http: 'http://a', https: 'http://a' } } } },
  'dind.storage.sizeLimit': { dind: { storage: { type: 'emptyDir' } } },
  'dind.storage.medium': { dind: { storage: { type: 'emptyDir' } } },
  'stateDatabase.couchdb': { stateDatabase: { type: 'CouchDB' } },
  'stateDatabase.couchdb.storage': {
    stateDatabase: { type: 'CouchDB', couchdb: { storage: { type: 'claim' } } },
  },
  'stateDatabase.couchdb.storage.type': { stateDatabase: { type: 'CouchDB' } },
  'stateDatabase.couchdb.storage.sizeLimit': {
    stateDatabase: { type: 'CouchDB', couchdb: { storage: { type: 'emptyDir' } } },
  },
  'stateDatabase.couchdb.storage.medium': {
    stateDatabase: { type: 'CouchDB', couchdb: { storage: { type: 'emptyDir' } } },
  },
  'stateDatabase.couchdb.address': {
    stateDatabase: { type: 'CouchDB', couchdb: { auth: { existingSecret: 'couchdb' } } },
  },
  'stateDatabase.couchdb.service': {
    stateDatabase: { type: 'CouchDB', couchdb: { service: { enabled: true } } },
  },
  'stateDatabase.couchdb.service.enabled': { stateDatabase: { type: 'CouchDB' } },
  'stateDatabase.couchdb.service.nodePort': {
    stateDatabase: { type: 'CouchDB', couchdb: { service: { enabled: true, type: 'NodePort' } } },
  },
  'stateDatabase.couchdb.metrics.enabled': {
    stateDatabase: { type: 'CouchDB' },
    networkPolicy: daemonMetrics.networkPolicy,
  },
  'stateDatabase.couchdb.metrics.port': {
    stateDatabase: { type: 'CouchDB', couchdb: { metrics: { enabled: true } } },
    networkPolicy: daemonMetrics.networkPolicy,
  },
  'networkPolicy.couchdbFrom': {
    stateDatabase: { type: 'CouchDB', couchdb: { service: { enabled: true } } },
    networkPolicy: { enabled: true },
  },
  expose: { expose: { type: 'ingress', domain: 'example.com' } },
  'expose.type': { expose: { domain: 'example.com' } },
  'expose.port': { gossip: { external: true }, expose: { type: 'ingress', domain: 'example.com' } },
  'expose.tlsRoute': {
    expose: { type: 'tlsRoute', domain: 'example.com', tlsRoute: { parentRefs: [{ name: 'public' }] } },
  },
  'expose.istio': { expose: { type: 'istio', domain: 'example.com', istio: { gateways: ['a/public'] } } },
  'expose.istio.selector': {
    expose: { type: 'istio', domain: 'example.com', istio: { createGateway: true } },
  },
  'expose.traefik': { expose: { type: 'traefik', domain: 'example.com' } },
  'expose.route': { expose: { type: 'route', domain: 'example.com' } },
  'expose.operations': {
    operations: { tls: { enabled: true } },
    expose: { type: 'ingress', domain: 'example.com', operations: { enabled: true } },
  },
  'expose.operations.enabled': {
    operations: { tls: { enabled: true } },
    expose: { type: 'ingress', domain: 'example.com' },
  },
  hostDocker: { dind: { enabled: false }, hostDocker: { enabled: true } },
  'hostDocker.enabled': { dind: { enabled: false } },
  kubernetesBuilder: { kubernetesBuilder: { enabled: true } },
  'kubernetesBuilder.enabled': {},
  networkPolicy: { networkPolicy: { enabled: true } },
  'networkPolicy.enabled': {},
  'networkPolicy.metricsFrom': daemonMetrics,
  'dind.metrics.enabled': { networkPolicy: daemonMetrics.networkPolicy },
  'dind.metrics.port': daemonMetrics,
  'metrics.podMonitor': { metrics: { podMonitor: { enabled: true } } },
  'metrics.podMonitor.enabled': {},
  'metrics.serviceMonitor': { metrics: { serviceMonitor: { enabled: true } } },
  'metrics.serviceMonitor.enabled': {},
  'operations.tls': { operations: { tls: { enabled: true } } },
  'operations.tls.enabled': {},
  'operations.tls.cert': operationsPair,
  'operations.tls.privateKey': operationsPair,
  'operations.tls.caCert.secretName': {
    operations: { tls: { enabled: true, caCert: { key: 'ca.crt' } } },
  },
  profile: { profile: { enabled: true } },
  'profile.enabled': {},
  'backup.ledgerSnapshot': copied,
  'backup.ledgerSnapshot.enabled': {
    backup: { ledgerSnapshot: { channels: ['one'], target: { hostPath: { path: '/backup' } } } },
  },
  'backup.volumeSnapshot': { backup: { volumeSnapshot: { enabled: true } } },
  'backup.volumeSnapshot.enabled': {},
  backup: copied,
  maintenance: maintained('rollback', 'one'),
  'maintenance.command': { replicas: 0 },
  'preload.fromImage': { preload: { fromImage: { enabled: true } } },
  'preload.fromImage.enabled': {},
  'metrics.statsd': { metrics: { provider: 'statsd' } },
  'gossip.externalEndpoint': { gossip: { external: true } },
  'service.loadBalancerClass': loadBalancer,
  'service.loadBalancerIP': loadBalancer,
  'service.loadBalancerSourceRanges': loadBalancer,
  'service.externalTrafficPolicy': loadBalancer,
  'service.type': { operations: { tls: { enabled: true } } },
  'service.chaincode': { service: { chaincode: { enabled: true } } },
  'service.chaincode.enabled': {},
  'identity.msp.tlsIntermediateCert.secretName': { identity: { msp: { tlsIntermediateCert: { key: 'k' } } } },
  'identity.msp.intermediateCert.secretName': { identity: { msp: { intermediateCert: { key: 'k' } } } },
  'identity.tls.volume': { identity: { tls: {} } },
  'identity.tls.certificate': {
    identity: { tls: { certificate: { enabled: true, issuerRef: { name: 'ca' } } } },
  },
  'identity.tls.certificate.enabled': { identity: { tls: { certificate: { issuerRef: { name: 'ca' } } } } },
  'identity.tls.clientCert': clientPair,
  'identity.tls.clientKey': clientPair,
  'identity.tls.clientCaCert.secretName': { identity: { tls: { clientCaCert: { key: 'k' } } } },
  'identity.enrollment': enrolled,
  'identity.enrollment.enabled': { identity: { enrollment: { url: 'https://ca:7054' } } },
  'identity.hsm': hsm,
  'identity.hsm.enabled': {
    image: { repository: 'mine' },
    identity: { hsm: { label: 'fabric' } },
  },
  'identity.msp.adminCert.secretName': { identity: { msp: { adminCert: { key: 'k' } } } },
  'identity.msp.config.secretName': { identity: { msp: { config: { key: 'k' } } } },
  'identity.nodeOUs.enabled': { identity: { msp: { adminCert: { key: 'k' } } } },
  'gossip.orgLeader': {},
  'gossip.useLeaderElection': { gossip: { orgLeader: false } },
  'discovery.enabled': { gateway: { enabled: false } },
};

/** Node ports need a Service that has them. */
const nodePort: Values = {
  service: { type: 'NodePort', chaincode: { enabled: true } },
  operations: { tls: { enabled: true } },
};

/** A value that is valid and not the default, where the type alone does not say one. */
const changed: Readonly<Record<string, unknown>> = {
  'dind.daemon.addressPools': [{ base: '10.0.0.0/16', size: 24 }],
  'dind.daemon.ulimits': { nofile: { soft: 1, hard: 2 } },
  'dind.daemon.minApiVersion': '1.24',
  'logging.spec': 'debug:nodeCmd=warning',
  'dind.daemon.containerSize': '2G',
  'chaincode.cpu': '500m',
  // Two peers must not have one certificate.
  'identity.msp.secretName': 'my-msp',
  'identity.msp.signCert.secretName': 'my-certificate',
  'dind.storage.medium': 'Memory',
  'stateDatabase.couchdb.storage.medium': 'Memory',
  'stateDatabase.couchdb.storage.existingClaim': 'my-couchdb',
  'stateDatabase.couchdb.service.nodePort': 30984,
  'stateDatabase.couchdb.cacheSize': 96,
  'stateDatabase.couchdb.config': { couchdb: { max_dbs_open: 5000 } },
  'identity.msp.files': { 'crls/root.pem': { key: 'crl.pem' } },
  'identity.msp.volume': { emptyDir: {} },
  'identity.tls.volume': { emptyDir: {} },
  'identity.tls.certificate.issuerRef': { name: 'other' },
  'identity.enrollment.url': 'https://other:7054',
  'identity.enrollment.tls.url': 'https://other:7054',
  'expose.type': 'ingress',
  'expose.host': 'mine.example.com',
  'expose.domain': 'example.org',
  'expose.operations.host': 'operations.example.com',
  'service.extraPorts': [{ name: 'mine', port: 8080 }],
  'ledger.snapshots.path': '/var/hyperledger/copies',
  'ledger.snapshots.volume': { emptyDir: {} },
  // Two peers must not share a claim.
  'ledger.existingClaim': 'my-ledger',
  'dind.storage.existingClaim': 'my-docker',
  'dind.daemon.features': { 'some-feature': true },
  // Names and node ports are one peer's alone.
  'serviceAccount.name': 'my-account',
  'service.grpc.nodePort': 30001,
  'service.operations.nodePort': 30002,
  'service.chaincode.nodePort': 30003,
  externalBuilders: [{ name: 'mine', path: '/mine' }],
  'preload.images': [{ name: 'a:1' }],
  'preload.volume': { emptyDir: {} },
  'maintenance.command': 'rebuild-dbs',
  'backup.ledgerSnapshot.schedule': '1 2 3 4 5',
  'backup.volumeSnapshot.schedule': '1 2 3 4 5',
  'backup.ledgerSnapshot.channels': ['two'],
  'backup.ledgerSnapshot.target': { hostPath: { path: '/elsewhere' } },
  'profile.address': '127.0.0.1:6061',
  imagePullSecrets: [{ name: 'mine' }],
  extraObjects: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: '{{ .peerFullname }}-mine', labels: { 'fabric-dind/peer': '{{ .name }}' } },
    },
  ],
  extraContainers: [{ name: 'mine', image: 'a' }],
  extraInitContainers: [{ name: 'mine', image: 'a' }],
  extraVolumes: [{ name: 'mine', emptyDir: {} }],
  extraVolumeMounts: [{ name: 'mine', mountPath: '/mine' }],
  'networkPolicy.metricsFrom': [{ namespaceSelector: {} }],
  'dind.extraVolumeMounts': [{ name: 'mine', mountPath: '/mine' }],
};

const candidates = [
  'mine',
  '7m',
  '3Gi',
  '/mine',
  'mine:1',
  '10.0.0.1',
  '10.0.0.0/16',
  'fd00::/64',
  'a:10.0.0.1',
  'https://mine',
  'debug',
  'NET_RAW',
  `sha256:${'a'.repeat(64)}`,
];

const textFor = (node: Node | undefined): string | undefined =>
  candidates.find((text) => text !== node?.default && new RegExp(node?.pattern ?? '^', 'u').test(text));

const otherValue = (path: string, node: Node): unknown => {
  if (path in changed) return changed[path];
  if (/(^|[.])resources$/u.test(path)) return { limits: { cpu: 7 } };
  if (node.enum) return node.enum.find((word) => word !== node.default && word !== '');
  switch ([node.type].flat()[0]) {
    case 'boolean':
      return !node.default;
    case 'integer':
      return node.default === node.maximum ? 0 : Number(node.default) + 1;
    case 'string':
      return textFor(node);
    case 'array': {
      const words = node.items?.enum?.find((word) => !JSON.stringify(node.default).includes(String(word)));
      return node.items?.type === 'string' ? [words ?? textFor(node.items)] : [{ name: 'mine' }];
    }
    default:
      return isNullable(node) ? null : { mine: 'mine' };
  }
};

const prerequisites = (path: string): Values => {
  if (path.startsWith('service.') && path.endsWith('.nodePort')) return nodePort;
  const [longest] = Object.keys(needs)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}.`))
    .sort((a, b) => b.length - a.length);
  return longest === undefined ? {} : (needs[longest] as Values);
};

/** The objects of a peer, its own name taken out. */
const objectsOf = (objects: readonly Rendered[], peer: string): string[] =>
  objects
    .filter(({ metadata }) => metadata.labels?.['fabric-dind/peer'] === peer)
    .map((object) => JSON.stringify(object).replaceAll(new RegExp(`\\b${peer}\\b`, 'gu'), 'PEER'))
    .sort();

const peerNode = root.properties?.peer as Node;
const all = [...leaves(peerNode)].map(([path, node], i) => ({ path: path.join('.'), keys: path, node, i }));

test('every value of a peer changes its objects', async () => {
  const peers: Record<string, Values> = {};
  for (const { path, keys, node, i } of all) {
    const value = otherValue(path, node);
    assert.is.not(value, undefined, `${path}: this test knows no other value; add one to \`changed\``);
    const plain = prerequisites(path);
    peers[`plain${i}x`] = plain;
    peers[`other${i}x`] = over(plain, nested(keys, value));
  }
  const objects = await render({ values: { administrator: { msp: { secretName: 'admin' } }, peers } });
  const same = all.filter(
    ({ i }) =>
      JSON.stringify(objectsOf(objects, `plain${i}x`)) === JSON.stringify(objectsOf(objects, `other${i}x`)),
  );
  assert.equal(
    same.map(({ path }) => path),
    [],
  );
});

test('every value of the release changes something', async () => {
  const plain: Values = {
    administrator: {
      msp: { secretName: 'admin' },
      tls: { secretName: 'client' },
      peerTlsCaCert: { secretName: 'ca' },
    },
    channels: { one: { orderers } },
    devnet: { enabled: true },
    rollout: { enabled: true },
    podDisruptionBudget: { enabled: true },
    gatewayService: { enabled: true },
    peers: { peer0: {}, peer1: {} },
    monitoring: { rules: { enabled: true }, dashboard: { enabled: true } },
  };
  const before = JSON.stringify(await render({ values: plain }));
  const same: string[] = [];
  const release = [...leaves(root)].filter(([path]) => path[0] !== 'peer' && path[0] !== 'peers');
  await concurrently(release, 2, async ([path, node]) => {
    const name = path.join('.');
    const value = name in ofRelease ? ofRelease[name] : otherValue(name, node);
    const values = over(plain, nested(path, value));
    if (JSON.stringify(await render({ values })) === before) same.push(name);
  });
  assert.equal(same.sort(), []);
});

test('of a disabled peer there is nothing, not even its address', async () => {
  const objects = await render({ values: { peers: { here: {}, gonepeer: { enabled: false } } } });
  assert.equal(objectsOf(objects, 'gonepeer'), []);
  assert.not.match(JSON.stringify(objects), 'gonepeer');
});

test('of a stopped peer everything is there but its test', async () => {
  const kinds = async (values: Values): Promise<string[]> =>
    (await render({ values: { peer: values } })).map(({ kind }) => kind);
  const all = await kinds({});
  assert.ok(all.includes('Pod'));
  assert.equal(
    await kinds({ replicas: 0 }),
    all.filter((kind) => kind !== 'Pod'),
  );
});

test.run();
