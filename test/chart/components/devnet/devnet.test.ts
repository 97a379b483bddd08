/** What a devnet adds to a release, and how its Jobs have orderers serve the channel. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from 'kubernetes-types/rbac/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../../../schema/generated/values.ts';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';
import { type Rendered, render } from '../../../support/rendered.ts';

const rendered = (values: ValuesOverrides): Promise<readonly Rendered[]> => render({ values, release: 'r' });

const names = (objects: readonly Rendered[], kind: string): string[] =>
  objects
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/u, ''));

const role = (objects: readonly Rendered[]): Role =>
  objects.find(
    ({ kind, metadata }) => kind === 'Role' && metadata.name === 'r-fabric-dind-devnet',
  ) as unknown as Role;

test('without it a release has nothing of it', async () => {
  assert.not.match(JSON.stringify(await rendered({})), 'devnet');
});

test('it adds the entries that its user did not write', async () => {
  const objects = await rendered({ devnet: { enabled: true } });
  assert.equal(names(objects, 'Job').sort(), [
    'r-fabric-dind-chaincode-kv',
    'r-fabric-dind-devnet',
    'r-fabric-dind-devnet-join',
    'r-fabric-dind-join-mychannel',
  ]);
  assert.not.match(JSON.stringify(objects), '"kind":"Secret"');
});

test('what the user writes wins', async () => {
  const orderers = [{ address: 'mine:7050', tlsCaCert: { name: 'mine', key: 'ca.crt' } }];
  const objects = await rendered({
    devnet: { enabled: true, sample: false },
    administrator: { msp: { secretName: 'my-admin' } },
    channels: { mychannel: { orderers }, other: { orderers } },
  });
  const jobs = objects.filter(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-join-m'));
  assert.is(jobs.length, 1);
  assert.match(JSON.stringify(jobs), 'my-admin');
  assert.match(JSON.stringify(jobs), 'mine:7050');
  assert.ok(names(objects, 'Job').includes('r-fabric-dind-join-other'));
  assert.not(names(objects, 'Job').includes('r-fabric-dind-chaincode-kv'));
});

test('the Jobs of the keys read and change the Secrets of the devnet alone', async () => {
  const peers = {
    peer0: {},
    peer1: { enabled: false },
    peer2: { identity: { msp: { secretName: 'mine' } } },
  };
  const [creates, changes, ...more] = role(await rendered({ devnet: { enabled: true }, peers })).rules ?? [];
  assert.equal(creates?.verbs, ['create']);
  assert.equal(changes?.verbs, ['get', 'update']);
  assert.equal(changes?.resourceNames, [
    'r-fabric-dind-devnet',
    'r-fabric-dind-devnet-admin',
    'r-fabric-dind-devnet-orderer',
    'r-fabric-dind-peer0-msp',
    'r-fabric-dind-peer0-tls',
    'mine',
    'r-fabric-dind-peer2-tls',
  ]);
  assert.equal(more, []);
});

test('only what is not to be kept is removed', async () => {
  const objects = await rendered({
    devnet: { enabled: true, keep: false },
    peer: { ledger: { existingClaim: 'mine' } },
  });
  const [, secrets, claims] = role(objects).rules ?? [];
  assert.ok(secrets?.verbs?.includes('delete'));
  assert.equal(claims?.resourceNames, ['r-fabric-dind-peer0-docker', 'data-r-fabric-dind-devnet-orderer-0']);
  assert.ok(names(objects, 'Job').includes('r-fabric-dind-devnet-remove'));
});

test('an organisation that joins has no orderers, and asks those of the other release', async () => {
  const objects = await rendered({
    mspId: 'Org2MSP',
    devnet: { enabled: true, joins: 'org1-fabric-dind', orderers: 3 },
  });
  assert.not.match(JSON.stringify(objects), '"name":"r-fabric-dind-devnet-orderer');
  assert.match(
    JSON.stringify(objects),
    'org1-fabric-dind-devnet-orderer-2.org1-fabric-dind-devnet-orderer.fabric.svc:7050',
  );
  assert.ok(names(objects, 'Job').includes('r-fabric-dind-devnet-organisation'));
});

/** An orderer is away for some calls, then it is without the channel, then it has it. */
const osnadmin = `
echo "$*" >>"$FAKE/calls"
if [ -s "$FAKE/away" ]; then sed -i 1d "$FAKE/away"; echo 'Error: connection refused' >&2; exit 1; fi
case $2 in
  list) if grep -qx "$4" "$FAKE/serving"; then echo 'Status: 200'; else echo 'Status: 404'; fi ;;
  join) echo "$4" >>"$FAKE/serving"; echo 'Status: 201' ;;
esac`;

test('join.sh joins what does not serve the channel, and says for whom it waits', async () => {
  const folder = await temporaryFolder();
  await writeProgram(join(folder, 'bin'), 'osnadmin', osnadmin);
  await writeProgram(join(folder, 'bin'), 'sleep', '');
  await writeFiles(folder, { serving: 'o1:7053\n', away: 'x\nx\nx\n', calls: '' });
  const run = (): { status: number | null; stdout: string } =>
    spawnSync('bash', [join(top, 'chart/components/devnet/files/join.sh')], {
      encoding: 'utf8',
      timeout: 10_000,
      env: {
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        FAKE: folder,
        CHANNEL: 'c',
        ORDERERS: 'o0:7053 o1:7053',
      },
    });
  const first = run();
  assert.is(first.status, 0, first.stdout);
  assert.is(first.stdout.match(/o0:7053 serves c: waiting: Error: connection refused/gu)?.length, 1);
  const joins = (): number =>
    readFileSync(join(folder, 'calls'), 'utf8').match(/^channel join/gmu)?.length ?? 0;
  assert.is(joins(), 1);
  assert.is(run().status, 0);
  assert.is(joins(), 1);
});

test.run();
