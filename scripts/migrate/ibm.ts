/** IBM/charts, stable/ibm-blockchain-platform-dev 1.0: the part about the peer. */
import { isMap } from '../../schema/shared/maps.ts';
import {
  accessMode,
  because,
  couchSize,
  ledgerPersistence,
  sidecarImage,
  stateDatabase,
  tag,
} from './common.ts';
import {
  below,
  dead,
  either,
  implied,
  isTrue,
  lookIn,
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

const notPeer = unsaid(because.notPeer);
const icp = implied('it is for the metering of IBM Cloud Private');

const isCouch = (_: unknown, look: (path: string) => unknown): boolean =>
  look('peer.peerinfo.stateDb') === 'couchdb';

const couch = 'peer.stateDatabase.couchdb';
const ofCouch = (rule: Rule): Rule => either(isCouch, rule, dead('stateDb is leveldb, so nothing reads it'));
const oldCouch = implied("CouchDB's own image is taken (stateDatabase.couchdb.image): theirs is a 2.x");

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
  'app.initimage': implied(because.enrollmentImage),
  'app.inittag': implied(because.enrollmentImage),
  'app.grpcwebimage': unsaid(because.proxy),
  'app.grpcwebtag': unsaid(because.proxy),
  'app.imagePullSecret': to('global.imagePullSecrets', (value) => [{ name: value }]),
  'app.config': dead(
    'the ConfigMap that it makes is mounted in no container. What it was meant to say, coreYaml says',
  ),
  'app.secret': unsaid(
    'it is JSON for their init container: set identity.enrollment.url to its CA, and put name, password and certificate into the Secret <peer>-enrollment (docs/identity.md)',
  ),
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
  'peerinfo.stateDb': either(isCouch, stateDatabase('peer'), implied('LevelDB is the default')),
  'peerinfo.couchdbImage': ofCouch(oldCouch),
  'peerinfo.couchdbTag': ofCouch(oldCouch),
  'persistence.enabled': ledgerPersistence,
  'persistence.useDynamicProvisioning': implied('a StorageClass provides the volume'),
  persistenceDb: ofCouch(implied('CouchDB keeps its data in a claim')),
  'dataPVC.name': implied('the claim is called after the peer'),
  'dataPVC.storageClassName': to('peer.ledger.storageClassName'),
  'dataPVC.existingClaimName': (value) =>
    said({
      'own.ledger.existingClaim': value,
      'own.ledger.fileSystemPath': 'peer',
      'own.ledger.setOwner': 'all',
    }),
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
  'statedbPVC.name': implied('the claim is called after the peer'),
  'statedbPVC.size': ofCouch(couchSize('peer')),
  'statedbPVC.storageClassName': ofCouch(to(`${couch}.storage.storageClassName`)),
  'statedbPVC.existingClaimName': ofCouch(implied('the peer fills an empty state database from its ledger')),
  'statedbPVC.accessMode': ofCouch(accessMode(`${couch}.storage`)),
  statedbPVC: ofCouch(implied('any volume will do')),
  peerResources: to('peer.resources'),
  couchdbResources: ofCouch(to(`${couch}.resources`)),
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
