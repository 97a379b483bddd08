/** helm/charts, stable/hlf-peer 1.6 (and at-charts hlf-peer): one peer a release, a Secret for each item. */
import {
  accessMode,
  because,
  hostSocket,
  image,
  ingressAnnotations,
  ledgerPersistence,
  notRegistered,
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
import { translate } from './translate.ts';

const adminReason =
  "the administrator's Jobs want certificate, key and CA in one Secret: administrator.msp.secretName (docs/channels.md)";

const ofIngress = (rule: Rule): Rule =>
  either((_, look) => isTrue(look('ingress.enabled')), rule, dead('ingress.enabled is off'));

const secret =
  (item: string, key: string): Rule =>
  (value) =>
    said({ [`own.identity.${item}.secretName`]: value, [`own.identity.${item}.key`]: key });

/** A CouchDB of its own chart, which both peers can use. */
const couch: Rule = (value, look) => {
  if (look('peer.databaseType') !== 'CouchDB')
    return { kind: 'dead', why: 'peer.databaseType is goleveldb, so nothing reads it' };
  const instance = text(value);
  return said({
    'own.stateDatabase.type': 'CouchDB',
    'own.stateDatabase.couchdb.address': `${instance}-hlf-couchdb:5984`,
    'own.stateDatabase.couchdb.auth.existingSecret': `${instance}-hlf-couchdb`,
    'own.stateDatabase.couchdb.auth.usernameKey': 'COUCHDB_USER',
    'own.stateDatabase.couchdb.auth.passwordKey': 'COUCHDB_PASSWORD',
  });
};

const table: Table = {
  'image.repository': image('peer.image'),
  'image.tag': tag('peer.image'),
  'image.pullPolicy': pullPolicy('peer.image'),
  'service.type': serviceType('peer'),
  'service.portRequest': number('peer.service.grpc.port'),
  'service.portEvent': dead(because.events),
  dockerSocketPath: hostSocket,
  dockerConfig: dead(
    "Fabric pulls without the credentials of a config.json (fabric#5504): name the registry's Secret in imagePullSecrets, which preload uses",
  ),
  dockerConfigMountPath: dead('nothing reads it without dockerConfig, which does nothing itself'),
  'ingress.enabled': either(
    isTrue,
    () => said({ 'own.expose.type': 'ingress' }),
    implied('nothing leads to a peer by default'),
  ),
  'ingress.annotations': ofIngress(ingressAnnotations('own')),
  'ingress.path': ofIngress(implied('TLS is passed through: the proxy sees no path')),
  'ingress.hosts': ofIngress((value) => {
    const [first, ...further] = listed(value);
    return [
      said({ 'own.expose.host': first }),
      ...(further.length > 0 ? [unsaid('a peer has one host name outside')('', () => '', '') as Fate] : []),
    ];
  }),
  'ingress.tls': ofIngress(implied('TLS is passed through: the peer shows its own certificate')),
  'persistence.enabled': ledgerPersistence,
  'persistence.annotations': to('peer.ledger.annotations'),
  'persistence.storageClass': to('peer.ledger.storageClassName'),
  'persistence.accessMode': accessMode('peer.ledger'),
  'persistence.size': to('peer.ledger.size'),
  'persistence.existingClaim': to('own.ledger.existingClaim'),
  logging: dead(because.levels),
  'peer.databaseType': either(
    (value) => value === 'CouchDB',
    implied('told with peer.couchdbInstance'),
    implied('LevelDB is the default'),
  ),
  'peer.couchdbInstance': couch,
  'peer.mspID': to('mspId'),
  'peer.gossip.bootstrap': to('peer.gossip.bootstrap', (value) => text(value).split(/\s+/u)),
  'peer.gossip.endpoint': to('own.gossip.endpoint'),
  'peer.gossip.externalEndpoint': to('own.gossip.externalEndpoint'),
  'peer.gossip.orgLeader': to('peer.gossip.orgLeader', isTrue),
  'peer.gossip.useLeaderElection': to('peer.gossip.useLeaderElection', isTrue),
  'peer.tls.server.enabled': to('peer.identity.tls.enabled', isTrue),
  'peer.tls.client.enabled': to('peer.identity.tls.clientAuthRequired', isTrue),
  'peer.chaincode.builder': to('peer.chaincode.images.builder'),
  'peer.chaincode.runtime.golang': to('peer.chaincode.images.golang'),
  'peer.chaincode.runtime.java': to('peer.chaincode.images.java'),
  'peer.chaincode.runtime.node': to('peer.chaincode.images.node'),
  'peer.operations.listenAddress': implied('the operations server listens at 9443'),
  'peer.metrics.provider': to('peer.metrics.provider'),
  'peer.metrics.statsd.network': to('peer.metrics.statsd.network'),
  'peer.metrics.statsd.address': to('peer.metrics.statsd.address'),
  'peer.metrics.statsd.writeInterval': to('peer.metrics.statsd.writeInterval'),
  'peer.metrics.statsd.prefix': to('peer.metrics.statsd.prefix'),
  'secrets.peer.cred': unsaid(
    'keys come from the other Secrets; identity.enrollment would enrol with this one (docs/identity.md)',
  ),
  'secrets.peer.cert': secret('msp.signCert', 'cert.pem'),
  'secrets.peer.key': secret('msp.privateKey', 'key.pem'),
  'secrets.peer.caCert': secret('msp.caCert', 'cacert.pem'),
  'secrets.peer.intCaCert': secret('msp.intermediateCert', 'intermediatecacert.pem'),
  'secrets.peer.tls': (value) =>
    said({
      'own.identity.tls.cert.secretName': value,
      'own.identity.tls.cert.key': 'tls.crt',
      'own.identity.tls.privateKey.secretName': value,
      'own.identity.tls.privateKey.key': 'tls.key',
    }),
  'secrets.peer.tlsRootCert': (value) =>
    said(
      {
        'own.identity.tls.caCert.secretName': value,
        'own.identity.tls.caCert.key': 'cacert.pem',
        'own.identity.msp.tlsCaCert.secretName': value,
        'own.identity.msp.tlsCaCert.key': 'cacert.pem',
      },
      'their values call the key cert.pem, their template reads cacert.pem: look which one the Secret has',
    ),
  'secrets.peer.tlsClient': (value) =>
    said({
      'own.identity.tls.clientCert.secretName': value,
      'own.identity.tls.clientCert.key': 'tls.crt',
      'own.identity.tls.clientKey.secretName': value,
      'own.identity.tls.clientKey.key': 'tls.key',
    }),
  'secrets.peer.tlsClientRootCerts': (value) =>
    said(
      {
        'own.identity.tls.clientCaCert.secretName': value,
        'own.identity.tls.clientCaCert.key': 'cacert.pem',
      },
      'one certificate authority: their folder may hold several, of which the channels tell the others',
    ),
  'secrets.channel': unsaid(because.channels),
  'secrets.channels': unsaid(because.channels),
  'secrets.adminCert': (value) => [
    said(
      { 'own.identity.msp.adminCert.secretName': value, 'own.identity.msp.adminCert.key': 'cert.pem' },
      "look whether the Secret's key is cert.pem: their chart takes any",
    ),
    said({ 'own.identity.nodeOUs.enabled': false }, 'their MSP knows its administrators by certificate'),
  ],
  'secrets.adminKey': unsaid(adminReason),
  'secrets.ordTlsRootCert': unsaid(because.channels),
  'secrets.caPeerServerTls': notRegistered,
  'secrets.caOrdServerTls': notRegistered,
  resources: to('peer.resources'),
  nodeSelector: to('peer.nodeSelector'),
  tolerations: to('peer.tolerations', listed),
  affinity: to('peer.affinity'),
};

export const stableHlfPeer: Source = {
  name: 'stable-hlf-peer',
  about: 'helm/charts, values of stable/hlf-peer',
  convert: ([input], { peer }) => ({
    ...merged([translate(table, input, { peer }), { values: { peers: { [peer]: {} } }, lines: [] }]),
    steps: [
      "Their claim has the ledger where ours has it (production): keep it when you uninstall (its volume's reclaim policy, or an annotation helm.sh/resource-policy: keep), and name it in peers.<name>.ledger.existingClaim. Fabric 1.4 needs peer node upgrade-dbs first.",
      'The TLS certificate must name the new Service, or set peers.<name>.nameOverride and hostname to the old one.',
      'Put the peers of an organisation together: one release, and an entry of peers for each of theirs.',
    ],
  }),
};
