/** PIVT, chart hlf-kube, with the crypto-config.yaml and network.yaml that it is given as values. */
import { isMap } from '../../schema/shared/maps.ts';
import { CommandError } from '../support/errors.ts';
import {
  because,
  ingressAnnotations,
  ledgerPersistence,
  logSpec,
  serviceType,
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
  said,
  type Table,
  text,
  to,
  unsaid,
} from './fate.ts';
import { merged } from './merged.ts';
import type { Options, Source } from './source.ts';
import { type Line, laid, type Translation, translate } from './translate.ts';

const notPeer = unsaid(because.notPeer);
const backup = either(
  (value) => !isTrue(value),
  implied('off'),
  unsaid('theirs copies to a blob store of Azure: peer.backup takes snapshots (docs/backup.md)'),
);
const whole = implied('told with the organisation');

const hasSidecar = (look: Look): boolean => isTrue(look('peer.docker.dind.enabled'));

const table: Table = {
  hyperledgerVersion: tag('peer.image'),
  tlsEnabled: to('peer.identity.tls.enabled', isTrue),
  useActualDomains: whole,
  hostAliases: to(
    'peer.hostAliases',
    (value) => value,
    'addresses of their Services: they change with the new ones, so collect them again',
  ),
  'persistence.storageClass': (value) =>
    said({ 'peer.ledger.storageClassName': value, 'peer.dind.storage.storageClassName': value }),
  'backup.enabled': backup,
  'restore.enabled': backup,
  backup: implied('told with backup.enabled'),
  restore: implied('told with restore.enabled'),
  'peer.logLevel': to('peer.logging.spec', logSpec),
  'peer.launchPods': to('peer.replicas', (value) => (isTrue(value) ? 1 : 0)),
  'peer.chaincode.attachStdout': to('peer.chaincode.attachStdout', isTrue),
  'peer.chaincode.logging.level': to('peer.chaincodeLogging.level'),
  'peer.chaincode.logging.shim': to('peer.chaincodeLogging.shim'),
  'peer.persistence.enabled': ledgerPersistence,
  'peer.persistence.size': to('peer.ledger.size'),
  'peer.docker.dind.enabled': either(
    isTrue,
    implied('each peer has its sidecar'),
    unsaid("the node's Docker gives way to a sidecar; hostDocker keeps it"),
  ),
  'peer.docker.dind.image': (value) => sidecarImage(text(value), undefined),
  'peer.docker.dind.persistence.enabled': (value, look) => {
    if (!hasSidecar(look))
      return {
        kind: 'dead',
        why: 'peer.docker.dind.enabled is not set beside it, and without that there is no sidecar (unless --set adds it). Here each peer has one',
      };
    return said({ 'peer.dind.storage.type': isTrue(value) ? 'claim' : 'emptyDir' });
  },
  'peer.docker.dind.persistence.size': to('peer.dind.storage.size'),
  'peer.docker.registryMirror.enabled': dead(
    'it sets DOCKER_OPTS, which the image docker:dind does not read',
  ),
  'peer.docker.registryMirror.address': to('peer.dind.daemon.registryMirrors', (value) => [value]),
  'peer.ingress.enabled': either(
    isTrue,
    () =>
      said(
        { 'peer.expose.type': 'ingress' },
        'their Ingress is of an API that is gone since Kubernetes 1.22; set expose.domain or expose.host',
      ),
    implied('nothing leads to a peer by default'),
  ),
  'peer.ingress.annotations': ingressAnnotations('peer'),
  'peer.externalService.enabled': either(
    isTrue,
    (_, look, path) => serviceType('peer')('LoadBalancer', look, path),
    implied('off'),
  ),
  'peer.externalService.annotations': to('peer.service.annotations'),
  'peer.antiAffinity.enabled': either(
    isTrue,
    implied('soft by default'),
    to('peer.antiAffinity', () => 'none'),
  ),
  'peer.antiAffinity.strict': either(
    isTrue,
    to('peer.antiAffinity', () => 'hard'),
    implied('soft by default'),
  ),
  'peer.backup': implied('told with backup.enabled'),
  'peer.restore': implied('told with restore.enabled'),
  'peer.operations.enabled': implied('the operations server is on'),
  'peer.operations.listenAddress': implied('it listens at 9443'),
  'peer.operations.servicePort': number('peer.service.operations.port'),
  'peer.operations.tls.enabled': to('peer.operations.tls.enabled', isTrue),
  'peer.metrics.enabled': either(
    isTrue,
    implied('prometheus by default'),
    to('peer.metrics.provider', () => 'disabled'),
  ),
  'peer.metrics.provider': either(
    (_, look) => isTrue(look('peer.metrics.enabled')),
    to('peer.metrics.provider'),
    dead('peer.metrics.enabled is off'),
  ),
  'couchdb.version': implied("CouchDB's own image is taken: theirs is a 2.x (stateDatabase.couchdb.image)"),
  'couchdb.persistence.enabled': to('peer.stateDatabase.couchdb.storage.type', (value) =>
    isTrue(value) ? 'claim' : 'emptyDir',
  ),
  'couchdb.persistence.size': to('peer.stateDatabase.couchdb.storage.size'),
  orderer: notPeer,
  ca: notPeer,
  'hlf-kafka': notPeer,
  OrdererOrgs: notPeer,
  PeerOrgs: whole,
  'network.genesisProfile': notPeer,
  'network.systemChannelID': notPeer,
  'network.channels': unsaid(because.channels),
  'network.chaincodes': unsaid(
    'packages are made by peer lifecycle chaincode package and named in chaincodes.<name>.package (docs/channels.md)',
  ),
  'chaincode.include': unsaid('chaincodes lists what is installed'),
  secret: notPeer,
  configMap: notPeer,
};

