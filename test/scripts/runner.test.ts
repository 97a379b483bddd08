import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { skippedTally } from '../../scripts/support/skipped.ts';
import { top } from '../../scripts/support/top.ts';
import { closingLine, sum } from '../../scripts/testing/counts.ts';
import { type Job, type RunnerOptions, runJobs, testJobs } from '../../scripts/testing/runner.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const root = await temporaryFolder();
const uvu = `import { test } from '${join(top, 'node_modules/uvu/dist/index.mjs')}';\n`;
const skip = `import { skip } from '${join(top, 'test/support/skip.ts')}';\n`;

/** Runs one fixture file as the runner does. */
const outcome = async (text: string, options: { timeout?: number } = {}) => {
  await writeFiles(root, { 'package.json': '{"type": "module"}', 'one.test.ts': text });
  const told: string[] = [];
  const job: Job = { name: 'one.test.ts', file: join(root, 'one.test.ts'), args: [], kind: 'tests' };
  const counts = await runJobs([job], { ...options, tell: (line) => void told.push(line) });
  return { line: closingLine(counts), told: told.join('\n') };
};

const cases: { name: string; text: string; line: string; told: string }[] = [
  {
    name: 'passing tests, in more than one suite',
    text: `${uvu}test('a', () => {}); test('b', () => {}); test.run(); test('c', () => {}); test.run();`,
    line: '3 passed, 0 failed',
    told: 'ok   one.test.ts (3 passed',
  },
  {
    name: 'a failing test',
    text: `${uvu}test('a', () => {}); test('b', () => { throw new Error('told'); }); test.run();`,
    line: '1 passed, 1 failed',
    told: 'told',
  },
  {
    name: 'a file that crashes before its tests',
    text: `${uvu}test('a', () => {}); test.run(); throw new Error('early');`,
    line: '0 passed, 1 failed',
    told: 'early',
  },
  {
    name: 'a file that forgets run()',
    text: `${uvu}test('a', () => {});`,
    line: '0 passed, 1 failed',
    told: 'ran no test',
  },
  { name: 'an empty file', text: '', line: '0 passed, 1 failed', told: 'ran no test' },
  { name: 'a run without tests', text: `${uvu}test.run();`, line: '0 passed, 1 failed', told: 'ran no test' },
  {
    name: 'a test whose promise never ends',
    text: `${uvu}test('a', () => new Promise(() => {})); test.run();`,
    line: '0 passed, 1 failed',
    told: 'Exiting early',
  },
  {
    name: 'a suite whose before throws, which uvu itself lets pass',
    text: `${uvu}test.before(() => { throw new Error('x'); }); test('a', () => {}); test('b', () => {}); test.run();`,
    line: '0 passed, 2 failed',
    told: '2 of 2 tests failed',
  },
  {
    name: 'a process that exits with an error after its tests',
    text: `${uvu}test('a', () => {}); test.run(); process.on('exit', () => { process.exitCode = 3; });`,
    line: '1 passed, 1 failed',
    told: 'exit 3 although all tests passed',
  },
  {
    name: 'a test that skips itself is skipped, not passed',
    text: `${uvu}${skip}test('a', () => skip('no cluster')); test('b', () => {}); test.run();`,
    line: '1 passed, 0 failed, 1 skipped',
    told: 'SKIPPED: no cluster',
  },
  {
    name: 'uvu’s own skip',
    text: `${uvu}test.skip('a', () => {}); test('b', () => {}); test.run();`,
    line: '1 passed, 0 failed, 1 skipped',
    told: '1 skipped',
  },
  {
    name: 'a file whose only test skips itself',
    text: `${uvu}${skip}test('a', () => skip('no cluster')); test.run();`,
    line: '0 passed, 0 failed, 1 skipped',
    told: 'ok   one.test.ts (0 passed, 1 skipped',
  },
];

for (const { name, text, line, told } of cases)
  test(name, async () => {
    const result = await outcome(text);
    assert.is(result.line, line, result.told);
    assert.ok(result.told.includes(told), result.told);
  });

test('a file that hangs is ended together with what it started', async () => {
  const text = `import { spawn } from 'node:child_process';\nspawn('sleep', ['60'], { stdio: 'inherit' });\nsetInterval(() => {}, 1000);`;
  const start = Date.now();
  const result = await outcome(text, { timeout: 1500 });
  assert.is(result.line, '0 passed, 1 failed');
  assert.match(result.told, 'did not end within 1.5 s');
  assert.ok(Date.now() - start < 20_000);
});

