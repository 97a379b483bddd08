/** prepare.sh: images, pruning and the ledger's owner, with stand-ins for docker and chown. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const script = (name: string): string => join(top, 'chart/components/prepare/files', name);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** The calls of stand-ins, one a line. */
  readonly calls: readonly string[];
  /** Tars that are there afterwards. */
  readonly left: readonly string[];
}

/** A docker that knows the images in the file `images` and writes down how it was called. */
const fakeDocker = `
echo "docker $*" >>"$FAKE/calls"
case "$1 $2" in
  'image inspect') shift 2
    if [ "$1" = --format ]; then sed -n "s|^$3 ||p" "$FAKE/digests"; exit; fi
    for image in "$@"; do grep -qx "$image" "$FAKE/images" || exit 1; done ;;
  'load --quiet') tar -xOf "$4" manifest.json | grep -o '[a-z]*/[a-z]*:[0-9.]*' >>"$FAKE/images" ;;
  'pull --quiet') grep -qx "$3" "$FAKE/registry" && { [ ! -e "$FAKE/needs" ] || [ "$DOCKER_CONFIG" = "$(cat "$FAKE/needs")" ]; } && echo "$3" >>"$FAKE/images" ;;
  'tag '*) echo "$3" >>"$FAKE/images"; sed -i "\\|^$3 |d" "$FAKE/digests"; echo "$3 $2" >>"$FAKE/digests" ;;
esac`;

/** Runs prepare.sh with paths below a folder of its own. */
const prepare = async (
  env: Readonly<Record<string, string>>,
  there: {
    images?: string;
    registry?: string;
    /** Images and the digest that each has, one a line. */
    digests?: string;
    tars?: Readonly<Record<string, readonly string[]>>;
    secrets?: readonly string[];
    needs?: string;
  },
): Promise<Ran> => {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFiles(folder, {
    images: there.images ?? '',
    registry: there.registry ?? '',
    digests: there.digests ?? '',
    calls: '',
  });
  await writeProgram(bin, 'docker', fakeDocker);
  for (const [name, tags] of Object.entries(there.tars ?? {})) {
    const work = join(folder, `tar-${name}`);
    mkdirSync(work, { recursive: true });
    mkdirSync(join(folder, 'tars'), { recursive: true });
    writeFileSync(
      join(work, 'manifest.json'),
      JSON.stringify([{ Config: 'x.json', RepoTags: tags, Layers: [] }]),
    );
    execFileSync('tar', ['-C', work, '-cf', join(folder, 'tars', name), 'manifest.json']);
  }
  for (const secret of there.secrets ?? []) mkdirSync(join(folder, 'secrets', secret), { recursive: true });
  if (there.needs) writeFileSync(join(folder, 'needs'), join(folder, 'secrets', there.needs));
  // The script's own paths belong to the container; here they lie below the folder.
  const text = (await readFile(script('prepare.sh'), 'utf8'))
    .replaceAll('/images/', `${folder}/tars/`)
    .replaceAll('/etc/fabric-dind-pull-secrets', `${folder}/secrets`);
  writeFileSync(join(folder, 'prepare.sh'), text);
  const { status, stderr } = spawnSync('sh', [join(folder, 'prepare.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      FAKE: folder,
      PRELOAD_PULL: 'true',
      PRELOAD_POLICY: 'Fail',
      PRELOAD_TIMEOUT: '5',
      ...env,
    },
  });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').filter(Boolean);
  const left = there.tars ? readdirSync(join(folder, 'tars')) : [];
  return { code: status, out: stderr, calls, left };
};

const wanted = 'fabric/ccenv:2.5|registry/ccenv:2.5\nfabric/baseos:2.5|fabric/baseos:2.5';

test('images that are there cost one question', async () => {
  const ran = await prepare({ PRELOAD_IMAGES: wanted }, { images: 'fabric/ccenv:2.5\nfabric/baseos:2.5\n' });
  assert.is(ran.code, 0);
  assert.equal(ran.calls, ['docker image inspect fabric/ccenv:2.5 fabric/baseos:2.5']);
});

