import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../support/folder.ts';

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project whose npm only links our own tsx and notes each call. */
const project = async (files: Readonly<Record<string, string>> = {}) => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'scripts'));
  await copyFile(join(top, 'scripts/run.mjs'), join(folder, 'scripts/run.mjs'));
  await writeFiles(folder, {
    'package.json': '{"type": "module", "engines": {"node": ">=20.19"}}',
    'package-lock.json': '{"packages": {"": {}, "node_modules/tsx": {"integrity": "sha512-a"}}}',
    'scripts/main.ts':
      'const args: string[] = process.argv.slice(2);\nconsole.log(args.join("|"));\nprocess.exitCode = 7;\n',
    ...files,
  });
  await writeProgram(
    folder,
    'bin/npm',
    `echo "$@" >> ${folder}/npm-calls; mkdir -p node_modules; ln -sfn ${top}/node_modules/tsx node_modules/tsx`,
  );
  const run = (...args: string[]): Promise<Result> =>
    new Promise((resolve) => {
      const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, npm_execpath: '' };
      execFile(
        process.execPath,
        [join(folder, 'scripts/run.mjs'), ...args],
        { env },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : (error.code as unknown as number), stdout, stderr }),
      );
    });
  const calls = async (): Promise<string[]> =>
    (await readFile(join(folder, 'npm-calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return { folder, run, calls };
};

test('an old Node is refused with the wanted version, before anything is installed', async () => {
  const { run, calls } = await project({ 'package.json': '{"engines": {"node": ">=99.1"}}' });
  const { code, stderr } = await run('test');
  assert.is(code, 1);
  assert.match(stderr, `Node ${process.versions.node} is too old: fabric-dind needs >=99.1`);
  assert.equal(await calls(), []);
});

test('arguments and the exit code pass through, and stdout is only the command’s', async () => {
  const { run } = await project();
  const { code, stdout } = await run('render', '--set', 'a=b c', '--');
  assert.is(stdout, 'render|--set|a=b c|--\n');
  assert.is(code, 7);
});

test('dependencies are installed once, and again when the lock file changes', async () => {
  const { folder, run, calls } = await project();
  await run('x');
  await run('x');
  assert.equal(await calls(), ['ci --include=dev --no-audit --no-fund']);
  await writeFiles(folder, { 'package-lock.json': '{"packages": {"": {}}}' });
  await run('x');
  assert.is((await calls()).length, 2);
});

test('what npm has installed by itself is taken when it is what the lock file asks for', async () => {
  const hidden = (integrity: string): string =>
    `{"packages": {"node_modules/tsx": {"integrity": "${integrity}"}}}`;
  const { folder, run, calls } = await project();
  await run('x');
  await writeFiles(folder, { 'npm-calls': '', 'node_modules/.package-lock.json': hidden('sha512-a') });
  const stamp = join(folder, 'node_modules/.installed-lock-sha256');
  await rm(stamp);
  await run('x');
  assert.equal(await calls(), []);
  await rm(stamp);
  await writeFiles(folder, { 'node_modules/.package-lock.json': hidden('sha512-b') });
  await run('x');
  assert.is((await calls()).length, 1);
});

test('an installation that fails leaves no stamp, so that the next run installs again', async () => {
  const { folder, run, calls } = await project();
  await writeProgram(folder, 'bin/npm', `echo call >> ${folder}/npm-calls; mkdir -p node_modules; exit 3`);
  const { code, stderr } = await run('x');
  assert.is(code, 1);
  assert.match(stderr, 'npm ci failed');
  await run('x');
  assert.is((await calls()).length, 2);
});

test.run();
