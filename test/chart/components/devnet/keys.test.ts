/** keys.sh: wherever it is ended, run again it leaves the same Secrets, all of one authority's keys. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

/**
 * An API server whose objects are files of $FAKE/api. Where $FAKE/die says "write" the script ends after the first
 * change: the server has made it, and nobody hears of it.
 */
const curl = `
while [ $# -gt 0 ]; do case $1 in
  --output) out=$2; shift ;; --request) method=$2; shift ;; --data-binary) body=\${2#@}; shift ;;
  --header) case $2 in @*) cat "\${2#@}" >>"$FAKE/headers"; echo >>"$FAKE/headers" ;; esac; shift ;;
  --cacert|--max-time|--retry|--write-out) shift ;; -*) ;; *) url=$1 ;;
esac; shift; done
echo "$method \${url##*/fabric/}" >>"$FAKE/requests"
kind=\${url##*/fabric/}; kind=\${kind%%/*}
name=\${url##*/}
: >"$out"
case $method in
  POST) name=$(jq -r .metadata.name "$body"); file=$FAKE/api/$kind/$name
    if [ -e "$file" ]; then code=409
    else code=201; jq '.metadata.resourceVersion = "1"' "$body" >"$file"; fi ;;
  *) file=$FAKE/api/$kind/$name
    if [ ! -e "$file" ]; then code=404
    else case $method in
      GET) code=200; cat "$file" >"$out" ;;
      DELETE) code=200; rm "$file" ;;
      PUT) version=$(jq -r .metadata.resourceVersion "$file")
        if [ -e "$FAKE/conflict" ]; then rm "$FAKE/conflict"; code=409
        elif [ "$(jq -r .metadata.resourceVersion "$body")" != "$version" ]; then code=409
        else code=200; jq --arg v "$((version + 1))" '.metadata.resourceVersion = $v' "$body" >"$file.new"; mv "$file.new" "$file"; fi ;;
    esac; fi ;;
esac
[ "$method" = GET ] || [ "$(cat "$FAKE/die")" != write ] || exit 7
printf %s "$code"`;

/** Random keys, where none are: an authority for each organisation, and nodes that it signs. */
const cryptogen = `
for word; do case $word in --config=*) config=\${word#*=} ;; --input=*) input=\${word#*=} ;; esac; done
random() { od -An -N8 -tx8 /dev/urandom | tr -d ' '; }
authority() { mkdir -p "$1/tlsca"; [ -e "$1/tlsca/x-cert.pem" ] || random >"$1/tlsca/x-cert.pem"; }
node() {
  [ ! -e "$2" ] || return 0
  mkdir -p "$2/msp/signcerts" "$2/msp/keystore" "$2/msp/cacerts" "$2/msp/tlscacerts" "$2/tls"
  echo "$(random) of $(cat "$1/tlsca/x-cert.pem") for $3" | tee "$2/msp/signcerts/c" "$2/tls/$4.crt" >/dev/null
  random | tee "$2/msp/keystore/k" "$2/tls/$4.key" >/dev/null
  cat "$1/tlsca/x-cert.pem" | tee "$2/msp/cacerts/c" "$2/msp/tlscacerts/c" "$2/tls/ca.crt" >/dev/null
}
for kind in Peer Orderer; do
  low=$(echo $kind | tr PO po)
  jq -r ".\${kind}Orgs[] | .Domain" "$config" | while read -r domain; do
    home=$input/\${low}Organizations/$domain
    authority "$home"
    node "$home" "$home/users/Admin@$domain" admin client
    jq -r ".\${kind}Orgs[] | .Specs[] | .Hostname + \\" \\" + (.SANS | join(\\",\\"))" "$config" | while read -r name names; do
      node "$home" "$home/\${low}s/$name.$domain" "$names" server
    done
  done
done`;

const configtxgen = `
while [ $# -gt 0 ]; do case $1 in -configPath) path=$2 ;; -outputBlock) out=$2 ;; esac; shift; done
{ date +%N; cat "$path/configtx.yaml"; } >"$out"`;

interface Secret {
  readonly metadata: { readonly labels?: Record<string, string> };
  readonly data: Record<string, string>;
}

const peer = (name: string, ...names: readonly string[]): object => ({
  msp: `r-${name}-msp`,
  tls: `r-${name}-tls`,
  names: [`r-${name}.fabric.svc`, ...names],
});

