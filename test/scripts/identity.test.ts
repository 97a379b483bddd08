/** `npm run identity`: Secrets from folders as cryptogen and fabric-ca-client write them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const here = spawnSync('openssl', ['version']).status === 0;

const check = (name: string, body: () => Promise<void>): void => {
  if (here) test(name, body);
  else {
    console.log(`SKIPPED: ${name}: no openssl here`);
    test.skip(name, body);
  }
};

/** A certificate of its own, and its key. */
const pair = async (name: string): Promise<Pair> => {
  const folder = await temporaryFolder();
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...[
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=DNS:${name}`,
        '-keyout',
        key,
        '-out',
        certificate,
      ],
    ],
    { stdio: 'ignore' },
  );
  return { key: await readFile(key, 'utf8'), certificate: await readFile(certificate, 'utf8') };
};

interface Ran {
  readonly code: number | null;
  readonly secrets: readonly {
    metadata: { name: string; namespace?: string };
    stringData: Record<string, string>;
  }[];
  readonly said: string;
}

const run = (folder: string, ...args: string[]): Ran => {
  const loader = import.meta.resolve('tsx');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', loader, join(top, 'scripts/main.ts'), 'identity', ...args],
    { cwd: top, encoding: 'utf8', env: { ...process.env, INIT_CWD: folder } },
  );
  return { code: status, secrets: loadAll(stdout) as Ran['secrets'], said: stderr };
};

/** A peer's folders as cryptogen writes them. */
const cryptogen = async (host: string): Promise<{ folder: string; peer: Pair; tls: Pair; ca: Pair }> => {
  const folder = await temporaryFolder();
  const [peer, tls, ca] = [await pair('peer0'), await pair(host), await pair('ca')];
  await writeFiles(folder, {
    'msp/signcerts/peer0.org1.example.com-cert.pem': peer.certificate,
    'msp/keystore/priv_sk': peer.key,
    'msp/cacerts/ca.org1.example.com-cert.pem': ca.certificate,
    'msp/tlscacerts/tlsca.org1.example.com-cert.pem': ca.certificate,
    'msp/config.yaml': 'NodeOUs: {}\n',
    'tls/server.crt': tls.certificate,
    'tls/server.key': tls.key,
    'tls/ca.crt': ca.certificate,
  });
  return { folder, peer, tls, ca };
};

check("cryptogen's folders become the two Secrets that the chart looks for", async () => {
  const { folder, peer, tls, ca } = await cryptogen('org1-fabric-dind-peer0.fabric.svc');
  const { code, secrets, said } = run(
    folder,
    '--release',
    'org1',
    '-n',
    'fabric',
    '--msp',
    'msp',
    '--tls',
    'tls',
  );
  assert.is(code, 0, said);
  assert.equal(
    secrets.map(({ metadata }) => metadata),
    [
      { name: 'org1-fabric-dind-peer0-msp', namespace: 'fabric' },
      { name: 'org1-fabric-dind-peer0-tls', namespace: 'fabric' },
    ],
  );
  assert.equal(secrets[0]?.stringData, {
    'cert.pem': peer.certificate,
    'key.pem': peer.key,
    'cacert.pem': ca.certificate,
    'tlscacert.pem': ca.certificate,
  });
  assert.equal(secrets[1]?.stringData, {
    'tls.crt': tls.certificate,
    'tls.key': tls.key,
    'ca.crt': ca.certificate,
  });
  assert.is(said, '');
});

check('a certificate for another host is told, with the names that it has', async () => {
  const { folder } = await cryptogen('peer0.org1.example.com');
  const { code, said } = run(folder, '--release', 'org1', '-n', 'fabric', '--msp', 'msp', '--tls', 'tls');
  assert.is(code, 0);
  assert.match(
    said,
    /does not name org1-fabric-dind-peer0\.fabric\.svc, but peer0\.org1\.example\.com\..* peers\.peer0\.hostname/u,
  );
  const named = ['--release', 'org1', '--hostname', 'peer0.org1.example.com', '--msp', 'msp', '--tls', 'tls'];
  assert.is(run(folder, ...named).said, '');
});

check(
  "fabric-ca-client's folders: the key that belongs to the certificate, and the TLS CA from the TLS enrolment",
  async () => {
    const [peer, old, tls, ca, between] = [
      await pair('peer0'),
      await pair('old'),
      await pair('org1-fabric-dind-peer0.default.svc'),
      await pair('ca'),
      await pair('between'),
    ];
    const folder = await temporaryFolder();
    await writeFiles(folder, {
      'peer/msp/signcerts/cert.pem': peer.certificate,
      'peer/msp/keystore/0_sk': old.key,
      'peer/msp/keystore/1_sk': peer.key,
      'peer/msp/cacerts/ca-7054.pem': ca.certificate,
      'peer/msp/intermediatecerts/ca-7054.pem': between.certificate,
      'peer/msp/IssuerPublicKey': 'binary',
      'peer/tls/signcerts/cert.pem': tls.certificate,
      'peer/tls/keystore/2_sk': tls.key,
      'peer/tls/tlscacerts/tls-ca-7054.pem': between.certificate,
    });
    const { code, secrets, said } = run(
      folder,
      '--release',
      'org1',
      '--msp',
      'peer/msp',
      '--tls',
      'peer/tls',
    );
    assert.is(code, 0, said);
    assert.is(secrets[0]?.stringData['key.pem'], peer.key);
    assert.is(secrets[0]?.stringData['tlscacert.pem'], between.certificate);
    assert.is(secrets[0]?.stringData['intermediatecert.pem'], between.certificate);
    assert.is(secrets[1]?.stringData['tls.key'], tls.key);
    assert.match(said, /peer\.identity\.msp\.intermediateCert\.key/u);
  },
);

check('what is missing or ambiguous is told, and nothing is printed', async () => {
  const { folder, tls } = await cryptogen('x');
  const call = ['--secret', 'org1-admin', '--msp'];
  const none = run(folder, ...call, 'nowhere');
  assert.equal([none.code, none.secrets.length], [1, 0]);
  assert.match(none.said, /nowhere\/signcerts: there is no certificate/u);

  await writeFiles(folder, { 'msp/keystore/priv_sk': tls.key });
  const strange = run(folder, ...call, 'msp');
  assert.equal([strange.code, strange.secrets.length], [1, 0]);
  assert.match(strange.said, /no private key there belongs to the certificate of CN=peer0/u);
  assert.not.match(strange.said, /PRIVATE KEY/u);

  await writeFiles(folder, { 'msp/cacerts/second.pem': tls.certificate });
  const { code, said } = run(folder, ...call, 'msp');
  assert.is(code, 1);
  assert.match(said, /belongs|holds 2 files/u);
  assert.is(run(folder, '--msp', 'msp').code, 2);
});

test.run();
