/** Hyperledger Bevel, chart fabric-peernode 1.1: one peer a release, keys from Vault or Kubernetes Secrets. */
import { isMap } from '../../schema/shared/maps.ts';
import {
  because,
  couchAlone,
  couchLogin,
  couchSize,
  image,
  notRegistered,
  serviceType,
  tag,
} from './common.ts';
import {
  dead,
  either,
  type Fate,
  implied,
  isTrue,
  type Look,
  listed,
  lookIn,
  number,
  said,
  type Table,
  text,
  to,
  unsaid,
} from './fate.ts';
import { merged } from './merged.ts';
import type { Options, Source } from './source.ts';
import { laid, type Translation, translate } from './translate.ts';

const vault = unsaid(
  'their scripts fetch from Vault: let its injector or its CSI provider write an MSP folder, and name that in identity.msp.path (examples/identity-vault.yaml)',
);

const inCharge = implied('the Secrets that it made are taken over');

/** Lists of maps, as Bevel has labels, as one map. */
const asMap = (value: unknown): unknown => Object.assign({}, ...listed(value).filter(isMap));

const unit =
  (name: string): ((value: unknown) => Fate) =>
  (value) =>
    value === name
      ? { kind: 'implied', why: 'node OUs have these names' }
      : {
          kind: 'unsaid',
          why: `the chart's own node OU is called ${name}: name a config.yaml of yours in identity.msp.config`,
        };

const table: Table = {
  'global.version': tag('peer.image'),
  'global.serviceAccountName': (value) =>
    said({ 'peer.serviceAccount.create': false, 'peer.serviceAccount.name': text(value) }),
  'global.cluster': implied('nothing depends on the provider'),
  'global.vault.type': either((value) => value === 'kubernetes', implied('Secrets'), vault),
  'global.vault': vault,
  'global.proxy.provider': (value) =>
    value === 'haproxy'
      ? said({
          'peer.expose.type': 'ingress',
          'peer.expose.ingress.className': 'haproxy',
          'peer.expose.ingress.controller': 'haproxy',
        })
      : { kind: 'implied', why: 'nothing leads to a peer by default' },
  'global.proxy.externalUrlSuffix': implied('told with the external endpoint'),
  'global.proxy.port': either(
    (_, look) => look('global.proxy.provider') === 'haproxy',
    number('peer.expose.port'),
    dead('there is no proxy'),
  ),
  'global.env': notRegistered,
  'storage.peer': to('peer.ledger.size'),
  'storage.couchdb': couchSize('peer'),
  storage: unsaid(because.storageClass),
  'certs.orgData.caAdminUser': notRegistered,
  'certs.orgData.caAdminPassword': notRegistered,
  'certs.settings.removeCertsOnDelete': implied('the chart makes no Secret, and deletes none'),
  certs: inCharge,
  'image.peer': image('peer.image'),
  'image.couchdb': implied(
    "the image of CouchDB's own project is taken: Fabric asks for nothing else (stateDatabase.couchdb.image)",
  ),
  'image.alpineUtils': implied('nothing has to be fetched before the peer starts'),
  'image.pullSecret': to('global.imagePullSecrets', (value) => [{ name: value }]),
  'peer.gossipPeerAddress': to('peer.gossip.bootstrap', listed),
  'peer.logLevel': to(
    'peer.logging.spec',
    (value) => `grpc=debug:${text(value)}:nodeCmd=warning`,
    'as their chart puts it together',
  ),
  'peer.localMspId': to('mspId'),
  'peer.tlsStatus': to('peer.identity.tls.enabled', isTrue),
  'peer.cliEnabled': either(
    isTrue,
    unsaid('the chart runs no CLI: channels and chaincodes have Jobs'),
    implied('off'),
  ),
  'peer.ordererAddress': unsaid(because.channels),
  'peer.builder': (value, look) => {
    if (value === 'hyperledger/fabric-ccenv')
      return { kind: 'implied', why: "the builder of the peer's own version is the default" };
    const name = text(value);
    return said({
      'peer.chaincode.images.builder': /:[^/]+$/u.test(name)
        ? name
        : `${name}:${text(look('global.version'), 'global.version')}`,
    });
  },
  'peer.couchdb.username': couchLogin,
  'peer.couchdb.password': couchLogin,
  'peer.mspConfig.organizationalUnitIdentifiers': unsaid(
    'name a config.yaml of yours in identity.msp.config',
  ),
  'peer.mspConfig.nodeOUs.clientOUIdentifier': unit('client'),
  'peer.mspConfig.nodeOUs.peerOUIdentifier': unit('peer'),
  'peer.mspConfig.nodeOUs.adminOUIdentifier': unit('admin'),
  'peer.mspConfig.nodeOUs.ordererOUIdentifier': unit('orderer'),
  'peer.serviceType': serviceType('peer'),
  'peer.loadBalancerType': unsaid('set service.annotations as your cloud wants them'),
  'peer.ports.grpc.nodePort': number('own.service.grpc.nodePort'),
  'peer.ports.grpc.clusterIpPort': number('peer.service.grpc.port'),
  'peer.ports.events': dead(because.events),
  'peer.ports.couchdb': couchAlone,
  'peer.ports.metrics.enabled': either(
    isTrue,
    implied('metrics are served'),
    to('peer.metrics.provider', () => 'disabled'),
  ),
  'peer.ports.metrics.clusterIpPort': number('peer.service.operations.port'),
  'peer.resources': to('peer.resources'),
  'peer.upgrade': either(
    isTrue,
    () => said({ 'own.replicas': 0, 'own.maintenance.command': 'upgrade-dbs' }, 'then take both away again'),
    implied('off'),
  ),
  'peer.healthCheck': implied('nothing has to be fetched before the peer starts'),
  'labels.service': to('peer.service.labels', asMap),
  'labels.pvc': to(
    'peer.ledger.annotations',
    asMap,
    'they are annotations there too, whatever they are called',
  ),
  'labels.deployment': to('peer.podLabels', asMap),
};

