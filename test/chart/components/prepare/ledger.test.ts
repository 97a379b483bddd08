/** prepare.sh: whose the ledger is, with which database it was made, and whose data CouchDB has. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeProgram } from '../../../support/folder.ts';

const source = join(top, 'chart/components/prepare/files/prepare.sh');

/** A ledger's volume and CouchDB's, in a folder. */
const volumes = async (...folders: readonly string[]): Promise<string> => {
  const folder = await temporaryFolder();
  for (const path of ['ledger', 'couchdb', 'snapshots', 'bin', ...folders])
    await mkdir(join(folder, path), { recursive: true });
  // What belongs to whom only root may change; the calls tell.
  await writeProgram(join(folder, 'bin'), 'chown', 'echo "chown $*" >>"$FAKE/calls"');
  await writeProgram(join(folder, 'bin'), 'stat', 'echo 0:0');
  await writeProgram(join(folder, 'bin'), 'docker', 'exit 1');
  return folder;
};

const prepare = async (
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string; chowned: string[] }> => {
  const text = (await readFile(source, 'utf8'))
    .replaceAll('/var/hyperledger', join(folder, 'ledger'))
    .replaceAll(/(?<=[ ">])\/couchdb/gu, join(folder, 'couchdb'));
  writeFileSync(join(folder, 'prepare.sh'), text);
  writeFileSync(join(folder, 'calls'), '');
  const { status, stderr } = spawnSync('sh', [join(folder, 'prepare.sh')], {
    encoding: 'utf8',
    env: { PATH: `${folder}/bin:${process.env.PATH}`, FAKE: folder, ...env },
  });
  const chowned = readFileSync(join(folder, 'calls'), 'utf8')
    .replaceAll(`${folder}/`, '')
    .trim()
    .split('\n')
    .filter(Boolean);
  return { code: status, said: stderr, chowned };
};

test('the root folder gets its owner, and what lies in it only when that is asked for', async () => {
  const folder = await volumes('ledger/production/ledgersData', 'ledger/couchdb/shards');
  const owner = { LEDGER_OWNER: '1000:1000' };
  assert.equal((await prepare(folder, owner)).chowned, ['chown 1000:1000 ledger']);
  const { chowned, said } = await prepare(folder, { ...owner, LEDGER_OWN_ALL: 'true' });
  assert.match(said, /made to belong to 1000:1000/u);
  // The root folder comes last, so that what is interrupted begins again; CouchDB's folder is CouchDB's.
  assert.is(chowned.at(-1), 'chown 1000:1000 ledger');
  assert.match(chowned[0] ?? '', /^chown -h 1000:1000 .*ledger\/production\/ledgersData/u);
  assert.not.match(chowned.join('\n'), /ledger\/couchdb/u);
});

test('snapshots on a volume of their own belong to the peer too', async () => {
  const folder = await volumes();
  const { chowned } = await prepare(folder, {
    LEDGER_OWNER: '1000:1000',
    SNAPSHOTS: join(folder, 'snapshots'),
  });
  assert.equal(chowned, ['chown 1000:1000 snapshots', 'chown 1000:1000 ledger']);
});

test('folders on the way to snapshots within a new ledger, which the runtime made, belong to the peer', async () => {
  const folder = await volumes('ledger/production/snapshots');
  const { chowned } = await prepare(folder, {
    LEDGER_OWNER: '1000:1000',
    SNAPSHOTS: join(folder, 'ledger/production/snapshots'),
  });
  assert.equal(chowned, [
    'chown 1000:1000 ledger/production/snapshots',
    'chown 1000:1000 ledger/production',
    'chown 1000:1000 ledger',
  ]);
});

test('a folder that was made for a volume of snapshots belongs to the peer when it has none any more', async () => {
  const folder = await volumes('ledger/production/snapshots');
  const { chowned } = await prepare(folder, { LEDGER_OWNER: '1000:1000' });
  assert.equal(chowned, ['chown 1000:1000 ledger/production/snapshots', 'chown 1000:1000 ledger']);
});

test('a ledger is not started with the other database', async () => {
  const level = await volumes('ledger/production/ledgersData/stateLeveldb');
  const refused = await prepare(level, { STATE_DATABASE: 'CouchDB' });
  assert.is(refused.code, 1);
  assert.match(refused.said, /was made with stateDatabase\.type goleveldb/u);
  assert.is((await prepare(level, {})).code, 0);
  const couch = await volumes('ledger/ledgersData/couchdbRedoLogs');
  const moved = { LEDGER: join(couch, 'ledger') };
  assert.match((await prepare(couch, moved)).said, /was made with stateDatabase\.type CouchDB/u);
  assert.is((await prepare(couch, { ...moved, STATE_DATABASE: 'CouchDB' })).code, 0);
});

const apart = { COUCHDB_OWNER: '5984:5984', COUCHDB_APART: 'true', STATE_DATABASE: 'CouchDB' };

test('two new volumes get one mark, and start again with it', async () => {
  const folder = await volumes();
  const first = await prepare(folder, { ...apart, LEDGER_OWNER: '1000:1000' });
  assert.is(first.code, 0, first.said);
  assert.ok(first.chowned.includes('chown 5984:5984 couchdb'));
  // The folder is made before the peer is there, and is the peer's.
  assert.ok(first.chowned.includes('chown 1000:1000 ledger/production'));
  const mark = readFileSync(join(folder, 'couchdb/.ledger'), 'utf8');
  assert.is(readFileSync(join(folder, 'ledger/production/.couchdb'), 'utf8'), mark);
  await mkdir(join(folder, 'couchdb/shards'));
  await mkdir(join(folder, 'ledger/production/ledgersData'));
  assert.is((await prepare(folder, apart)).code, 0);
  assert.is(readFileSync(join(folder, 'couchdb/.ledger'), 'utf8'), mark);
});

test("CouchDB's data that is lost is made anew, and that of another ledger is refused", async () => {
  const folder = await volumes('ledger/production/ledgersData');
  await prepare(folder, apart);
  const mark = readFileSync(join(folder, 'ledger/production/.couchdb'), 'utf8');
  const lost = await volumes('ledger/production/ledgersData');
  writeFileSync(join(lost, 'ledger/production/.couchdb'), mark);
  assert.is((await prepare(lost, apart)).code, 0);
  assert.is(readFileSync(join(lost, 'couchdb/.ledger'), 'utf8'), mark);

  const another = await volumes('ledger/production/ledgersData', 'couchdb/shards');
  writeFileSync(join(another, 'ledger/production/.couchdb'), mark);
  writeFileSync(join(another, 'couchdb/.ledger'), 'other\n');
  const refused = await prepare(another, apart);
  assert.is(refused.code, 1);
  assert.match(refused.said, /has the data of another ledger/u);

  const newLedger = await volumes('couchdb/shards');
  assert.is((await prepare(newLedger, apart)).code, 1);
  writeFileSync(join(newLedger, 'couchdb/.ledger'), mark);
  assert.is((await prepare(newLedger, apart)).code, 1);
  assert.not.ok(existsSync(join(newLedger, 'ledger/production')));

  const unmarked = await volumes('ledger/production/ledgersData', 'couchdb/shards');
  assert.is((await prepare(unmarked, apart)).code, 0, 'data that was there before the marks is adopted');
  const foreign = await volumes('ledger/production/ledgersData', 'couchdb/shards');
  writeFileSync(join(foreign, 'ledger/production/.couchdb'), mark);
  assert.is((await prepare(foreign, apart)).code, 1, 'unmarked data beside a marked ledger');
});

test.run();