test('tars that hold a missing image are loaded, others are not', async () => {
  const tars = {
    'a.tar': ['fabric/ccenv:3.1', 'fabric/ccenv:2.5'],
    'b.tar': ['fabric/baseos:2.5'],
    'c.tar': ['other:1'],
  };
  const ran = await prepare({ PRELOAD_IMAGES: wanted, PRELOAD_PULL: 'false' }, { tars });
  assert.is(ran.code, 0, ran.out);
  assert.is(ran.calls.filter((call) => call.startsWith('docker load')).length, 2);
  assert.is(ran.calls.filter((call) => call.startsWith('docker pull')).length, 0);
});

test('what no tar has is pulled and gets the name that Fabric asks for', async () => {
  const ran = await prepare(
    { PRELOAD_IMAGES: wanted },
    { registry: 'registry/ccenv:2.5\nfabric/baseos:2.5\n' },
  );
  assert.is(ran.code, 0, ran.out);
  assert.ok(ran.calls.includes('docker tag registry/ccenv:2.5 fabric/ccenv:2.5'));
  assert.ok(!ran.calls.some((call) => call.startsWith('docker tag fabric/baseos')));
});

const byDigest = (digest: string): string => `mirror/ccenv@sha256:${digest.repeat(64)}`;
const pinned = { PRELOAD_IMAGES: `fabric/ccenv:2.5|${byDigest('b')}` };
const pulls = (ran: Ran): string[] => ran.calls.filter((call) => call.startsWith('docker pull'));

test('an image that is there with another digest than is wanted is pulled', async () => {
  const there = { images: 'fabric/ccenv:2.5\n', registry: `${byDigest('b')}\n` };
  const other = await prepare(pinned, { ...there, digests: `fabric/ccenv:2.5 ${byDigest('a')}\n` });
  assert.is(other.code, 0, other.out);
  assert.equal(pulls(other), [`docker pull --quiet ${byDigest('b')}`]);
  assert.ok(other.calls.includes(`docker tag ${byDigest('b')} fabric/ccenv:2.5`));
  const same = await prepare(pinned, {
    ...there,
    digests: `fabric/ccenv:2.5 x@sha256:${'c'.repeat(64)} ${byDigest('b')}\n`,
  });
  assert.equal(pulls(same), []);
  const offline = await prepare({ ...pinned, PRELOAD_PULL: 'false' }, { images: 'fabric/ccenv:2.5\n' });
  assert.equal([offline.code, pulls(offline)], [0, []]);
});

test('where a digest cannot be had the peer starts with what is there', async () => {
  const ran = await prepare(pinned, { images: 'fabric/ccenv:2.5\n' });
  assert.is(ran.code, 0);
  assert.match(ran.out, 'could not be pulled');
});

test('tags are pulled anew where that is asked for, and a registry outage stops nothing', async () => {
  const there = {
    images: 'fabric/ccenv:2.5\nregistry/ccenv:2.5\nfabric/baseos:2.5\n',
    registry: 'registry/ccenv:2.5\nfabric/baseos:2.5\n',
  };
  assert.equal(pulls(await prepare({ PRELOAD_IMAGES: wanted }, there)), []);
  const fresh = await prepare({ PRELOAD_IMAGES: wanted, PRELOAD_REFRESH: 'true' }, there);
  assert.equal(pulls(fresh), [
    'docker pull --quiet registry/ccenv:2.5',
    'docker pull --quiet fabric/baseos:2.5',
  ]);
  assert.ok(fresh.calls.includes('docker tag registry/ccenv:2.5 fabric/ccenv:2.5'));
  const outage = await prepare(
    { PRELOAD_IMAGES: wanted, PRELOAD_REFRESH: 'true' },
    { ...there, registry: '' },
  );
  assert.is(outage.code, 0, outage.out);
});

test('every pull secret is tried', async () => {
  const ran = await prepare(
    { PRELOAD_IMAGES: 'fabric/baseos:2.5|fabric/baseos:2.5' },
    { registry: 'fabric/baseos:2.5\n', secrets: ['first', 'second'], needs: 'second' },
  );
  assert.is(ran.code, 0, ran.out);
  assert.is(ran.calls.filter((call) => call.startsWith('docker pull')).length, 2);
});

test('a registry outage does not matter for images that are there', async () => {
  const ran = await prepare(
    { PRELOAD_IMAGES: wanted },
    { images: 'fabric/ccenv:2.5\nfabric/baseos:2.5\n', registry: '' },
  );
  assert.is(ran.code, 0);
});

