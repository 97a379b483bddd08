/** IBM/charts, stable/ibm-blockchain-platform-dev 1.0: the part about the peer. */
import { isMap } from '../../schema/shared/maps.ts';
import { because, ledgerPersistence, noCouch, noKeys, sidecarImage, tag } from './common.ts';
import { below, dead, either, implied, isTrue, lookIn, said, type Table, text, to, unsaid } from './fate.ts';
import { merged } from './merged.ts';
import type { Source } from './source.ts';
import { translate } from './translate.ts';

const notPeer = unsaid(because.notPeer);
const icp = implied('it is for the metering of IBM Cloud Private');

const isCouch = (_: unknown, look: (path: string) => unknown): boolean =>
  look('peer.peerinfo.stateDb') === 'couchdb';

const peer: Table = {
  enabled: either(isTrue, implied('a peer is there'), to('peer.enabled', isTrue)),
  'app.arch': (value) => said({ 'peer.nodeSelector.kubernetes\\.io/arch': value }),
  'app.image': unsaid(
    "IBM's image of Fabric 1.x, with their licence and their start script: the chart takes hyperledger/fabric-peer",
  ),
  'app.tag': tag('peer.image'),
  'app.dindimage': (value, look) =>
    sidecarImage(text(value), text(look('peer.app.dindtag') ?? 'latest', 'peer.app.dindtag')),
  'app.dindtag': implied('told with dindimage'),
  'app.initimage': noKeys,
  'app.inittag': noKeys,
  'app.grpcwebimage': unsaid(because.proxy),
  'app.grpcwebtag': unsaid(because.proxy),
  'app.imagePullSecret': to('global.imagePullSecrets', (value) => [{ name: value }]),
  'app.config': dead(
    'the ConfigMap that it makes is mounted in no container. What it was meant to say, coreYaml says',
  ),
  'app.secret': noKeys,
  'app.metrics': to('peer.metrics.provider'),
  'app.peerExternalEndpoint': dead(
    'the line that reads it is commented out. gossip.externalEndpoint is ours',
  ),
  'env.orgMSP': to('mspId'),
  'env.networkid': dead('it is commented out there. networkId is ours'),
  'service.type': (value) =>
    said(
      { 'peer.service.type': value, 'peer.operations.tls.enabled': true },
      'the operations server has TLS there, always',
    ),
  'peerinfo.stateDb': either(isCouch, noCouch, implied('LevelDB is the default')),
  'peerinfo.couchdbImage': either(isCouch, noCouch, dead('stateDb is leveldb')),
  'peerinfo.couchdbTag': either(isCouch, noCouch, dead('stateDb is leveldb')),
  'persistence.enabled': ledgerPersistence,
  'persistence.useDynamicProvisioning': implied('a StorageClass provides the volume'),
  persistenceDb: either(isCouch, noCouch, implied("the state lies in the ledger's volume")),
  'dataPVC.name': implied('the claim is called after the peer'),
  'dataPVC.storageClassName': to('peer.ledger.storageClassName'),
  'dataPVC.existingClaimName': unsaid(
    'its ledger lies in the folder peer and ours in production: rename it while no peer runs, then name the claim in ledger.existingClaim',
  ),
  'dataPVC.selector': (value) =>
    isMap(value) && value.label
      ? said({
          [`peer.ledger.selector.matchLabels.${text(value.label).replaceAll('.', '\\.')}`]: value.value,
        })
      : { kind: 'implied', why: 'it selects nothing' },
  'dataPVC.accessMode': either(
    (value) => value === 'ReadWriteOnce',
    to('peer.ledger.accessModes', (value) => [value]),
    unsaid('a ledger belongs to one Pod: ReadWriteOnce'),
  ),
  'dataPVC.size': to('peer.ledger.size'),
  statedbPVC: either(
    isCouch,
    noCouch,
    unsaid("the state lies in the ledger's volume: ledger.size has room for both"),
  ),
  peerResources: to('peer.resources'),
  couchdbResources: either(isCouch, noCouch, dead('stateDb is leveldb, so no container has them')),
  'resources.dind': to('peer.dind.resources'),
  'resources.proxy': unsaid(because.proxy),
};

const table: Table = {
  license: icp,
  'global.serviceAccountName': (value) =>
    value === 'default'
      ? { kind: 'implied', why: 'the peer has a ServiceAccount of its own, without rights' }
      : said({ 'peer.serviceAccount.create': false, 'own.serviceAccount.name': value }),
  'global.productName': icp,
  'global.productID': icp,
  'global.multiarch': implied('the images are for several architectures'),
  ca: notPeer,
  orderer: notPeer,
  ...below('peer', peer),
};

export const ibm: Source = {
  name: 'ibm',
  about: 'IBM/charts, values of stable/ibm-blockchain-platform-dev',
  convert: ([input], options) => {
    // The subchart alone can be installed, too; then its values stand at the top.
    const isSubchart = lookIn(input)('peer') === undefined && lookIn(input)('app') !== undefined;
    const whole =
      isSubchart && isMap(input) ? { global: input.global, peer: { ...input, global: undefined } } : input;
    return {
      ...merged([
        translate(table, whole, { peer: options.peer }),
        { values: { peers: { [options.peer]: {} } }, lines: [] },
      ]),
      steps: [
        'Enrol the peer with fabric-ca-client at the CA that the Secret peer.app.secret names, and make its Secrets (docs/identity.md).',
        'Their peer is Fabric 1.x: let the new one join its channels and fetch the blocks, after the channel has capabilities of 2.x.',
      ],
    };
  },
};
