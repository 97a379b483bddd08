import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const root = await temporaryFolder();

/** Starts a fixture in a process of its own, as its output goes to our standard output. */
const start = async (fixture: string) => {
  const main = `import { runProgram } from '${join(top, 'scripts/testing/programs.ts')}';
    const result = await runProgram('${join(root, 'run.ts')}', ['--json', 'a word']).catch((error) => error.message);
    console.log('\\nresult ' + JSON.stringify(result));`;
  await writeFiles(root, { 'package.json': '{"type": "module"}', 'run.ts': fixture, 'main.ts': main });
  const child = execFile(process.execPath, ['--import', import.meta.resolve('tsx'), join(root, 'main.ts')]);
  let stdout = '';
  child.stdout?.on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(stdout)));
  return { child, ended };
};

const resultOf = (stdout: string): unknown => JSON.parse(/^result (.*)$/mu.exec(stdout)?.[1] ?? 'null');

test('what the run prints is let through, and its last line and exit code are told', async () => {
  const { ended } = await start(`console.log('ok  a check');
    console.log('1 passed, 1 failed, 2 skipped');
    console.log(JSON.stringify(process.argv.slice(2)));
    process.exitCode = 1;`);
  const stdout = await ended;
  assert.ok(stdout.startsWith('ok  a check\n1 passed, 1 failed, 2 skipped\n'), stdout);
  assert.equal(resultOf(stdout), { code: 1, lastLine: '["--json","a word"]' });
});

test('a run without its closing line is an error, also when it ends with 0', async () => {
  const { ended } = await start("console.log('ok  a check');");
  assert.match(String(resultOf(await ended)), /ended \(exit 0\) without its closing line/u);
});

test('a run that is killed is an error', async () => {
  const { ended } = await start(
    "console.log('1 passed, 0 failed'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);",
  );
  assert.match(String(resultOf(await ended)), /ended \(SIGKILL\)/u);
});

test('a wrong call has been told by the run itself', async () => {
  const { ended } = await start("process.stderr.write('no such scenario'); process.exitCode = 2;");
  assert.equal(resultOf(await ended), { code: 2, lastLine: '' });
});

test('ending the command ends the run', async () => {
  const file = join(root, 'ended');
  const { child, ended } = await start(`import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync('${file}', 'yes'); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('started');`);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGTERM');
  await ended;
  const end = Date.now() + 5000;
  let told = '';
  while (told === '' && Date.now() < end) {
    told = await readFile(file, 'utf8').catch(() => '');
    await sleep(20);
  }
  assert.is(told, 'yes');
});

test.run();
