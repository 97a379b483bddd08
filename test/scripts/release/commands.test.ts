/** The commands of a release, one by one, in a copy of this repository: what they are told wrongly, and what interrupts them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { versions } from '../../../schema/versions.ts';
import { copyOfThis } from '../../support/copy.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { hasRegistry, withRegistry } from '../../support/registry.ts';
import { skip } from '../../support/skip.ts';

// One example is enough for the gate, and no release is kept.
const { home, env, run } = await copyOfThis(
  (path) => !path.startsWith('schema/releases/') && !/^examples\/(?!one-peer)/u.test(path),
);
const archive = `fabric-dind-${versions.chart}.tgz`;

const check = (name: string, body: () => Promise<void>): void => {
  if (spawnSync('git', ['--version']).status === 0) return void test(name, body);
  console.log(`SKIPPED: ${name}: no git here`);
  test.skip(name, body);
};

const refuses = async (args: readonly string[], code: number, why: RegExp): Promise<void> => {
  const before = await readdir(home);
  const ran = await run(args);
  assert.match(ran.out, why);
  assert.is(ran.code, code, ran.out);
  assert.not.match(ran.out, /^\s+at /mu, 'a stack is no message');
  assert.equal(await readdir(home), before);
};

check('an option without content is a wrong call, and not the folder itself', async () => {
  for (const args of [
    ['release:http', '--repository', ''],
    ['release:oci', '--registry', ''],
    ['release:check', '--releases', ''],
    ['site', '--destination', ''],
    ['package', '--destination', ''],
    ['package:npm', '--destination', ''],
  ])
    await refuses(args, 2, new RegExp(`${args[1]} is empty: expected a text`, 'u'));
});

check('a folder of releases is that of the caller, has to be there, and has to have one', async () => {
  const none = join(home, 'docs');
  await refuses(['release:check', '--releases', 'schema/release'], 2, /schema\/release is not there/u);
  await refuses(['release:check', '--releases', 'docs'], 2, /docs has no release/u);
  const repository = join(home, 'never');
  await refuses(
    ['release:http', '--repository', repository, '--releases', 'none'],
    2,
    /none is not there: expected a folder of releases.*Check --releases/u,
  );
  assert.is((await run(['release:check'])).code, 0, 'before the first release');

  await mkdir(join(home, 'kept'));
  const kept = await run(['release:check', '--keep', '--releases', '../kept'], { INIT_CWD: none });
  assert.is(kept.code, 0, kept.out);
  assert.equal(await readdir(join(home, 'kept')), [versions.chart]);
  const found = await run(['release:check', '--releases', '../kept'], { INIT_CWD: none });
  assert.is(found.code, 0, found.out);
});

check('a package goes to the folder of the caller', async () => {
  const { code, out } = await run(['package', '--destination', 'out'], { INIT_CWD: join(home, 'kept') });
  assert.is(code, 0, out);
  assert.equal(await readdir(join(home, 'kept/out')), [archive]);
});

check('a date that is none is a wrong call, and the fragments stay', async () => {
  await writeFiles(home, { 'docs/changes/a.md': 'Added: a thing' });
  const changelog = await readFile(join(home, 'CHANGELOG.md'), 'utf8');
  for (const date of ['yesterday', '2026-02-30', '2026-13-01', '1.12.2026'])
    await refuses(['release:notes', '--date', date], 2, /--date .*: expected year-month-day, such as/u);
  assert.is(await readFile(join(home, 'CHANGELOG.md'), 'utf8'), changelog);
  assert.equal(await readdir(join(home, 'docs/changes')), ['a.md']);
});

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

check('a publisher that is interrupted takes its lock along, and leaves nothing half-written', async () => {
  const repository = await temporaryFolder();
  // Reading it takes a while, in which the folder is locked.
  const entries = Array.from({ length: 20_000 }, (_, n) => `  - version: 0.0.${n}\n    urls: [a.tgz]\n`);
  await writeFile(
    join(repository, 'index.yaml'),
    `apiVersion: v1\nentries:\n  other:\n${entries.join('')}generated: ""\n`,
  );
  const child = spawn(process.execPath, ['scripts/run.mjs', 'release:http', '--repository', repository], {
    cwd: home,
    env,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(await isThere(join(repository, '.publishing')))) await sleep(2);
  child.kill('SIGINT');
  assert.equal(await ended, [130, null]);
  // A package that is whole may be there already: no index names it yet, and the next run takes it over.
  const left = (await readdir(repository)).filter((name) => name !== archive);
  assert.equal(left, ['index.yaml']);
});

check('one who waits for a lock is told how long, and what to do', async () => {
  const repository = await temporaryFolder();
  const lock = join(repository, '.publishing');
  await writeFile(lock, '');
  const child = spawn(process.execPath, ['scripts/run.mjs', 'release:http', '--repository', repository], {
    cwd: home,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let told = '';
  for await (const chunk of child.stderr) {
    told += chunk;
    if (told.includes(lock)) await rm(lock, { force: true });
  }
  assert.match(told, `If none is at work, remove ${lock}; it counts no more when it is 10 minutes old`);
  assert.equal(await ended, [0, null]);
  assert.ok((await readdir(repository)).includes(archive));
});

check('a pushed chart is told by its address, however the registry is written', async () => {
  if (!hasRegistry) return skip('no docker-registry here (apt-get install docker-registry)');
  await withRegistry(async (registry) => {
    const { code, out } = await run(['release:oci', '--registry', `${registry}/`]);
    assert.is(code, 0, out);
    assert.match(out, `pushed: ${registry}/fabric-dind@sha256:`);
  });
});

test.run();
