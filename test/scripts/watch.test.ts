import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { testJobs } from '../../scripts/testing/runner.ts';
import { watchSources } from '../../scripts/watch/changes.ts';
import { always, fittingTests } from '../../scripts/watch/fitting.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { helm } from '../support/rendered.ts';

const until = async (what: string, holds: () => boolean, said: () => string = () => ''): Promise<void> => {
  const start = Date.now();
  while (!holds()) {
    if (Date.now() - start > 120_000) throw new Error(`${what} did not come within 120 s\n${said()}`);
    await wait(20);
  }
};

/** A watch of the folder `a` of a temporary folder, whose rounds are collected. */
const watched = async (work: (changed: string[]) => Promise<void> = async () => {}) => {
  const root = await temporaryFolder();
  await writeFiles(root, { 'a/one.ts': '1', 'a/deep/two.ts': '2', 'a/generated/three.ts': '3' });
  const stop = new AbortController();
  const rounds: string[][] = [];
  const isSource = (path: string): boolean => !path.startsWith('a/generated/') && /(\.ts|\/)$/u.test(path);
  let ready = false;
  const ended = watchSources(
    { root, folders: ['a', 'none'], isSource, settle: 100, signal: stop.signal },
    async (changed) => {
      rounds.push(changed);
      await work(changed);
    },
    () => {
      ready = true;
    },
  );
  await until('the watch', () => ready);
  const next = (count: number): Promise<void> => until(`round ${count}`, () => rounds.length >= count);
  const end = async (): Promise<string[][]> => {
    stop.abort();
    await ended;
    return rounds;
  };
  return { root, next, end };
};

test('changes that come together make one round, and one that changes nothing makes none', async () => {
  const { root, next, end } = await watched();
  await writeFiles(root, { 'a/one.ts': '1 changed', 'a/deep/two.ts': '2 changed', 'a/note.txt': 'x' });
  await next(1);
  await writeFiles(root, { 'a/note.txt': 'y', 'a/generated/three.ts': '3 changed' });
  await wait(500);
  assert.equal(await end(), [['a/deep/two.ts', 'a/one.ts']]);
});

test('files of new folders are seen, and renamed and removed ones', async () => {
  const { root, next, end } = await watched();
  await writeFiles(root, { 'a/new/deep/four.ts': '4' });
  await next(1);
  await writeFiles(root, { 'a/new/deep/four.ts': '4 changed' });
  await next(2);
  await rename(join(root, 'a/one.ts'), join(root, 'a/other.ts'));
  await next(3);
  await rm(join(root, 'a/new'), { recursive: true });
  await next(4);
  await writeFiles(root, { 'a/new/five.ts': '5' });
  await next(5);
  assert.equal(await end(), [
    ['a/new/deep/four.ts'],
    ['a/new/deep/four.ts'],
    ['a/one.ts', 'a/other.ts'],
    ['a/new/deep/four.ts'],
    ['a/new/five.ts'],
  ]);
});

test('a change during a round makes the next one', async () => {
  let root = '';
  const of = await watched(async (changed) => {
    if (changed.includes('a/one.ts')) await writeFile(join(root, 'a/deep/two.ts'), 'during');
  });
  root = of.root;
  await writeFiles(root, { 'a/one.ts': 'before' });
  await of.next(2);
  assert.equal(await of.end(), [['a/one.ts'], ['a/deep/two.ts']]);
});

