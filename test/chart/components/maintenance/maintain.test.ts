/** maintain.sh: each command runs once, and one that was cut short goes on where it was, with a stand-in for the peer. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const script = join(top, 'chart/components/maintenance/files/maintain.sh');

/** Tells its calls, and fails with the text of $FAKE/<command>.fails where that is there. */
const peer = `
echo "$2 \${4:-} \${6:-}" >>"$FAKE/calls"
[ ! -e "$FAKE/$2.fails" ] || { cat "$FAKE/$2.fails" >&2; exit 1; }`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** The calls of the peer, this time. */
  readonly calls: readonly string[];
}

interface Ledger {
  readonly folder: string;
  readonly run: (env: Readonly<Record<string, string>>) => Promise<Ran>;
}

const ledger = async (common: Readonly<Record<string, string>> = {}): Promise<Ledger> => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'production'));
  await writeProgram(folder, 'peer', peer);
  const run: Ledger['run'] = async (env) => {
    await writeFiles(folder, { calls: '' });
    const { status, stdout, stderr } = spawnSync('bash', [script], {
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        FAKE: folder,
        CORE_PEER_FILESYSTEMPATH: join(folder, 'production'),
        ...{ CHANNEL: '', BLOCK: '0', RUN: '1' },
        ...common,
        ...env,
      },
    });
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).split('\n').map((line) => line.trim());
    return { code: status, out: stdout + stderr, calls: calls.filter(Boolean) };
  };
  return { folder, run };
};

const rollback = (block: number, run = 1): Record<string, string> => ({
  COMMAND: 'rollback',
  CHANNEL: 'one',
  BLOCK: `${block}`,
  RUN: `${run}`,
});

test('a command runs once, and again with another number', async () => {
  const { run } = await ledger();
  assert.equal((await run({ COMMAND: 'reset' })).calls, ['reset']);
  const again = await run({ COMMAND: 'reset' });
  assert.equal(again.calls, []);
  assert.is(again.code, 0);
  assert.match(again.out, /reset has run already/u);
  assert.equal((await run({ COMMAND: 'reset', RUN: '2' })).calls, ['reset']);
});

test('a rollback to another block, or of another channel, is another command', async () => {
  const { run } = await ledger();
  assert.equal((await run(rollback(1000))).calls, ['rollback one 1000']);
  assert.equal((await run(rollback(500))).calls, ['rollback one 500']);
  assert.equal((await run(rollback(500))).calls, []);
  assert.equal((await run({ ...rollback(500), CHANNEL: 'two' })).calls, ['rollback two 500']);
});

test('a channel is paused, resumed and paused again', async () => {
  const { run } = await ledger({ CHANNEL: 'one' });
  for (const command of ['pause', 'resume', 'pause', 'resume'])
    assert.equal((await run({ COMMAND: command })).calls, [`${command} one`]);
  assert.equal((await run({ COMMAND: 'resume' })).calls, []);
  await run({ COMMAND: 'pause', CHANNEL: 'one-b' });
  assert.equal((await run({ COMMAND: 'resume' })).calls, []);
});

test('a command that fails is noted nowhere', async () => {
  const { folder, run } = await ledger();
  await writeFiles(folder, { 'reset.fails': 'the ledger is locked' });
  const { code, out } = await run({ COMMAND: 'reset' });
  assert.is(code, 1);
  assert.match(out, /the ledger is locked[\s\S]*reset failed/u);
  await writeFiles(folder, { 'upgrade-dbs.fails': 'the data format is up to date' });
  const upgraded = await run({ COMMAND: 'upgrade-dbs' });
  assert.is(upgraded.code, 0, upgraded.out);
  assert.match(upgraded.out, /nothing is to be upgraded/u);
  assert.equal((await run({ COMMAND: 'reset' })).calls, ['reset']);
});

test('with CouchDB a rollback whose second half failed goes on with that', async () => {
  const { folder, run } = await ledger({ CORE_LEDGER_STATE_STATEDATABASE: 'CouchDB' });
  await writeFiles(folder, { 'rebuild-dbs.fails': 'no answer from CouchDB' });
  const cut = await run(rollback(1000));
  assert.equal(cut.calls, ['rollback one 1000', 'rebuild-dbs']);
  assert.is(cut.code, 1);
  assert.match(cut.out, /the rollback is done, but not rebuild-dbs/u);
  assert.equal((await run(rollback(1000, 2))).calls, ['rebuild-dbs']);
  await writeProgram(folder, 'peer', peer.replace('[ !', 'true || [ !'));
  const whole = await run(rollback(1000, 2));
  assert.equal(whole.calls, ['rebuild-dbs']);
  assert.is(whole.code, 0, whole.out);
  assert.equal((await run(rollback(1000, 3))).calls, ['rollback one 1000', 'rebuild-dbs']);
});

test('a half is over when the databases were built anew by another command', async () => {
  const { folder, run } = await ledger({ CORE_LEDGER_STATE_STATEDATABASE: 'CouchDB' });
  await writeFiles(folder, { 'rebuild-dbs.fails': 'no answer from CouchDB' });
  await run(rollback(1000));
  await writeProgram(folder, 'peer', peer.replace('[ !', 'true || [ !'));
  assert.equal((await run({ COMMAND: 'rebuild-dbs' })).calls, ['rebuild-dbs']);
  assert.equal((await run(rollback(1000, 2))).calls, ['rollback one 1000', 'rebuild-dbs']);
});

test('a ledger that is not there is told', async () => {
  const { folder, run } = await ledger();
  const { code, out } = await run({
    COMMAND: 'reset',
    CORE_PEER_FILESYSTEMPATH: join(folder, 'nowhere'),
  });
  assert.is(code, 1);
  assert.match(out, /there is no ledger at .*nowhere/u);
});

test.run();
