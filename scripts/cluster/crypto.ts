/** Keys and the channel's genesis block: one orderer, two peers of Org1, one of Org2. Made once, kept between runs. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Content, mspContent, tlsContent } from '../identity/folders.ts';
import { run } from './process.ts';
import { channel, settings } from './settings.ts';

/** An organisation of the fixture; each is a release of its own. */
export interface Organisation {
  readonly name: string;
  readonly mspId: string;
  readonly release: string;
  readonly peers: readonly string[];
}

export const organisations: readonly Organisation[] = [
  { name: 'Org1', mspId: 'Org1MSP', release: 'org1', peers: ['peer0', 'peer1'] },
  { name: 'Org2', mspId: 'Org2MSP', release: 'org2', peers: ['peer0'] },
];

/** The name that the chart gives a peer of a release. */
export const peerName = (org: Organisation, peer: string): string => `${org.release}-fabric-dind-${peer}`;

const domain = (org: Organisation): string => `${org.name.toLowerCase()}.example.com`;
const { namespace } = settings;
const folder = join(settings.work, namespace);

const cryptoConfig = (): string => {
  const peerOrgs = organisations.map((org) => ({
    Name: org.name,
    Domain: domain(org),
    EnableNodeOUs: true,
    Specs: org.peers.map((peer) => {
      const name = peerName(org, peer);
      return {
        Hostname: peer,
        SANS: [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, 'localhost'],
      };
    }),
    Users: { Count: 1 },
  }));
  const orderer = { Hostname: 'orderer', SANS: ['orderer', `orderer.${namespace}.svc`, 'localhost'] };
  return JSON.stringify({
    OrdererOrgs: [{ Name: 'Orderer', Domain: 'example.com', EnableNodeOUs: true, Specs: [orderer] }],
    PeerOrgs: peerOrgs,
  });
};

const signature = (rule: string): object => ({ Type: 'Signature', Rule: rule });
const implicit = (rule: string): object => ({ Type: 'ImplicitMeta', Rule: rule });

const organisation = (name: string, id: string, msp: string, more: object = {}): object => ({
  Name: name,
  ID: id,
  MSPDir: msp,
  Policies: {
    Readers: signature(`OR('${id}.member')`),
    Writers: signature(`OR('${id}.member')`),
    Admins: signature(`OR('${id}.admin')`),
    Endorsement: signature(`OR('${id}.peer')`),
  },
  ...more,
});

const configtx = (): string => {
  const policies = {
    Readers: implicit('ANY Readers'),
    Writers: implicit('ANY Writers'),
    Admins: implicit('MAJORITY Admins'),
  };
  const address = `orderer.${namespace}.svc:7050`;
  const certificate = 'ordererOrganizations/example.com/orderers/orderer.example.com/tls/server.crt';
  return JSON.stringify({
    Profiles: {
      Channel: {
        Policies: policies,
        Capabilities: { V2_0: true },
        Orderer: {
          OrdererType: 'etcdraft',
          BatchTimeout: '200ms',
          BatchSize: { MaxMessageCount: 10, AbsoluteMaxBytes: '10 MB', PreferredMaxBytes: '2 MB' },
          EtcdRaft: {
            Consenters: [
              {
                Host: `orderer.${namespace}.svc`,
                Port: 7050,
                ClientTLSCert: certificate,
                ServerTLSCert: certificate,
              },
            ],
          },
          Organizations: [
            organisation('Orderer', 'OrdererMSP', 'ordererOrganizations/example.com/msp', {
              OrdererEndpoints: [address],
            }),
          ],
          Policies: { ...policies, BlockValidation: implicit('ANY Writers') },
          Capabilities: { V2_0: true },
        },
        Application: {
          Organizations: organisations.map((org) =>
            organisation(org.name, org.mspId, `peerOrganizations/${domain(org)}/msp`),
          ),
          Policies: {
            ...policies,
            LifecycleEndorsement: implicit('MAJORITY Endorsement'),
            Endorsement: implicit('ANY Endorsement'),
          },
          Capabilities: { V2_5: true },
        },
      },
    },
  });
};

