/** Provenance: `helm verify` accepts what is signed, and nothing else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, chmod, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm, HelmError } from '../../../scripts/helm/index.ts';
import { packageChart } from '../../../scripts/package/chart-package.ts';
import { sign } from '../../../scripts/publish/provenance.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { tinyChart } from '../../support/chart.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { messageOf } from '../../support/thrown.ts';

const missing = spawnSync('gpg', ['--version']).status !== 0;

const check = (name: string, body: () => Promise<void>): void => {
  if (!missing) return void test(name, body);
  console.log(`SKIPPED: ${name}: no gpg here`);
  test.skip(name, body);
};

/** A keyring of its own with one key, while `body` runs; gpg finds it by GNUPGHOME. */
const withKey = async (algorithm: string, body: (keyring: string) => Promise<void>): Promise<void> => {
  const home = await temporaryFolder();
  await chmod(home, 0o700);
  const before = process.env.GNUPGHOME;
  process.env.GNUPGHOME = home;
  try {
    const quiet = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', ''];
    execFileSync('gpg', [...quiet, '--quick-generate-key', 'us@example.com', algorithm, 'sign'], {
      stdio: 'ignore',
    });
    const keyring = join(home, 'public.gpg');
    execFileSync('gpg', ['--batch', '--output', keyring, '--export'], { stdio: 'ignore' });
    await body(keyring);
  } finally {
    spawnSync('gpgconf', ['--kill', 'all']);
    if (before === undefined) delete process.env.GNUPGHOME;
    else process.env.GNUPGHOME = before;
  }
};

check('helm verify accepts the package, and refuses it when a byte is another', async () => {
  const helm = await findHelm({ tell: () => {} });
  const { path } = await packageChart(await tinyChart(), await temporaryFolder());
  await withKey('rsa2048', async (keyring) => {
    assert.is(await sign(path, 'us@example.com'), `${path}.prov`);
    await helm.run(['verify', '--keyring', keyring, path]);
    await appendFile(path, 'x');
    assert.match(
      await messageOf(helm.run(['verify', '--keyring', keyring, path]), HelmError),
      /sha256|digest/iu,
    );
  });
});

check('a key that helm cannot read, or that is not there, is refused, and nothing is written', async () => {
  const { path } = await packageChart(await tinyChart(), await temporaryFolder());
  await withKey('ed25519', async () => {
    assert.match(await messageOf(sign(path, 'us@example.com'), CommandError), /is no RSA key.*rsa4096/u);
    assert.match(
      await messageOf(sign(path, 'nobody@example.com'), CommandError),
      /no secret key nobody@example\.com/u,
    );
  });
  assert.equal(await readdir(dirname(path)), ['tiny-1.2.3.tgz']);
});

test.run();