test('tests fit by the words of their path, and a test fits itself', async () => {
  const tests = (await testJobs(top, ['test'])).map(({ name }) => name);
  const fitting = (path: string): string[] => fittingTests([path], tests);
  const dind = tests.filter((path) => path.includes('/components/dind/'));
  assert.ok(dind.length > 1);
  for (const path of ['chart/components/dind/container.ts', 'chart/components/dind/files/dind.sh'])
    assert.equal(
      fitting(path),
      [...dind, ...tests.filter((name) => name.startsWith('test/examples/'))],
      path,
    );
  assert.ok(fitting('schema/validate/merge.ts').includes('test/schema/validate/command.test.ts'));
  assert.equal(fitting('scripts/helm/ladder.ts'), ['test/scripts/helm.test.ts']);
  assert.equal(fitting('test/scripts/helm.test.ts'), ['test/scripts/helm.test.ts']);
  assert.equal(fitting('scripts/nowhere.ts'), []);
  for (const word of Object.values(always).flat())
    assert.ok(
      tests.some((path) => path.split('/').some((part) => part.split('.')[0] === word)),
      word,
    );
});

const tiny = (name: string, body: string): string =>
  `import { test } from 'uvu';\ntest('${name}', () => {${body}});\ntest.run();\n`;

const children: ChildProcess[] = [];

test.after(() => {
  for (const child of children) child.kill();
});

/** `npm run watch` in a copy of the sources with tests of its own. */
const project = async () => {
  const folder = await temporaryFolder();
  for (const name of ['schema', 'chart', 'scripts', 'package.json'])
    await cp(join(top, name), join(folder, name), { recursive: true });
  await symlink(join(top, 'node_modules'), join(folder, 'node_modules'));
  await writeFiles(folder, {
    'tsconfig.json': JSON.stringify({ extends: join(top, 'tsconfig.json'), include: ['test'] }),
    'test/rollout.test.ts': tiny('rollout', ''),
  });
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(folder, 'scripts/main.ts'), 'watch'],
    { env: { ...process.env, HELM: (await helm()).path }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const exit = once(child, 'exit');
  let read = 0;
  /** Waits for the next `text`, and returns what was said up to it. */
  const says = async (text: string): Promise<string> => {
    await until(
      text,
      () => said.indexOf(text, read) >= 0,
      () => said,
    );
    const from = read;
    read = said.indexOf(text, read) + text.length;
    return said.slice(from, read);
  };
  /** Interrupts, and returns the exit code. */
  const interrupt = async (): Promise<number | null> => {
    child.kill('SIGINT');
    return (await exit)[0];
  };
  return { folder, says, interrupt };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('the command generates and tests after a change, outlives a broken source, and ends on Ctrl-C', async () => {
  const { folder, says, interrupt } = await project();
  const waiting = 'watch: waiting for a change';
  await says(waiting);
  const source = join(folder, 'schema/components/rollout/values.ts');
  const text = await readFile(source, 'utf8');

  await writeFile(source, text.replace('Longest time for one peer', 'The longest time for one peer'));
  const first = await says(waiting);
  assert.match(first, 'watch: schema/components/rollout/values.ts\n');
  assert.match(first, 'generate: wrote chart/fabric-dind/values.yaml');
  assert.match(first, 'ok   test/rollout.test.ts (1 passed');
  assert.match(await readFile(join(folder, 'chart/fabric-dind/values.yaml'), 'utf8'), '# The longest time');

  await writeFile(source, `${text}\nconst a = (`);
  const second = await says(waiting);
  assert.match(second, /schema\/components\/rollout\/values\.ts:\d+:\d+: ERROR: /u);
  assert.match(second, 'watch: generation failed, so no test runs');
  assert.not.match(second, /^ {4}at /mu);

  await writeFile(source, text);
  assert.match(await says(waiting), /generate: wrote [\s\S]* passed, 0 failed/u);

  // Interrupted in the middle of a test, which leaves nothing behind.
  const body = `writeFileSync('${folder}/pid', String(process.pid)); return new Promise((done) => setTimeout(done, 60_000));`;
  await writeFiles(folder, {
    'test/slow.test.ts': `import { writeFileSync } from 'node:fs';\n${tiny('slow', body)}`,
  });
  await says('watch: test/slow.test.ts');
  let pid = 0;
  while (pid === 0) {
    await wait(50);
    pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
  }
  assert.is(await interrupt(), 0);
  await says('watch: ended');
  await until('the end of the test', () => !isAlive(pid));
});

test.run();
