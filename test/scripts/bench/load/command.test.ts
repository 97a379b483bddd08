import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle } from '../../../../scripts/bench/load/pod.ts';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder } from '../../../support/folder.ts';

const root = await temporaryFolder();

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const node = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end(input);
  });

const bench = (...words: string[]): Promise<Ended> =>
  node(['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), 'bench:load', ...words], {
    KUBECONFIG: join(root, 'none'),
  });

test('without a cluster the bench is skipped, says what it needs, and does not succeed', async () => {
  const { code, stdout, stderr } = await bench();
  assert.is(code, 1);
  assert.is(stdout, '');
  assert.match(stderr, /^SKIPPED: bench:load needs a cluster: let KUBECONFIG name one/u);
});

test('a word that is not a part is refused, with the parts', async () => {
  const { code, stderr } = await bench('faults', 'fautls');
  assert.is(code, 2);
  assert.match(stderr, 'bench:load has no part fautls; there are throughput, faults, growth, draw');
});

test('draw stands alone, and numbers that are not there are named', async () => {
  assert.is((await bench('draw', 'faults')).code, 2);
  assert.is((await bench('faults', '--from', 'x.json')).code, 2);
  const { code, stderr } = await bench('draw', '--from', join(root, 'none.json'));
  assert.is(code, 1);
  assert.match(stderr, 'none.json is not the JSON that npm run bench:load writes');
});

test('the client is one file that runs without packages', async () => {
  const file = join(root, 'client.mjs');
  await writeFile(file, await bundle());
  const nothing = { channel: 'c', mspId: 'Org1MSP', connections: [], streams: [], seconds: 1 };
  const { code, stdout, stderr } = await node([file], {}, JSON.stringify(nothing));
  assert.is(code, 0, stderr);
  const { outcomes, calls } = JSON.parse(stdout) as { outcomes: string[]; calls: unknown[] };
  assert.equal({ outcomes, calls }, { outcomes: ['answered'], calls: [] });
  assert.match(await readFile(file, 'utf8'), /hyperledger/iu);
});

test.run();
