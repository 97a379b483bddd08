/** The Job of a chaincode: it installs, approves and commits what is missing, and no more. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { channel, check, common, run } from './fakes.ts';

const chaincode = { name: 'asset', version: '1', sequence: 1, commit: 'true', path: 'a.tgz', ...common };
const joined = { 'joined-peer0': 'ch\n', 'joined-peer1': 'ch\n', 'package/a.tgz': 'package' };

check('a package is installed, approved and committed', async () => {
  const { code, did, status, out } = await run('chaincode.sh', chaincode, joined);
  assert.is(code, 0, out);
  const words = did.map((line) => line.split(' ').slice(0, 4).join(' ')).sort();
  assert.equal(words, [
    'peer0:7051 lifecycle chaincode approveformyorg',
    'peer0:7051 lifecycle chaincode commit',
    'peer0:7051 lifecycle chaincode install',
    'peer1:7051 lifecycle chaincode install',
  ]);
  assert.equal(status.ch?.chaincodes, { asset: { sequence: 1, version: '1' } });
});

check('whatever was done before, a run does the rest and no more', async () => {
  const whole = await run('chaincode.sh', chaincode, joined);
  const again = await run('chaincode.sh', chaincode, {}, whole.folder);
  assert.is(again.code, 0);
  assert.equal(again.did, []);
});

check('it waits for the approval of those that must endorse, and says whose', async () => {
  const spec = {
    ...chaincode,
    channels: [{ ...channel, endorsers: [{ mspId: 'Org2MSP', address: 'theirs:7051' }] }],
  };
  const { code, out, folder } = await run('chaincode.sh', spec, { ...joined, later: 'x\nx\nx\n' });
  assert.is(code, 0, out);
  assert.match(out, /waiting: for Org2MSP to approve sequence 1 of asset/u);
  assert.match(readFileSync(join(folder, 'calls'), 'utf8'), /commit .*--peerAddresses theirs:7051/u);
});

const isCommitted = (sequence: number): string =>
  JSON.stringify({
    sequence,
    version: '1',
    validation_parameter: 'EiAvQ2hhbm5lbC9BcHBsaWNhdGlvbi9FbmRvcnNlbWVudA==',
  });

check('a sequence that is past, or too far, is refused with what to write', async () => {
  const past = await run('chaincode.sh', chaincode, { ...joined, committed: isCommitted(3) });
  assert.is(past.code, 3);
  assert.match(
    past.out,
    /has committed sequence 3 of asset \(version 1\), and the values say 1\. Set chaincodes\.asset\.sequence to 3 /u,
  );
  const far = await run(
    'chaincode.sh',
    { ...chaincode, sequence: 5 },
    { ...joined, committed: isCommitted(3) },
  );
  assert.is(far.code, 3);
  assert.match(far.out, /the next is 4, not 5/u);
});

check('another package for a committed sequence is approved, and nothing is committed', async () => {
  const { code, did } = await run('chaincode.sh', chaincode, { ...joined, committed: isCommitted(1) });
  assert.is(code, 0);
  assert.ok(did.some((line) => line.includes('approveformyorg')));
  assert.not.ok(did.some((line) => line.includes('chaincode commit')));
});

check('another definition for a committed sequence is refused with what to write', async () => {
  const files = { ...joined, committed: isCommitted(1), 'other-definition': '' };
  const { code, out } = await run('chaincode.sh', { ...chaincode, endorsementPolicy: "OR('A.peer')" }, files);
  assert.is(code, 3);
  assert.match(out, /attempted to redefine.*Set chaincodes\.asset\.sequence to 2 to change it/su);
});

check('a download of another content is refused', async () => {
  const url = { address: 'https://example.com/a.tgz', sha256: '0'.repeat(64) };
  const { code, out } = await run('chaincode.sh', { ...chaincode, url }, { ...joined, download: 'other' });
  assert.is(code, 3);
  assert.match(out, /not that of the values/u);
});

check('the package of a service is the same each time, and its identifier is told', async () => {
  const service = { address: 'r-asset.fabric.svc:9999', tls: false, key: 'package-id.asset.1' };
  const ids = [];
  for (let n = 0; n < 2; n += 1) {
    const { code, out } = await run('chaincode.sh', { ...chaincode, service }, joined);
    assert.is(code, 0, out);
    ids.push(/the package of asset is (\S+)/u.exec(out)?.[1]);
  }
  assert.is(ids[0], ids[1]);
});

check('the package of a service brings the indexes where CouchDB looks for them', async () => {
  const index = { index: { fields: ['owner'] }, ddoc: 'owner', name: 'owner', type: 'json' };
  const service = {
    address: 'r-asset.fabric.svc:9999',
    tls: false,
    key: 'package-id.asset.1',
    indexes: { owner: index, 'secrets/price': { ...index, name: 'price' } },
  };
  const { code, out, folder } = await run('chaincode.sh', { ...chaincode, service }, joined);
  assert.is(code, 0, out);
  const ask = (command: string): string =>
    spawnSync('sh', ['-c', `tar -xOzf package.tgz code.tar.gz | ${command}`], {
      cwd: folder,
      encoding: 'utf8',
    }).stdout;
  assert.equal(ask('tar -tz').trim().split('\n'), [
    'META-INF/statedb/couchdb/collections/secrets/indexes/price.json',
    'META-INF/statedb/couchdb/indexes/owner.json',
    'connection.json',
  ]);
  assert.equal(JSON.parse(ask('tar -xOz META-INF/statedb/couchdb/indexes/owner.json')), index);
});

check('the certificate of a server is made once, and its CA is in the package', async () => {
  const service = {
    address: 'r-asset.fabric.svc:9999',
    tls: true,
    key: 'package-id.asset.1',
    makes: 'r-tls',
  };
  const first = await run('chaincode.sh', { ...chaincode, service }, { ...joined, busy: 'x\nx\n' });
  assert.is(first.code, 0, first.out);
  assert.match(first.out, /the certificate of asset's server: waiting: curl: \(22\) error: 500/u);
  const at = (name: string): string => readFileSync(join(first.folder, name), 'utf8');
  const secret = JSON.parse(at('secret'));
  assert.is(secret.type, 'kubernetes.io/tls');
  assert.is(secret.metadata.name, 'r-tls');
  assert.equal(secret.metadata.ownerReferences, [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'r-channels', uid: 'the-uid' },
  ]);
  assert.match(secret.stringData['tls.key'], /^server\.key/u);
  assert.match(at('crypto-config'), '"r-asset.fabric.svc"');
  // No key may be seen in a list of processes or in a log.
  assert.not.match(at('curl') + first.out, /server\.key|secret-token/u);

  const installed = at('installed-peer0');
  const again = await run('chaincode.sh', { ...chaincode, service }, {}, first.folder);
  assert.is(again.code, 0, again.out);
  assert.equal(again.did, []);
  assert.is(at('installed-peer0'), installed);
});

check('it is initialised once where the definition asks for it', async () => {
  const first = await run('chaincode.sh', { ...chaincode, init: { args: ['a'] } }, joined);
  assert.is(first.code, 0, first.out);
  assert.ok(first.did.some((line) => line.includes('--isInit')));
  const again = await run('chaincode.sh', { ...chaincode, init: { args: ['a'] } }, {}, first.folder);
  assert.is(again.code, 0, again.out);
});

test.run();