const spec = {
  name: 'r-devnet',
  release: 'r',
  domain: 'r-fabric-dind',
  mspId: 'Org1MSP',
  channel: 'mychannel',
  joins: '',
  package: 'kv-1.tgz',
  orderers: ['o-0.o.fabric.svc'],
  anchors: [{ host: 'r-peer0.fabric.svc', port: 7051 }],
  peers: { peer0: peer('peer0'), peer1: peer('peer1') },
};

const all = [
  'r-devnet',
  'r-devnet-admin',
  'r-devnet-orderer',
  'r-peer0-msp',
  'r-peer0-tls',
  'r-peer1-msp',
  'r-peer1-tls',
];

const prepare = async (): Promise<string> => {
  const folder = await temporaryFolder();
  for (const path of ['bin', 'tmp', 'api/secrets', 'api/persistentvolumeclaims'])
    await mkdir(join(folder, path), { recursive: true });
  for (const [name, body] of Object.entries({ curl, cryptogen, configtxgen, sleep: '' }))
    await writeProgram(join(folder, 'bin'), name, body);
  await cp(join(top, 'chart/components/devnet/files'), join(folder, 'scripts'), { recursive: true });
  await writeFiles(folder, { 'account/token': 'secret-token', 'account/ca.crt': '', headers: '' });
  return folder;
};

const run = async (
  folder: string,
  given: object = spec,
  die: 'write' | 'never' = 'never',
  ...words: readonly string[]
): Promise<{ code: number | null; out: string; requests: readonly string[] }> => {
  await writeFiles(folder, { die: die, requests: '' });
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'scripts/keys.sh'), ...words], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      TMPDIR: join(folder, 'tmp'),
      FAKE: folder,
      ACCOUNT: join(folder, 'account'),
      SERVER: 'https://server',
      SPEC: JSON.stringify(given),
      NAMESPACE: 'fabric',
    },
  });
  const requests = readFileSync(join(folder, 'requests'), 'utf8').trim().split('\n');
  return { code: status, out: stdout + stderr, requests };
};

const secrets = (folder: string): Record<string, Secret> => {
  const home = join(folder, 'api/secrets');
  return Object.fromEntries(
    readdirSync(home)
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(join(home, name), 'utf8')) as Secret]),
  );
};

const text = (secret: Secret | undefined, key: string): string =>
  Buffer.from(secret?.data[key] ?? '', 'base64').toString();

/** All Secrets are there, complete, and of one authority. */
const isWhole = (folder: string, names: readonly string[] = all): void => {
  const found = secrets(folder);
  assert.equal(Object.keys(found), [...names]);
  const authority = text(found['r-peer0-msp'], 'cacert.pem').trim();
  assert.match(authority, /^[0-9a-f]{16}$/u);
  for (const name of names.filter((name) => name.endsWith('-msp'))) {
    assert.equal(Object.keys(found[name]?.data ?? {}), [
      'cacert.pem',
      'cert.pem',
      'key.pem',
      'tlscacert.pem',
    ]);
    assert.ok(text(found[name], 'cert.pem').includes(`of ${authority}`), name);
  }
  assert.ok(text(found['r-devnet-admin'], 'cert.pem').includes(authority));
  assert.equal(text(found['r-devnet'], 'genesis.block'), text(found['r-devnet-orderer'], 'genesis.block'));
};

const needed = ['jq', 'bash', 'tar', 'base64'].filter((name) => spawnSync('which', [name]).status !== 0);

