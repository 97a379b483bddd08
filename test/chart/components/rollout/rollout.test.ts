/** rollout.sh: changed peers restart one after the other, whatever the API server answers, with a stand-in for kubectl. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

/**
 * Has a file for each object, with the words that the script asks for. A deleted Pod is there for one question more, then
 * gone for one, then there again with the revision that its StatefulSet wants. Calls fail while the file `fails` has lines,
 * and hang while `hangs` has. As the true one, it finds no server when it is given any setting of its own.
 */
const kubectl = `
echo "$*" >>"$FAKE/calls"
case $* in *--request-timeout*) echo 'The connection to the server localhost:8080 was refused' >&2; exit 1 ;; esac
if [ -s "$FAKE/hangs" ]; then sed -i 1d "$FAKE/hangs"; exec sleep 30; fi
if [ -s "$FAKE/fails" ]; then sed -i 1d "$FAKE/fails"; echo half; exit 1; fi
case "$1 $2" in
  'get statefulsets') cat "$FAKE/names" ;;
  'get statefulset') cat "$FAKE/$3" ;;
  'get pod')
    printf %s "$(cat "$FAKE/$3")"
    if [ -e "$FAKE/$3.next2" ]; then mv "$FAKE/$3.next2" "$FAKE/$3"
    elif [ -e "$FAKE/$3.next" ]; then : >"$FAKE/$3"; mv "$FAKE/$3.next" "$FAKE/$3.next2"
    fi ;;
  'delete pod')
    read -r _ _ _ wanted <"$FAKE/\${3%-0}"
    echo "$wanted True " >"$FAKE/$3.next"
    [ ! -e "$FAKE/stays-down" ] || echo "$wanted False " >"$FAKE/$3.next" ;;
esac`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly deleted: readonly string[];
  readonly calls: readonly string[];
}

/** Two peers: the words of StatefulSet and Pod, and how many calls fail first. A call may take half a second. */
const rollout = async (
  files: Readonly<Record<string, string>>,
  failing = 0,
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'bin'));
  await writeProgram(join(folder, 'bin'), 'kubectl', kubectl);
  await writeFiles(folder, {
    names: 'peer0 peer1',
    peer0: '2 2 1 new',
    'peer0-0': 'old True ',
    peer1: '2 2 1 new',
    'peer1-0': 'old True ',
    fails: 'x\n'.repeat(failing),
    calls: '',
    ...files,
  });
  const text = (await readFile(join(top, 'chart/components/rollout/files/rollout.sh'), 'utf8'))
    .replaceAll(/sleep [13]/gu, 'sleep 0.02')
    .replaceAll(/timeout \d+/gu, 'timeout 0.5');
  await writeFiles(folder, { 'rollout.sh': text });
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'rollout.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      FAKE: folder,
      SELECTOR: 'app=x',
      TIMEOUT: '2',
      TRIES: '4',
      ...env,
    },
  });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const deleted = calls.flatMap((call) => /delete pod (\S+)/u.exec(call)?.[1] ?? []);
  return { code: status, out: stdout + stderr, deleted, calls };
};

test('changed peers restart one after the other', async () => {
  const { code, out, deleted } = await rollout({});
  assert.is(code, 0, out);
  assert.equal(deleted, ['peer0-0', 'peer1-0']);
  assert.match(out, /peer0 is ready\nrollout: restarting peer1\n/u);
});

test('unchanged and stopped peers are left alone', async () => {
  const { code, out, deleted } = await rollout({ 'peer0-0': 'new True ', peer1: '2 2 0 new', 'peer1-0': '' });
  assert.is(code, 0, out);
  assert.equal(deleted, []);
  assert.match(out, 'peer0 is unchanged');
  assert.match(out, 'peer1 is stopped');
});

test('calls that fail are made again, and what they say meanwhile is no answer', async () => {
  const { code, out, deleted } = await rollout({}, 3);
  assert.is(code, 0, out);
  assert.equal(deleted, ['peer0-0', 'peer1-0']);
});

test('a call that is never answered is made again', async () => {
  const { code, out, deleted } = await rollout({ hangs: 'x\n' });
  assert.is(code, 0, out);
  assert.equal(deleted, ['peer0-0', 'peer1-0']);
});

test('a rollout that cannot ask fails: it does not do nothing and succeed', async () => {
  const { code, deleted } = await rollout({}, 100);
  assert.is(code, 1);
  assert.equal(deleted, []);
});

test('no peers are no answer', async () => {
  const { code, out } = await rollout({ names: '' });
  assert.is(code, 1);
  assert.match(out, 'no StatefulSet has the labels app=x');
});

test('peers that are named are not looked for', async () => {
  const { code, out, deleted, calls } = await rollout({ names: '' }, 0, { PEERS: 'peer1' });
  assert.is(code, 0, out);
  assert.equal(deleted, ['peer1-0']);
  assert.ok(!calls.some((call) => call.includes('statefulsets')));
});

test('a StatefulSet that tells no generation, or not the newest, is waited for', async () => {
  for (const peer0 of ['  1 ', '2 1 1 new', '2 2 1 ', '']) {
    const { code, out, deleted } = await rollout({ peer0 });
    assert.is(code, 1, peer0);
    assert.equal(deleted, [], peer0);
    assert.match(out, 'peer0 is seen by its controller: not within 2 seconds; the peers after it');
  }
});

test('a peer that does not come back stops the rollout', async () => {
  const { code, out, deleted } = await rollout({ 'stays-down': '' });
  assert.is(code, 1);
  assert.equal(deleted, ['peer0-0']);
  assert.match(out, 'peer0 is ready: not within 2 seconds');
});

test('a Pod that is being deleted is not ready, though it says so', async () => {
  const { code, deleted } = await rollout({ 'peer0-0': 'new True 2026-01-01T00:00:00Z' });
  assert.is(code, 1);
  assert.equal(deleted, []);
});

test.run();