const tool = (name: string): string => {
  const own = join(settings.fabricBin, name);
  return existsSync(own) ? own : name;
};

/** Makes keys and genesis block unless they are there. */
export const makeCrypto = async (): Promise<void> => {
  if (existsSync(join(folder, `${channel}.block`))) return;
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await writeFile(join(part, 'crypto-config.yaml'), cryptoConfig());
  await writeFile(join(part, 'configtx.yaml'), configtx());
  await run(tool('cryptogen'), [
    'generate',
    `--config=${join(part, 'crypto-config.yaml')}`,
    `--output=${part}`,
  ]);
  await run(
    tool('configtxgen'),
    [
      '-configPath',
      part,
      '-profile',
      'Channel',
      '-channelID',
      channel,
      '-outputBlock',
      join(part, `${channel}.block`),
    ],
    { env: { ...process.env, FABRIC_LOGGING_SPEC: 'error' } },
  );
  await rename(part, folder);
};

/** The channel's genesis block. */
export const genesisBlock = (): Promise<Buffer> => readFile(join(folder, `${channel}.block`));

/** The texts of an MSP and TLS folder, by the keys that the chart expects by default. */
export interface Identity {
  readonly msp: Content;
  readonly tls: Content;
}

const identityAt = async (path: string): Promise<Identity> => ({
  msp: await mspContent(join(path, 'msp')),
  tls: await tlsContent(join(path, 'tls')),
});

/** The folder of an organisation's CA: certificate and key. */
export const authorityFolder = (org: Organisation, kind: 'ca' | 'tlsca'): string =>
  join(folder, 'peerOrganizations', domain(org), kind);

/** The identity of a peer. */
export const peerIdentity = (org: Organisation, peer: string): Promise<Identity> =>
  identityAt(join(folder, 'peerOrganizations', domain(org), 'peers', `${peer}.${domain(org)}`));

/** The TLS certificate of a peer anew, of the same key and by the same CA, as cert-manager renews one. */
export const renewedTls = async (org: Organisation, peer: string): Promise<Content> => {
  const { tls } = await peerIdentity(org, peer);
  const home = join(folder, 'peerOrganizations', domain(org));
  const own = join(home, 'peers', `${peer}.${domain(org)}`, 'tls');
  const names = await run('openssl', [
    'x509',
    '-in',
    join(own, 'server.crt'),
    '-noout',
    '-ext',
    'subjectAltName',
  ]);
  const subject = ['-subj', `/CN=${peer}.${domain(org)}`];
  const usage = 'extendedKeyUsage=serverAuth,clientAuth';
  const san = `subjectAltName=${(names.trim().split('\n').at(-1) as string).trim().replaceAll('IP Address:', 'IP:')}`;
  const request = await run('openssl', [
    ...['req', '-new', '-key', join(own, 'server.key'), ...subject],
    ...['-addext', san, '-addext', usage],
  ]);
  const authority = ['-CA', join(home, 'tlsca', `tlsca.${domain(org)}-cert.pem`)];
  const certificate = await run(
    'openssl',
    [
      ...['x509', '-req', '-copy_extensions', 'copyall', '-days', '30', ...authority],
      ...['-CAkey', join(home, 'tlsca/priv_sk')],
    ],
    { input: request },
  );
  return { ...tls, 'tls.crt': certificate };
};

/** The identity of an organisation's administrator. */
export const adminIdentity = (org: Organisation): Promise<Identity> =>
  identityAt(join(folder, 'peerOrganizations', domain(org), 'users', `Admin@${domain(org)}`));

/** The identity of the orderer. */
export const ordererIdentity = (): Promise<Identity> =>
  identityAt(join(folder, 'ordererOrganizations/example.com/orderers/orderer.example.com'));
