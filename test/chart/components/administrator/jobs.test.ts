/** channel.sh and chaincode.sh: what is missing is done, and nothing else, with stand-ins for a network. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

/**
 * A network in files: `joined-<peer>` lists channels, `installed-<peer>` packages, `committed` and `approved-<MSP>` hold
 * sequences. Calls fail while the file `fails` has lines.
 */
const peer = `
echo "$CORE_PEER_ADDRESS $*" >>"$FAKE/calls"
if [ -s "$FAKE/fails" ]; then sed -i 1d "$FAKE/fails"; echo 'Error: connection refused' >&2; exit 1; fi
address=\${CORE_PEER_ADDRESS%%:*}
value() { while [ $# -gt 1 ]; do [ "$1" = "$name" ] && echo "$2" && return; shift; done; }
option() { name=$1; shift; value "$@"; }
case $* in
  'channel list'*) echo 'Channels peers has joined: '; cat "$FAKE/joined-$address" 2>/dev/null || : ;;
  'channel fetch 0'*) [ -e "$FAKE/no-block" ] && { echo 'Error: NOT_FOUND' >&2; rm "$FAKE/no-block"; exit 1; }; echo block >"$4" ;;
  'channel fetch config'*) cp "$FAKE/config" "$4" ;;
  'channel update'*) : ;;
  'channel joinbysnapshot '*) echo ch >>"$FAKE/joined-$address" ;;
  'channel joinbysnapshotstatus'*) : ;;
  'channel join'*) echo ch >>"$FAKE/joined-$address" ;;
  'channel getinfo'*) echo 'Blockchain info: {"height":7}' ;;
  *calculatepackageid*) cp "$4" "$FAKE/package.tgz"; grep -q broken "$4" && exit 1; echo "asset_1:$(sha256sum <"$4" | cut -c 1-8)" ;;
  *queryinstalled*) printf '{"installed_chaincodes":['; sed 's/.*/{"package_id":"&"}/' "$FAKE/installed-$address" 2>/dev/null | paste -sd,; echo ']}' ;;
  *'chaincode install'*) echo "asset_1:$(sha256sum <"$4" | cut -c 1-8)" >>"$FAKE/installed-$address" ;;
  *querycommitted*--name*)
    if [ -s "$FAKE/committed" ]; then cat "$FAKE/committed"
    else echo "Error: query failed with status: 404 - namespace asset is not defined" >&2; exit 1; fi ;;
  *querycommitted*) printf '{"chaincode_definitions":[%s]}' "$(sed 's/{/{"name":"asset",/' "$FAKE/committed" 2>/dev/null)" ;;
  *queryapproved*) cat "$FAKE/approved" 2>/dev/null || exit 1 ;;
  *checkcommitreadiness*)
    mine=false; [ -e "$FAKE/approved" ] && mine=true
    [ -s "$FAKE/later" ] && sed -i 1d "$FAKE/later" && theirs=false || theirs=true
    echo "{\\"approvals\\":{\\"Org1MSP\\":$mine,\\"Org2MSP\\":$theirs}}" ;;
  *approveformyorg*)
    if [ -e "$FAKE/other-definition" ]; then
      echo 'Error: proposal failed with status: 500 - attempted to redefine the current committed sequence (1) for namespace asset' >&2; exit 1
    fi
    echo "{\\"source\\":{\\"Type\\":{\\"LocalPackage\\":{\\"package_id\\":\\"$(option --package-id "$@")\\"}}}}" >"$FAKE/approved" ;;
  *'chaincode commit'*) echo "{\\"sequence\\":$(option --sequence "$@"),\\"version\\":\\"$(option --version "$@")\\",\\"validation_parameter\\":\\"EiAvQ2hhbm5lbC9BcHBsaWNhdGlvbi9FbmRvcnNlbWVudA==\\"}" >"$FAKE/committed" ;;
  *invoke*--isInit*) [ ! -e "$FAKE/initialised" ] || { echo 'chaincode asset is already initialized' >&2; exit 1; }; touch "$FAKE/initialised" ;;
  *) echo "no such call: $*" >&2; exit 9 ;;
esac`;