test('a missing image stops the peer, or is told, as the policy says', async () => {
  const failed = await prepare({ PRELOAD_IMAGES: wanted }, { images: 'fabric/ccenv:2.5\n' });
  assert.is(failed.code, 1);
  assert.match(failed.out, 'missing: fabric/baseos:2.5');
  const ignored = await prepare(
    { PRELOAD_IMAGES: wanted, PRELOAD_POLICY: 'Ignore' },
    { images: 'fabric/ccenv:2.5\n' },
  );
  assert.is(ignored.code, 0);
  assert.match(ignored.out, 'missing: fabric/baseos:2.5');
});

test('pruning removes what it is told to, and its age is passed on', async () => {
  const ran = await prepare({ PRUNE: 'containers images ', PRUNE_UNTIL: '24h' }, {});
  assert.equal(ran.calls, [
    'docker container prune --force --filter until=24h',
    'docker image prune --force --filter until=24h',
  ]);
});

test('the ledger is given to its owner only when it is not theirs', async () => {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeProgram(bin, 'stat', 'echo "$FAKE_OWNER"');
  await writeProgram(bin, 'chown', 'echo "chown $*"');
  const run = (owner: string): string =>
    spawnSync('sh', [script('prepare.sh')], {
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env.PATH}`, FAKE_OWNER: owner, LEDGER_OWNER: '1000:1000' },
    }).stdout.trim();
  assert.is(run('0:0'), 'chown 1000:1000 /var/hyperledger');
  assert.is(run('1000:1000'), '');
});

const chaincodeImage = (label: string, letter: string): string =>
  `dev-peer0-${label}-${letter.repeat(64)}-${'0'.repeat(64)}`;

/** A docker with images of some size each, newest first; chaincode's are known by their name. */
const dockerWithSizes = `
echo "docker $*" >>"$FAKE/calls"
case "$*" in
  'system df'*) awk '{ sum += $2 } END { printf "%.2fMB\\n0B\\n", sum }' "$FAKE/disk" ;;
  'images --filter'*) awk -F: '/^dev-/ { print $1 }' "$FAKE/disk" ;;
  images*) awk '{ split($1, part, ":"); print $1, part[1] }' "$FAKE/disk" ;;
  'image rm'*) grep -v "^$3[: ]" "$FAKE/disk" >"$FAKE/left"; mv "$FAKE/left" "$FAKE/disk" ;;
  'image inspect'*) exit 0 ;;
esac`;

/** Prunes a daemon and returns the images that are left. */
const pruned = async (
  env: Readonly<Record<string, string>>,
  images: Readonly<Record<string, number>>,
  packages: readonly string[] | undefined,
  /** Packages of the legacy lifecycle, whose files are called by name and version. */
  legacy: readonly string[] = [],
  ledger = 'production',
): Promise<{ left: string[]; out: string }> => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'bin'));
  await writeProgram(join(folder, 'bin'), 'docker', dockerWithSizes);
  const disk = Object.entries(images).map(([name, size]) => `${name} ${size}\n`);
  await writeFiles(folder, { disk: disk.join(''), calls: '' });
  const chaincodes = `${ledger}/lifecycle/chaincodes`;
  if (packages) await mkdir(join(folder, chaincodes), { recursive: true });
  for (const name of packages ?? []) await writeFiles(folder, { [`${chaincodes}/${name}`]: '' });
  for (const name of legacy) await writeFiles(folder, { [`${ledger}/chaincodes/${name}`]: '' });
  const text = (await readFile(script('prepare.sh'), 'utf8')).replaceAll('/var/hyperledger', folder);
  await writeFiles(folder, { 'prepare.sh': text });
  const { status, stderr } = spawnSync('sh', [join(folder, 'prepare.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}/bin:${process.env.PATH}`,
      FAKE: folder,
      LEDGER: ledger === 'production' ? '' : join(folder, ledger),
      ...env,
    },
  });
  assert.is(status, 0, stderr);
  const left = readFileSync(join(folder, 'disk'), 'utf8').trim().split('\n').filter(Boolean);
  return { left: left.map((line) => line.split(' ')[0] as string), out: stderr };
};

