/** chaincode.sh: what the sidecar remembers and publishes, and when it is ready, with a stand-in for docker. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const own = (letter: string): string => `dev-peer0-kv_1-${letter.repeat(64)}-${'0'.repeat(64)}`;
const listening =
  '  sl  local_address rem_address   st\n   0: 0100007F:1B8B 00000000:0000 0A 00000000:00000000\n';

interface Sidecar {
  readonly folder: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** Containers that run, as the script asks for them. */
  runs(...lines: readonly string[]): Promise<void>;
  text(name: string): string;
}

/** A sidecar whose peer listens. */
const sidecar = async (): Promise<Sidecar> => {
  const folder = await temporaryFolder();
  for (const name of ['bin', 'docker', 'dind']) await mkdir(join(folder, name));
  await writeProgram(
    join(folder, 'bin'),
    'docker',
    `[ ! -e ${folder}/broken ] || [ $1 = ps ] || exit 1; case $1 in ps) cat ${folder}/containers ;; images) cat ${folder}/images ;; esac`,
  );
  await writeFiles(folder, { containers: '', images: '', tcp: listening });
  const text = (await readFile(join(top, 'chart/components/dind/files/chaincode.sh'), 'utf8'))
    .replaceAll('/var/lib/docker', `${folder}/docker`)
    .replaceAll('/run/dind', `${folder}/dind`)
    .replaceAll('/proc/net/tcp /proc/net/tcp6', `${folder}/tcp`)
    .replaceAll('/proc/1/fd/2', `${folder}/log`)
    .replaceAll('sleep 10', 'sleep 0.05')
    .replaceAll('sleep 1;', 'sleep 0.05;');
  await writeFiles(folder, { 'chaincode.sh': text });
  return {
    folder,
    script: join(folder, 'chaincode.sh'),
    env: { PATH: `${folder}/bin:${process.env.PATH}` },
    // Renamed, because the script may read at any moment.
    runs: async (...lines) => {
      await writeFiles(folder, { next: lines.map((line) => `${line}\n`).join('') });
      spawnSync('mv', [join(folder, 'next'), join(folder, 'containers')]);
    },
    text: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : ''),
  };
};

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 200; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: not within 5 s`);
};

const watching = async (of: Sidecar, body: () => Promise<void>): Promise<void> => {
  const watch: ChildProcess = spawn('sh', [of.script, 'watch'], { env: of.env, stdio: 'ignore' });
  try {
    await body();
  } finally {
    watch.kill('SIGKILL');
  }
};

const ran = 'docker/fabric-dind-running';

test('what runs is remembered; what runs no longer is forgotten, but not when all of it is gone', async () => {
  const of = await sidecar();
  await watching(of, async () => {
    await of.runs(`chaincode ${own('a')}`, `chaincode ${own('b')}`, 'other hyperledger/fabric-ccenv:2.5');
    await until('both are remembered', () => of.text(ran) === `${own('a')}\n${own('b')}\n`);
    await of.runs(`chaincode ${own('b')}`);
    await until('the first is forgotten', () => of.text(ran) === `${own('b')}\n`);
    await of.runs();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(of.text(ran), `${own('b')}\n`);
  });
});

test('nothing is learnt from a peer that does not listen', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { tcp: '' });
  await of.runs(`chaincode ${own('a')}`);
  await watching(of, async () => {
    await until('something is published', () => of.text('dind/status') !== '');
    assert.is(of.text(ran), '');
  });
});

test("the peer's liveness is told builds, images of chaincode, and what decides whether builds work", async () => {
  const of = await sidecar();
  const images = (...names: readonly string[]): Promise<void> =>
    writeFiles(of.folder, { images: names.map((name) => `${name}\n`).join('') });
  const status = (): string[] => of.text('dind/status').trimEnd().split('\n');
  const changed = (): number => Number(/^changed (\d+)$/u.exec(status()[0] ?? '')?.[1]);
  // A clock that goes on by a second whenever it is asked.
  await writeFiles(of.folder, { clock: '1' });
  await writeProgram(
    join(of.folder, 'bin'),
    'date',
    `read -r now <${of.folder}/clock; echo $((now + 1)) >${of.folder}/clock; echo "$now"`,
  );
  await images('hyperledger/fabric-ccenv:2.5', `${own('a')}:latest`, '<none>:<none>');
  await of.runs('other hyperledger/fabric-ccenv:2.5', `chaincode ${own('a')}`);
  let first = 0;
  await watching(of, async () => {
    await until('an image is published', () => status()[2] === `have ${own('a')}:latest`);
    first = changed();
    assert.is(status()[1], 'builds 1');
    assert.is(status().length, 3);
    await images('hyperledger/fabric-ccenv:2.5', `${own('b')}:latest`);
    await until('another image is published', () => status()[2] === `have ${own('b')}:latest`);
    assert.match(status()[3] as string, new RegExp(`^gone \\d+ ${own('a')}:latest$`, 'u'));
    assert.is(changed(), first, 'images of chaincode decide nothing');
    await images('hyperledger/fabric-ccenv:2.5', 'hyperledger/fabric-nodeenv:2.5');
    await until('a builder image is seen', () => changed() > first);
    first = changed();
    // Docker that does not answer has lost nothing.
    const [before] = [of.text('dind/status')];
    await writeFiles(of.folder, { broken: '' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(of.text('dind/status'), before);
    await rm(join(of.folder, 'broken'));
  });
  await watching(of, async () => {
    await until('another run of the daemon is a change', () => changed() > first);
  });
});

const warm = (of: Sidecar, seconds: number): { code: number | null; took: number } => {
  const start = Date.now();
  const { status } = spawnSync('sh', [of.script, 'warm', String(seconds)], { env: of.env });
  return { code: status, took: Date.now() - start };
};

test('the sidecar is ready at once where nothing ran before, or all of it runs', async () => {
  const of = await sidecar();
  assert.is(warm(of, 5).code, 0);
  const next = await sidecar();
  await writeFiles(next.folder, { [ran]: `${own('a')}\n` });
  await next.runs(`chaincode ${own('a')}`, `chaincode ${own('b')}`);
  const { code, took } = warm(next, 5);
  assert.is(code, 0);
  assert.ok(took < 4000, `it took ${took} ms`);
});

test('it waits for chaincode that is missing, and says so when it waits no longer', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { [ran]: `${own('a')}\n${own('b')}\n` });
  await of.runs(`chaincode ${own('a')}`);
  assert.ok(warm(of, 2).took >= 900);
  assert.match(of.text('log'), `ready without chaincode that ran before: ${own('b')}`);
  // Once ready it stays so: a daemon that restarts must not take the peer away.
  await of.runs();
  assert.ok(warm(of, 5).took < 900);
});

test('it is not ready while the peer does not listen', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { tcp: listening.replace(' 0A ', ' 01 ') });
  assert.is(warm(of, 1).code, 1);
  assert.ok(!existsSync(join(of.folder, 'dind/warm')));
});

test.run();