test('a program left behind by a test does not hold up the runner', async () => {
  const start = Date.now();
  const text = `import { spawn } from 'node:child_process';\n${uvu}test('a', () => { spawn('sleep', ['60'], { stdio: 'inherit' }).unref(); }); test.run();`;
  assert.is((await outcome(text)).line, '1 passed, 0 failed');
  assert.ok(Date.now() - start < 20_000);
});

test('commands count as one check each, with what they skip', async () => {
  await writeFiles(root, {
    'good.ts': "process.stderr.write('SKIPPED: shellcheck is not there\\n');",
    'bad.ts': "console.log('what is wrong'); process.exitCode = 1;",
  });
  const told: string[] = [];
  const jobs = ['good.ts', 'bad.ts'].map(
    (name): Job => ({ name, file: join(root, name), args: [], kind: 'check' }),
  );
  const counts = await runJobs(jobs, { tell: (line) => void told.push(line) });
  assert.is(closingLine(counts), '1 passed, 1 failed, 1 skipped');
  assert.match(told.join('\n'), 'what is wrong');
});

test('a reason to skip is told once, with its count, however many tests and files it concerns', async () => {
  const same = `${uvu}${skip}test('a', () => skip('no cluster')); test('b', () => skip('no cluster')); test.run();`;
  await writeFiles(root, {
    'one.test.ts': same,
    'two.test.ts': `${same}\ntest('c', () => { skip('no Docker'); }); test('d', () => { throw new Error('x'); }); test.run();`,
    'lint.ts': "process.stderr.write('SKIPPED: no cluster\\nSKIPPED: no shellcheck\\n');",
  });
  const jobs = [
    ...['one.test.ts', 'two.test.ts'].map(
      (name): Job => ({ name, file: join(root, name), args: [], kind: 'tests' }),
    ),
    { name: 'lint', file: join(root, 'lint.ts'), args: [], kind: 'check' } as const,
  ];
  const run = async (options: RunnerOptions): Promise<{ line: string; told: string[] }> => {
    const told: string[] = [];
    const counts = await runJobs(jobs, { ...options, tell: (line) => void told.push(...line.split('\n')) });
    return { line: closingLine(counts), told: told.filter((line) => line.includes('SKIPPED: ')).sort() };
  };
  const alone = await run({});
  assert.is(alone.line, '1 passed, 1 failed, 7 skipped');
  const lines = ['SKIPPED: no Docker', 'SKIPPED: no cluster (5 times)', 'SKIPPED: no shellcheck'];
  assert.equal(alone.told, lines);

  const skips = skippedTally();
  assert.equal([...(await run({ skips })).told, ...(await run({ skips })).told], []);
  assert.equal(skips.lines().sort(), [
    'SKIPPED: no Docker (2 times)',
    'SKIPPED: no cluster (10 times)',
    'SKIPPED: no shellcheck (2 times)',
  ]);
});

test('a file that a test rewrote is told although the test passed', async () => {
  const wrote = `import { wrote } from '${join(top, 'scripts/support/wrote.ts')}';\n`;
  const { told } = await outcome(`${uvu}${wrote}test('a', () => wrote('golden/a.yaml')); test.run();`);
  assert.match(told, /^ok {3}one\.test\.ts .*\n {5}WROTE: golden\/a\.yaml$/u);
});

test('test files are found in every folder but test/e2e', async () => {
  await writeFiles(root, {
    'test/b/x.test.ts': '',
    'test/a.test.ts': '',
    'test/e2e/c.test.ts': '',
    'test/support/d.ts': '',
  });
  assert.equal(
    (await testJobs(root, ['test'])).map(({ name }) => name),
    ['test/a.test.ts', 'test/b/x.test.ts'],
  );
  assert.equal(await testJobs(root, ['none']), []);
});

test('counts add up', () => {
  assert.equal(sum([]), { passed: 0, failed: 0, skipped: 0 });
  assert.is(
    closingLine(
      sum([
        { passed: 1, failed: 0, skipped: 2 },
        { passed: 3, failed: 1, skipped: 0 },
      ]),
    ),
    '4 passed, 1 failed, 2 skipped',
  );
});

test.run();