/** Keeps the JSON as it is, where the real one makes messages of it. */
const configtxlator = `
echo "configtxlator $*" >>"$FAKE/calls"
case $1 in
  compute_update) echo '{}' ;;
  *) while [ $# -gt 0 ]; do case $1 in --input) in=$2 ;; --output) out=$2 ;; esac; shift; done
     cat "\${in:-/dev/stdin}" >"\${out:-/dev/stdout}" ;;
esac`;

/** The API server, which has one ConfigMap and at most one Secret, and a web server. */
const curl = `
echo "$*" >>"$FAKE/curl"
method=GET
while [ $# -gt 1 ]; do case $1 in --output) out=$2 ;; --request) method=$2 ;; esac; shift; done
case "$method $1" in
  PATCH*/configmaps/r-channels) cat >"$FAKE/sent"; echo '{"metadata": {"uid": "the-uid"}}'
    [ "$(cat "$FAKE/sent")" = '{}' ] || mv "$FAKE/sent" "$FAKE/patch" ;;
  GET*/secrets/*) [ -e "$FAKE/secret" ] || { echo 'curl: (22) error: 404' >&2; exit 22; }
    jq '{data: .stringData | map_values(@base64)}' "$FAKE/secret" ;;
  POST*/secrets) [ ! -s "$FAKE/busy" ] || { sed -i 1d "$FAKE/busy"; echo 'curl: (22) error: 500' >&2; exit 22; }
    [ ! -e "$FAKE/secret" ] || exit 22; cat >"$FAKE/secret" ;;
  *) cp "$FAKE/download" "$out" ;;
esac`;

const cryptogen = `
echo "cryptogen $1" >>"$FAKE/calls"
keys=\${3#--output=}/peerOrganizations/chaincode/peers/server.chaincode/tls
mkdir -p "$keys"
cp "\${2#--config=}" "$FAKE/crypto-config"
for file in server.crt server.key ca.crt; do echo "$file $$" >"$keys/$file"; done`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** What the peer was asked, without queries. */
  readonly did: readonly string[];
  readonly status: Record<string, Record<string, unknown>>;
  readonly folder: string;
}

const server = (name: string): object => ({ address: `${name}:7051`, tls: true });

const channel = { name: 'ch', orderers: ['o0:7050', 'o1:7050'], peers: ['peer0', 'peer1'], endorsers: null };

const common = {
  mspId: 'Org1MSP',
  peers: { peer0: server('peer0'), peer1: server('peer1') },
  channels: [channel],
};

const questions =
  /channel (list|getinfo|fetch)|joinbysnapshotstatus|query|checkcommitreadiness|calculatepackageid/u;

const needed = ['jq', 'bash', 'timeout'].filter((name) => spawnSync('which', [name]).status !== 0);

const run = async (
  script: string,
  spec: object,
  files: Readonly<Record<string, string>> = {},
  given?: string,
): Promise<Ran> => {
  const folder = given ?? (await temporaryFolder());
  await mkdir(join(folder, 'bin'), { recursive: true });
  for (const [name, body] of Object.entries({ peer, configtxlator, cryptogen, curl }))
    await writeProgram(join(folder, 'bin'), name, body);
  await cp(join(top, 'chart/components/administrator/files'), join(folder, 'scripts'), { recursive: true });
  const text = await readFile(join(folder, 'scripts/common.sh'), 'utf8');
  await writeFiles(folder, {
    'scripts/common.sh': text
      .replace('sleep 2', 'sleep 0.02')
      .replace('/var/run/secrets/kubernetes.io/serviceaccount', join(folder, 'account')),
    'account/token': 'secret-token',
    'account/ca.crt': '',
    calls: '',
    ...files,
  });
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'scripts', script)], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      FAKE: folder,
      SPEC: JSON.stringify(spec),
      STATUS: 'r-channels',
      NAMESPACE: 'fabric',
      TRUST: join(folder, 'trust'),
      PACKAGE: join(folder, 'package'),
      BLOCK: join(folder, 'genesis.block'),
      SERVICE_CA: join(folder, 'ca.crt'),
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: '1',
    },
  });
  const did = readFileSync(join(folder, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !questions.test(line) && !line.startsWith('configtxlator'))
    .map((line) => line.replace(/ --(orderer|tls|cafile).*$/u, ''));
  const patch = join(folder, 'patch');
  const data = existsSync(patch)
    ? (JSON.parse(readFileSync(patch, 'utf8')) as { data: Record<string, string> }).data
    : {};
  const told = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, value.startsWith('{') ? JSON.parse(value) : value]),
  );
  if (process.env.SHOW) console.log(stdout, stderr);
  return { code: status, out: stdout + stderr, did, status: told, folder };
};