/** What follows from the name of their release: Secrets, addresses, names. */
const fromRelease = (look: Look, { release, namespace, peer }: Options): Translation => {
  const isPlain = look('global.vault.type') === 'kubernetes';
  if (release === undefined)
    return {
      values: {},
      lines: [
        {
          kind: 'unsaid',
          from: 'the name of their release',
          isOption: true,
          why: "Secrets, the peer's id and its external endpoint follow from it. Give it: --release-name peer0",
        },
      ],
    };
  const host = `${release}.${namespace}`;
  const provider = look('global.proxy.provider');
  const outside =
    provider === 'none' || provider === undefined
      ? `${host}:${text(look('peer.ports.grpc.clusterIpPort') ?? 7051, 'peer.ports.grpc.clusterIpPort')}`
      : `${host}.${text(look('global.proxy.externalUrlSuffix'), 'global.proxy.externalUrlSuffix')}:${text(look('global.proxy.port') ?? 443, 'global.proxy.port')}`;
  const names = {
    'own.nameOverride': release,
    'own.hostname': host,
    'own.id': host,
    'own.gossip.externalEndpoint': outside,
    // Bevel runs CouchDB, always.
    'peer.stateDatabase.type': 'CouchDB',
    ...(provider === 'haproxy' ? { 'own.expose.host': outside.replace(/:[0-9]+$/u, '') } : {}),
  };
  const secrets = {
    'own.identity.msp.secretName': `${release}-msp`,
    'peer.identity.msp.signCert.key': 'signcerts',
    'peer.identity.msp.privateKey.key': 'keystore',
    'peer.identity.msp.caCert.key': 'cacerts',
    'peer.identity.msp.tlsCaCert.key': 'tlscacerts',
    'own.identity.tls.secretName': `${release}-tls`,
    'peer.identity.tls.cert.key': 'servercrt',
    'peer.identity.tls.privateKey.key': 'serverkey',
    'peer.identity.tls.caCert.key': 'cacrt',
  };
  const all = { ...names, ...(isPlain ? secrets : {}) };
  return {
    values: laid({}, all, peer),
    lines: [
      {
        kind: 'said',
        from: 'the name of their release',
        isOption: true,
        to: Object.keys(all).map((path) => path.replace(/^own/u, `peers.${peer}`)),
      },
    ],
  };
};

export const bevel: Source = {
  name: 'bevel',
  about: 'Hyperledger Bevel, values of platforms/hyperledger-fabric/charts/fabric-peernode',
  convert: ([input], options) => ({
    ...merged([
      translate(table, input, { peer: options.peer }),
      fromRelease(lookIn(input), options),
      { values: { peers: { [options.peer]: {} } }, lines: [] },
    ]),
    steps: [
      'The Secrets <release>-msp and -tls stay when certs.settings.removeCertsOnDelete is false; else copy them before you uninstall.',
      'Their claim datadir-<release>-0 holds the ledger at the root of the volume, which peers.<name>.ledger takes with existingClaim, fileSystemPath: "" and setOwner: all; else the peer fetches the blocks again.',
      'Put the peers of an organisation together: one release, and an entry of peers for each of theirs.',
    ],
  }),
};
