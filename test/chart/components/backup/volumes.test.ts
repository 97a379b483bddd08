/** volumes.sh: a backup is whole or gone, and only whole ones count, with a stand-in for kubectl. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const script = join(top, 'chart/components/backup/files/volumes.sh');

/**
 * A VolumeSnapshot is a file of $FAKE/snapshots that is called like it and holds "BACKUP PARTS READY". Where $FAKE/hangs is
 * there, one is not ready until the end; where $FAKE/away is, nothing is deleted.
 */
const kubectl = `
cd "$FAKE/snapshots"
case "$1 $2" in
  'create -f')
    text=$(cat)
    of() { echo "$text" | sed -n "s|^ *$1: *||p" | tr -d '"' | head -n 1; }
    echo "$(of fabric-dind/backup) $(of fabric-dind/parts) " >"$(of name)" ;;
  wait\\ *)
    name=\${2#*/}
    [ ! -e ../hangs ] || { touch ../waits; exec sleep 3; }
    [ ! -e "../fails-$(echo "$name" | cut -d - -f 1)" ] || exit 1
    sed -i 's/ $/ true/' "$name" ;;
  'get volumesnapshots') cat -- * 2>/dev/null || : ;;
  'delete volumesnapshots')
    [ ! -e ../away ] || exit 1
    backup=\${4##*=}
    grep -l "^$backup " -- * | xargs -r rm ;;
esac`;

interface Cluster {
  readonly folder: string;
  readonly snapshots: () => Promise<string[]>;
  /** Runs the script; `interrupt` ends it with SIGTERM once a snapshot is waited for. */
  readonly run: (interrupt?: boolean) => Promise<{ code: number | null; out: string }>;
}

const cluster = async (there: Readonly<Record<string, string>> = {}): Promise<Cluster> => {
  const folder = await temporaryFolder();
  await writeProgram(folder, 'kubectl', kubectl);
  await writeFiles(join(folder, 'snapshots'), { '.keep': '', ...there });
  const snapshots = async (): Promise<string[]> =>
    (await readdir(join(folder, 'snapshots'))).filter((name) => name !== '.keep').sort();
  const run: Cluster['run'] = async (interrupt = false) => {
    const child = spawn('sh', [script], {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        FAKE: folder,
        ...{ CLAIMS: 'couchdb ledger', PEER: 'p', INSTANCE: 'r', CLASS: '', KEEP: '2', TIMEOUT: '20' },
      },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    if (interrupt) {
      while (!(await readdir(folder)).includes('waits')) await after(20);
      child.kill('SIGTERM');
    }
    return { code: await ended, out };
  };
  return { folder, snapshots, run };
};

const backup = (time: string, parts = ['couchdb', 'ledger'], ready = 'true'): Record<string, string> =>
  Object.fromEntries(parts.map((claim) => [`${claim}-${time}`, `${time} 2 ${ready}\n`]));

const stampsOf = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => name.replace(/^[a-z]+-/u, ''))),
];

test('a backup has a snapshot of each claim, and the oldest goes', async () => {
  const { snapshots, run } = await cluster({ ...backup('20250101-000000'), ...backup('20250102-000000') });
  const { code, out } = await run();
  assert.is(code, 0, out);
  const left = await snapshots();
  assert.is(left.length, 4, left.join(' '));
  assert.not.ok(left.includes('ledger-20250101-000000'));
  assert.ok(left.includes('ledger-20250102-000000'));
});

test('what lacks a part counts for none that is kept, and goes', async () => {
  const { snapshots, run } = await cluster({
    ...backup('20250101-000000'),
    ...backup('20250102-000000', ['couchdb']),
    ...backup('20250103-000000', ['couchdb', 'ledger'], ''),
  });
  const { code, out } = await run();
  assert.is(code, 0, out);
  assert.match(out, /backup 20250102-000000 lacks a part/u);
  const stamps = stampsOf(await snapshots());
  assert.is(stamps.length, 2, stamps.join(' '));
  assert.ok(stamps.includes('20250101-000000'));
});

test('another backup that is under way stays', async () => {
  const now = new Date(Date.now() - 5000)
    .toISOString()
    .replaceAll(/[-:]|\..*/gu, '')
    .replace('T', '-');
  const { snapshots, run } = await cluster(backup(now, ['couchdb'], ''));
  await run();
  assert.ok((await snapshots()).includes(`couchdb-${now}`));
});

test('a part that fails takes the others along', async () => {
  const { folder, snapshots, run } = await cluster(backup('20250101-000000'));
  await writeFiles(folder, { 'fails-ledger': '' });
  const { code, out } = await run();
  assert.is(code, 1);
  assert.match(out, /failed; what it has made is removed/u);
  assert.equal(stampsOf(await snapshots()), ['20250101-000000']);
});

test('where that cannot be removed, a later backup does, and keeps the whole ones', async () => {
  const { folder, run } = await cluster({ ...backup('20250101-000000'), ...backup('20250102-000000') });
  await writeFiles(folder, { 'fails-ledger': '', away: '' });
  const { code, out } = await run();
  assert.is(code, 1);
  assert.match(out, /a later backup removes it/u);
});

test('a Job that is ended in the middle leaves nothing of its own', async () => {
  const { folder, snapshots, run } = await cluster(backup('20250101-000000'));
  await writeFiles(folder, { hangs: '' });
  const { code, out } = await run(true);
  assert.is(code, 1, out);
  assert.equal(stampsOf(await snapshots()), ['20250101-000000']);
});

test.run();
