/** The administrator's Jobs, run with a peer, an API server and a web server that are small scripts. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
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

/** What a run of a script did. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** What the peer was asked, without queries. */
  readonly did: readonly string[];
  readonly status: Record<string, Record<string, unknown>>;
  readonly folder: string;
}

const server = (name: string): object => ({ address: `${name}:7051`, tls: true });

/** The channel of the jobs. */
export const channel = {
  name: 'ch',
  orderers: ['o0:7050', 'o1:7050'],
  peers: ['peer0', 'peer1'],
  endorsers: null,
};

/** What every job is told. */
export const common = {
  mspId: 'Org1MSP',
  peers: { peer0: server('peer0'), peer1: server('peer1') },
  channels: [channel],
};

const questions =
  /channel (list|getinfo|fetch)|joinbysnapshotstatus|query|checkcommitreadiness|calculatepackageid/u;

const needed = ['jq', 'bash', 'timeout'].filter((name) => spawnSync('which', [name]).status !== 0);

/** Runs a script of the administrator with other programs in the place of those that it calls. */
export const run = async (
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

/** A test, unless a program of the scripts is missing here. */
export const check = (name: string, body: () => Promise<void>): void => {
  if (needed.length === 0) test(name, body);
  else {
    console.log(`SKIPPED: ${name}: no ${needed.join(', ')} here`);
    test.skip(name, body);
  }
};

/** What the job of a channel is told. */
export const joinSpec = { channel: 'ch', ...common };