const [newest, older, oldest] = ['c', 'b', 'a'].map((letter) => chaincodeImage('kv_1', letter));
const another = chaincodeImage('other_1', 'd');
const versions = { [`${newest}:latest`]: 10, [`${older}:latest`]: 10, [`${oldest}:latest`]: 10 };

test('older images of a label go, but not those of a package that the peer would build again', async () => {
  const images = { ...versions, [`${another}:latest`]: 10 };
  const { left } = await pruned({ PRUNE_KEEP: '1' }, images, [`kv_1.${'b'.repeat(64)}.tar.gz`]);
  assert.equal(left, [`${newest}:latest`, `${older}:latest`, `${another}:latest`]);
});

test('packages that cannot be seen may be there', async () => {
  assert.equal((await pruned({ PRUNE_KEEP: '1' }, versions, undefined)).left, Object.keys(versions));
});

test('a ledger at another path has its packages there', async () => {
  const packages = [`kv_1.${'b'.repeat(64)}.tar.gz`];
  const { left } = await pruned({ PRUNE_KEEP: '1' }, versions, packages, [], 'elsewhere/data');
  assert.equal(left, [`${newest}:latest`, `${older}:latest`]);
});

test('in the legacy lifecycle images are told by name and version, also by versions like 2', async () => {
  const image = (name: string): string => `dev-peer0-${name}-${'e'.repeat(64)}:latest`;
  const names = ['mycc-3', 'mycc-2', 'mycc-1.0', 'mycc-0a', 'other-2', 'deep-cc-1'];
  const images = Object.fromEntries(names.map((name) => [image(name), 10]));
  const { left } = await pruned({ PRUNE_KEEP: '1' }, images, [], ['myCC.2', 'cc.1.0', 'deep-cc.1']);
  assert.equal(left, ['mycc-3', 'mycc-2', 'other-2', 'deep-cc-1'].map(image));
});

const asked = {
  PRELOAD_IMAGES: 'fabric/ccenv:2.5|mirror/ccenv:2.5',
  PRELOAD_PULL: 'false',
  PRELOAD_TIMEOUT: '5',
};

test('within the upper size nothing is removed', async () => {
  const images = { 'fabric/ccenv:2.5': 500, 'junk:1': 400, ...versions };
  const { left } = await pruned({ ...asked, PRUNE_MAX_SIZE: '1000000000' }, images, []);
  assert.equal(left, Object.keys(images));
});

test('beyond it go images that nobody asks for, then chaincode that is not installed, oldest first, until it fits', async () => {
  const images = { 'fabric/ccenv:2.5': 500, 'mirror/ccenv:2.5': 0, 'junk:1': 400, ...versions };
  const keep = [`kv_1.${'b'.repeat(64)}.tar.gz`];
  const some = await pruned({ ...asked, PRUNE_MAX_SIZE: '600000000' }, images, keep);
  assert.equal(
    some.left,
    Object.keys(images).filter((name) => name !== 'junk:1'),
  );
  const more = await pruned({ ...asked, PRUNE_MAX_SIZE: '525000000' }, images, keep);
  assert.equal(more.left, ['fabric/ccenv:2.5', 'mirror/ccenv:2.5', `${newest}:latest`, `${older}:latest`]);
  const all = await pruned({ ...asked, PRUNE_MAX_SIZE: '1' }, images, keep);
  assert.equal(all.left, ['fabric/ccenv:2.5', 'mirror/ccenv:2.5', `${older}:latest`]);
  assert.match(all.out, 'nothing of it can be spared');
});

test('tars that were copied for loading are removed, needed or not', async () => {
  const tars = { 'a.tar': ['fabric/baseos:2.5'], 'b.tar': ['other:1'] };
  const env = { PRELOAD_IMAGES: wanted, PRELOAD_DISCARD: 'true', PRELOAD_PULL: 'false' };
  const loaded = await prepare(env, { images: 'fabric/ccenv:2.5\n', tars });
  assert.is(loaded.code, 0, loaded.out);
  assert.equal(loaded.left, []);
  const there = await prepare(env, { images: 'fabric/ccenv:2.5\nfabric/baseos:2.5\n', tars });
  assert.equal(there.left, []);
  assert.is(
    (await prepare({ ...env, PRELOAD_DISCARD: '' }, { images: 'fabric/ccenv:2.5\n', tars })).left.length,
    2,
  );
});

test.run();
