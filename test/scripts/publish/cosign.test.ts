/** Signatures of cosign: of a file and of what a registry has, and what they find out. */
import { spawnSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm } from '../../../scripts/helm/index.ts';
import { packageChart } from '../../../scripts/package/chart-package.ts';
import { checkCosign, signFile, signReference } from '../../../scripts/publish/cosign.ts';
import { push } from '../../../scripts/publish/oci-registry.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { tinyChart } from '../../support/chart.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { hasRegistry, withRegistry } from '../../support/registry.ts';
import { skip } from '../../support/skip.ts';
import { messageOf } from '../../support/thrown.ts';
import { howToGet, tool } from '../../support/tools.ts';

const cosign = await tool('cosign');
const folder = await temporaryFolder();
const key = join(folder, 'cosign.key');

const verifies = (...args: string[]): boolean =>
  spawnSync(cosign ?? '', [...args, '--key', join(folder, 'cosign.pub'), '--insecure-ignore-tlog=true'], {
    encoding: 'utf8',
  }).status === 0;

test('without cosign it is told how to get it', async () => {
  const { PATH } = process.env;
  process.env.PATH = folder;
  try {
    assert.match(await messageOf(checkCosign(), CommandError), /no cosign on the PATH\. Install it/u);
  } finally {
    process.env.PATH = PATH;
  }
});

test('a file is signed with a key, and one byte more is found out', async () => {
  if (cosign === undefined) return skip(howToGet('cosign'));
  process.env.PATH = `${dirname(cosign)}${delimiter}${process.env.PATH}`;
  process.env.COSIGN_PASSWORD = '';
  await checkCosign();
  const made = spawnSync(cosign, ['generate-key-pair'], { cwd: folder, encoding: 'utf8' });
  assert.is(made.status, 0, made.stderr);
  const path = join(folder, 'SHA256SUMS');
  await writeFile(path, 'sums\n');
  const bundle = await signFile(path, { key });
  assert.ok(verifies('verify-blob', '--bundle', bundle, path));
  await appendFile(path, 'x');
  assert.not.ok(verifies('verify-blob', '--bundle', bundle, path));
  assert.match(
    await messageOf(signFile(path, { key: join(folder, 'none.key') }), CommandError),
    /cosign cannot sign/u,
  );
});

test('what a registry has is signed by its digest', async () => {
  if (cosign === undefined) return skip(howToGet('cosign'));
  if (!hasRegistry) return skip('no docker-registry here (apt-get install docker-registry)');
  const { path: archive } = await packageChart(await tinyChart(), folder);
  const helm = await findHelm({ tell: () => {} });
  await withRegistry(async (registry) => {
    const { digest } = await push({ helm, archive, registry });
    const reference = `${registry.replace('oci://', '')}/tiny@${digest}`;
    assert.not.ok(verifies('verify', '--allow-http-registry', reference));
    await signReference(reference, { key }, true);
    assert.ok(verifies('verify', '--allow-http-registry', reference));
  });
});

test.run();