const check = (name: string, body: () => Promise<void>): void => {
  if (needed.length === 0) test(name, body);
  else {
    console.log(`SKIPPED: ${name}: no ${needed.join(', ')} here`);
    test.skip(name, body);
  }
};

const joinSpec = { channel: 'ch', ...common };

check('peers join, and what was seen is written down', async () => {
  const { code, did, status, folder } = await run('channel.sh', joinSpec, { 'joined-peer1': 'ch\n' });
  assert.is(code, 0);
  assert.match(did.join('\n'), /^peer0:7051 channel join --blockpath \S+genesis.block$/u);
  assert.equal(status.ch?.heights, { peer0: 7, peer1: 7 });
  assert.not.match(readFileSync(join(folder, 'curl'), 'utf8'), /secret-token/u);
});

check('a second run does nothing', async () => {
  const first = await run('channel.sh', joinSpec);
  const { code, did } = await run('channel.sh', joinSpec, {}, first.folder);
  assert.is(code, 0);
  assert.equal(did, []);
});

check('it says for whom it waits, once for each reason', async () => {
  const { code, out } = await run('channel.sh', joinSpec, { fails: 'x\n'.repeat(4), 'no-block': '' });
  assert.is(code, 0);
  assert.is(out.match(/peer0 at peer0:7051: waiting: connection refused/gu)?.length, 1);
  assert.match(out, /the genesis block of ch from its orderers: waiting: NOT_FOUND/u);
});

check('a block that is given is taken, and no orderer is asked', async () => {
  const { code, folder } = await run('channel.sh', joinSpec, { 'genesis.block': 'given' });
  assert.is(code, 0);
  assert.not.match(readFileSync(join(folder, 'calls'), 'utf8'), /channel fetch/u);
});

check('a snapshot is taken where one is named', async () => {
  const { did } = await run('channel.sh', { ...joinSpec, snapshot: '/snapshots/ch' });
  assert.equal(did, [
    'peer0:7051 channel joinbysnapshot --snapshotpath /snapshots/ch',
    'peer1:7051 channel joinbysnapshot --snapshotpath /snapshots/ch',
  ]);
});

const config = (anchors: readonly object[], name = 'Org1MSP'): string =>
  JSON.stringify({
    data: {
      data: [
        {
          payload: {
            data: {
              config: {
                channel_group: {
                  groups: {
                    Application: {
                      groups: {
                        Org1: {
                          values: {
                            MSP: { value: { config: { name } } },
                            ...(anchors.length > 0
                              ? { AnchorPeers: { value: { anchor_peers: anchors } } }
                              : {}),
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });

const anchors = [{ host: 'peer0.x', port: 7051 }];

check('an anchor peer is named where it is missing, and those that are there stay', async () => {
  const missing = await run(
    'channel.sh',
    { ...joinSpec, anchors },
    { config: config([{ host: 'other', port: 1 }]) },
  );
  assert.is(missing.code, 0);
  assert.match(missing.did.join('\n'), /channel update --file/u);
  const there = await run('channel.sh', { ...joinSpec, anchors }, { config: config(anchors) });
  assert.not.match(there.did.join('\n'), /channel update/u);
});

check('an organisation that the channel does not know is told, and is not tried again', async () => {
  const { code, out } = await run('channel.sh', { ...joinSpec, anchors }, { config: config([], 'OtherMSP') });
  assert.is(code, 3);
  assert.match(out, /ch does not know the organisation Org1MSP/u);
});

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
