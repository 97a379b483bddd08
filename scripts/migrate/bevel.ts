/** Hyperledger Bevel, chart fabric-peernode 1.1: one peer a release, keys from Vault or Kubernetes Secrets. */
import { isMap } from '../../schema/shared/maps.ts';
import { because, image, noCouch, noIngress, noKeys, serviceType, tag } from './common.ts';
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
  'the chart reads Kubernetes Secrets: bring the keys there, e.g. by the External Secrets operator, and name them in identity',
);

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
  'global.serviceAccountName': unsaid('it is for Vault; the peer needs no token (serviceAccount)'),
  'global.cluster': implied('nothing depends on the provider'),
  'global.vault.type': either((value) => value === 'kubernetes', implied('Secrets'), vault),
  'global.vault': vault,
  'global.proxy.provider': either(
    (value) => value === 'none',
    implied('told with the external endpoint'),
    noIngress,
  ),
  'global.proxy.externalUrlSuffix': implied('told with the external endpoint'),
  'global.proxy.port': implied('told with the external endpoint'),
  'global.env': noKeys,
  'storage.peer': to('peer.ledger.size'),
  'storage.couchdb': noCouch,
  storage: unsaid(because.storageClass),
  certs: noKeys,
  'image.peer': image('peer.image'),
  'image.couchdb': noCouch,
  'image.alpineUtils': noKeys,
  'image.pullSecret': to('global.imagePullSecrets', (value) => [{ name: value }]),
  'peer.gossipPeerAddress': to('peer.gossip.bootstrap', listed),
  'peer.logLevel': to(
    'peer.logging.spec',
    (value) => `grpc=debug:${text(value)}:nodeCmd=warning`,
    'as their chart puts it together',
  ),
  'peer.localMspId': to('mspId'),
  'peer.tlsStatus': to('peer.identity.tls.enabled', isTrue),
  'peer.cliEnabled': unsaid('the chart runs no CLI: channels and chaincodes have Jobs'),
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
  'peer.couchdb': noCouch,
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
  'peer.ports.couchdb': noCouch,
  'peer.ports.metrics.enabled': either(
    isTrue,
    implied('metrics are served'),
    to('peer.metrics.provider', () => 'disabled'),
  ),
  'peer.ports.metrics.clusterIpPort': number('peer.service.operations.port'),
  'peer.resources': to('peer.resources'),
  'peer.upgrade': either(
    isTrue,
    unsaid('stop the peer with replicas: 0 and run peer node upgrade-dbs on its claim'),
    implied('off'),
  ),
  'peer.healthCheck': noKeys,
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
      'Their claim datadir-<release>-0 holds the ledger at the root of the volume, ours in its folder production: move it there while no peer runs and name the claim in ledger.existingClaim, or let the peer fetch blocks again.',
      'Put the peers of an organisation together: one release, and an entry of peers for each of theirs.',
    ],
  }),
};