const organisationOf = (input: unknown, { organisation }: Options): Record<string, unknown> => {
  const all = listed(lookIn(input)('PeerOrgs')).filter(isMap);
  const names = all.map(({ Name }) => text(Name, 'PeerOrgs[].Name'));
  if (all.length === 0)
    throw new CommandError(
      'pivt: there is no PeerOrgs in the input, which tells the organisation and its peers. Give crypto-config.yaml too: migrate --from pivt values.yaml crypto-config.yaml',
      { exitCode: 2 },
    );
  if (organisation === undefined && all.length > 1)
    throw new CommandError(
      `pivt: the input has the organisations ${names.join(', ')}, and a release of this chart has the peers of one. Say which, e.g. --organisation ${names[0]}`,
      { exitCode: 2 },
    );
  const found = all.find(({ Name }) => organisation === undefined || Name === organisation);
  if (found === undefined)
    throw new CommandError(`pivt: there is no organisation ${organisation}; there are ${names.join(', ')}`, {
      exitCode: 2,
    });
  return found;
};

const peerValues = (org: Record<string, unknown>, index: number, look: Look): Translation => {
  const key = `peer${index}`;
  const full = `hlf-peer--${text(org.Name, 'PeerOrgs[].Name').toLowerCase()}--${key}`;
  const domain = text(org.Domain, 'PeerOrgs[].Domain');
  const host = isTrue(look('useActualDomains')) || isTrue(look('tlsEnabled')) ? `${key}.${domain}` : full;
  const values = {
    'own.nameOverride': full,
    'own.id': `${key}.${domain}`,
    'own.hostname': host,
    'own.gossip.externalEndpoint': `${host}:7051`,
    'own.identity.msp.secretName': `${full}-msp`,
    'own.identity.tls.secretName': `${full}-tls`,
  };
  const from = `PeerOrgs[${org.Name}].Template.Count`;
  const paths = Object.keys(values).map((path) => path.replace('own', `peers.${key}`));
  return { values: laid({}, values, key), lines: [{ kind: 'said', from, to: paths }] };
};

const organisation = (org: Record<string, unknown>, look: Look): Translation[] => {
  const template = isMap(org.Template) ? org.Template : {};
  const hasUnits = isTrue(org.EnableNodeOUs);
  const own: Table = {
    Name: to('mspId', (value) => `${text(value)}MSP`),
    Domain: implied('told with each peer'),
    EnableNodeOUs: to('peer.identity.nodeOUs.enabled', isTrue),
    'Template.Count': implied('told with each peer'),
    'Template.Start': dead('hlf-kube counts peers from 0 whatever it says'),
    'Template.SANS': implied('the certificates have it'),
    Users: unsaid(because.notPeer),
    Specs: dead('hlf-kube reads Template.Count alone'),
    CA: unsaid(because.notPeer),
  };
  const secrets = {
    'peer.identity.tls.cert.key': 'server.crt',
    'peer.identity.tls.privateKey.key': 'server.key',
    'peer.identity.tls.caCert.key': 'ca.crt',
    // hlf-kube runs a CouchDB for each peer, always.
    'peer.stateDatabase.type': 'CouchDB',
    'peer.identity.msp.adminCert.key': hasUnits ? undefined : 'admincert.pem',
  };
  const from = `PeerOrgs[${org.Name}]`;
  return [
    translate(own, org, { prefix: `${from}.`, peer: '' }),
    {
      values: laid({}, secrets, ''),
      lines: [
        { kind: 'said', from, to: ['peer.identity.tls'], why: 'the keys of the Secrets that hlf-kube makes' },
        {
          kind: 'implied',
          from,
          why: 'node OUs are written by the chart: the config.yaml of cryptogen names a CA file that is called otherwise here',
        },
      ],
    },
    ...Array.from({ length: Number(template.Count ?? 0) }, (_, index) => peerValues(org, index, look)),
  ];
};

const otherOrganisation = (org: unknown): Line => {
  const name = isMap(org) ? text(org.Name ?? '', 'PeerOrgs[].Name') : '';
  const why = 'a release has the peers of one organisation: migrate again with --organisation of this one';
  return { kind: 'unsaid', from: `PeerOrgs[${name}]`, why };
};

export const pivt: Source = {
  name: 'pivt',
  about: 'PIVT, values of fabric-kube/hlf-kube and crypto-config.yaml',
  convert: ([input], options) => {
    const org = organisationOf(input, options);
    const look = lookIn(input);
    const others = listed(look('PeerOrgs')).filter((one) => one !== org);
    return {
      ...merged([
        translate(table, input, { peer: '' }),
        ...organisation(org, look),
        { values: {}, lines: others.map(otherOrganisation) },
      ]),
      steps: [
        'Keep their Secrets hlf-peer--<org>--<peer>-msp and -tls: helm uninstall removes them, so copy them before.',
        'Their claims hold the ledger at the root of the volume, which peers.<name>.ledger takes with existingClaim: peer-disk-<StatefulSet>-0, fileSystemPath: "" and setOwner: all; else peers fetch the blocks again.',
        "Certificates name peerN.<domain>: let that name lead to the peer's new Service (hostAliases or DNS).",
      ],
    };
  },
};