if (needed.length > 0) {
  console.log(`SKIPPED: keys.sh needs ${needed.join(', ')} here`);
} else {
  test('it makes what peers, orderers and administrator need, and nothing a second time', async () => {
    const folder = await prepare();
    const first = await run(folder);
    assert.is(first.code, 0, first.out);
    isWhole(folder);
    const before = JSON.stringify(secrets(folder));
    assert.match(text(secrets(folder)['r-peer1-tls'], 'tls.crt'), 'r-peer1.fabric.svc,localhost,127.0.0.1');
    const second = await run(folder);
    assert.is(second.code, 0, second.out);
    assert.is(JSON.stringify(secrets(folder)), before);
    assert.ok(
      second.requests.every((line) => line.startsWith('GET')),
      second.requests.join(' '),
    );
    assert.equal(readdirSync(join(folder, 'tmp')), [], 'it leaves keys behind');
  });

  test('ended after each thing that it makes and run again, it ends in the same state', async () => {
    const folder = await prepare();
    const kept = (): string => JSON.stringify(secrets(folder)['r-devnet']);
    await run(folder, spec, 'write');
    const first = kept();
    let ended = 1;
    while ((await run(folder, spec, 'write')).code !== 0) {
      ended += 1;
      assert.is(kept(), first);
      assert.is(Object.keys(secrets(folder)).length, ended);
    }
    assert.is(ended, all.length);
    isWhole(folder);
    assert.is(kept(), first);
  });

  test('a further peer gets keys of the same authority, and the others keep theirs', async () => {
    const folder = await prepare();
    await run(folder);
    const before = secrets(folder);
    const grown = { ...spec, peers: { ...spec.peers, peer2: peer('peer2') } };
    for (const die of ['write', 'write', 'never'] as const) await run(folder, grown, die);
    isWhole(folder, [...all, 'r-peer2-msp', 'r-peer2-tls']);
    const after = secrets(folder);
    for (const name of all.filter((name) => name !== 'r-devnet'))
      assert.equal(after[name], before[name], name);
  });

  test('a peer of other names gets another certificate, the others do not', async () => {
    const folder = await prepare();
    await run(folder);
    const before = secrets(folder);
    const ran = await run(folder, {
      ...spec,
      peers: { ...spec.peers, peer0: peer('peer0', 'peer0.example.com') },
    });
    assert.match(ran.out, 'peer0 has other names');
    const after = secrets(folder);
    assert.match(text(after['r-peer0-tls'], 'tls.crt'), 'peer0.example.com');
    assert.equal(after['r-peer1-tls'], before['r-peer1-tls']);
    isWhole(folder);
  });

  test('somebody else who writes at the same time is heeded', async () => {
    const folder = await prepare();
    await run(folder);
    await writeFiles(folder, { conflict: '' });
    const ran = await run(folder, { ...spec, peers: { ...spec.peers, peer2: peer('peer2') } });
    assert.is(ran.code, 0, ran.out);
    isWhole(folder, [...all, 'r-peer2-msp', 'r-peer2-tls']);
  });

  test('what cannot change is refused, with what to do', async () => {
    const folder = await prepare();
    await run(folder);
    const before = JSON.stringify(secrets(folder));
    for (const changed of [{ mspId: 'Org2MSP' }, { channel: 'other' }, { orderers: ['a', 'b', 'c'] }]) {
      const { code, out } = await run(folder, { ...spec, ...changed });
      assert.is(code, 3, out);
      assert.match(out, 'set the values back, or uninstall, remove the Secret r-devnet');
    }
    assert.is(JSON.stringify(secrets(folder)), before);
  });

  test("a Secret that is another's stays as it is", async () => {
    const folder = await prepare();
    const mine = JSON.stringify({
      metadata: { name: 'r-peer1-msp', resourceVersion: '1' },
      data: { a: 'Yg==' },
    });
    await writeFiles(folder, { 'api/secrets/r-peer1-msp': mine });
    const { code, out } = await run(folder);
    assert.is(code, 3, out);
    assert.match(out, 'There is a Secret r-peer1-msp that this devnet did not make');
    assert.is(readFileSync(join(folder, 'api/secrets/r-peer1-msp'), 'utf8'), mine);
  });

  test('an organisation that joins has no orderers of its own', async () => {
    const folder = await prepare();
    const { code, out } = await run(folder, { ...spec, joins: 'other-fabric-dind', orderers: [] });
    assert.is(code, 0, out);
    assert.equal(
      Object.keys(secrets(folder)),
      all.filter((name) => name !== 'r-devnet-orderer'),
    );
    assert.not(secrets(folder)['r-devnet-admin']?.data['orderer-ca.crt']);
  });

  test('it removes what it made, and claims, and nothing of others', async () => {
    const folder = await prepare();
    await run(folder);
    await writeFiles(folder, {
      'api/secrets/mine': '{}',
      'api/persistentvolumeclaims/ledger': '{}',
      'api/persistentvolumeclaims/other': '{}',
    });
    for (const die of ['write', 'never'] as const)
      await run(folder, { ...spec, claims: ['ledger', 'gone'] }, die, 'remove');
    assert.equal(Object.keys(secrets(folder)), ['mine']);
    assert.equal(readdirSync(join(folder, 'api/persistentvolumeclaims')), ['other']);
  });

  test('no key is told, and the token is in no argument', async () => {
    const folder = await prepare();
    const { out } = await run(folder);
    for (const secret of Object.values(secrets(folder)))
      for (const key of Object.keys(secret.data).filter((name) => /key/u.test(name)))
        assert.not.match(out, text(secret, key).trim());
    assert.not.match(out, 'secret-token');
    assert.match(readFileSync(join(folder, 'headers'), 'utf8'), 'Authorization: Bearer secret-token');
  });
}

test.run();
