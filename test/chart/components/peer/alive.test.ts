/** alive.sh: when the peer's liveness probe fails, and when it stops the peer, with files in place of daemon and ledger. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const hash = (letter: string): string => letter.repeat(64);
const image = (letter: string): string => `dev-peer0-kv_1-${hash(letter)}-${hash('0')}:latest`;

/** Before or after the peer began. */
type When = 'before' | 'later';
const seconds = (when: When): number => Math.floor(Date.now() / 1000) + (when === 'before' ? -3600 : 3600);

/** The kernel's word for a socket that listens on port 7051. */
const listening = '   0: 00000000:1B8B 00000000:0000 0A 00000000:00000000 00:00000000\n';

/** A peer with its daemon, as far as the script sees them. */
class Peer {
  private now = 1000;
  private readonly folder: string;
  private readonly process: ChildProcess;
  private readonly script: string;

  private constructor(folder: string, process: ChildProcess, script: string) {
    this.folder = folder;
    this.process = process;
    this.script = script;
  }

  static async start(): Promise<Peer> {
    const folder = await temporaryFolder();
    for (const name of ['tmp', 'dind', 'bin', 'production/lifecycle/chaincodes'])
      await mkdir(join(folder, name), { recursive: true });
    await writeProgram(join(folder, 'bin'), 'date', `cat ${folder}/now`);
    const process = spawn('sleep', ['60'], { stdio: 'ignore' });
    await writeFiles(folder, { listening });
    const text = (await readFile(join(top, 'chart/components/peer/files/alive.sh'), 'utf8'))
      .replaceAll('/proc/1/', `/proc/${process.pid}/`)
      .replaceAll('kill -TERM 1', `kill -TERM ${process.pid}`)
      .replaceAll('/tmp/', `${folder}/tmp/`)
      .replaceAll('/run/dind', `${folder}/dind`)
      .replaceAll('/proc/net/tcp /proc/net/tcp6', `${folder}/listening`);
    await writeFiles(folder, { 'alive.sh': text });
    return new Peer(folder, process, join(folder, 'alive.sh'));
  }

  /**
   * What the daemon has: when that changed which decides about builds, builds that go on, images, and images that
   * vanished.
   */
  daemon(
    changed: When,
    builds: number,
    have: readonly string[],
    gone: readonly [When, string][] = [],
  ): Promise<void> {
    const lines = [
      `changed ${seconds(changed)}`,
      `builds ${builds}`,
      ...have.map((name) => `have ${name}`),
      ...gone.map(([when, name]) => `gone ${seconds(when)} ${name}`),
    ];
    return writeFiles(this.folder, { 'dind/status': `${lines.join('\n')}\n` });
  }

  dataRoot(id: string): Promise<void> {
    return writeFiles(this.folder, { 'dind/data-root': id });
  }

  /** Puts a package into the ledger; its age is told by the file's time. */
  async install(letter: string, when: When): Promise<void> {
    const path = `production/lifecycle/chaincodes/kv_1.${hash(letter)}.tar.gz`;
    await writeFiles(this.folder, { [path]: '' });
    await utimes(join(this.folder, path), seconds(when), seconds(when));
  }

  /** Leaves what an external builder leaves of a package. */
  takenByBuilder(letter: string): Promise<void> {
    return writeFiles(this.folder, {
      [`production/externalbuilder/builds/kv_1-${hash(letter)}/build-info.json`]: '{}',
    });
  }

  /** Runs the probe, some seconds after the last one: alive, dead, or stopped by the probe with its words. */
  async probe(seconds = 10): Promise<string> {
    this.now += seconds;
    await writeFiles(this.folder, { now: `${this.now}\n` });
    const { status, stdout, stderr } = spawnSync('bash', [this.script], {
      encoding: 'utf8',
      env: {
        PATH: `${this.folder}/bin:${process.env.PATH}`,
        CORE_PEER_FILESYSTEMPATH: join(this.folder, 'production'),
      },
    });
    assert.is(stderr, '');
    if (status === 0) return 'alive';
    return stdout.includes('the peer stops') ? `stopped: ${stdout.split(':')[0]}` : 'dead';
  }

  closePort(): Promise<void> {
    return writeFiles(this.folder, { listening: listening.replace(' 0A ', ' 01 ') });
  }

  async end(): Promise<void> {
    this.process.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether the probe stopped the peer's process. */
  async wasStopped(): Promise<boolean> {
    if (this.process.exitCode === null && this.process.signalCode === null)
      await Promise.race([once(this.process, 'exit'), new Promise((resolve) => setTimeout(resolve, 500))]);
    return this.process.signalCode === 'SIGTERM';
  }
}

const scenario = (name: string, body: (peer: Peer) => Promise<void>): void => {
  test(name, async () => {
    const peer = await Peer.start();
    try {
      await body(peer);
    } finally {
      await peer.end();
    }
  });
};

scenario(
  'a peer that never listened is starting; one that listened is dead when it stops to',
  async (peer) => {
    assert.is(await peer.probe(), 'alive');
    await peer.closePort();
    assert.is(await peer.probe(), 'dead');
  },
);

scenario('a peer whose port was never open is alive', async (peer) => {
  await peer.closePort();
  assert.is(await peer.probe(), 'alive');
});

scenario('another data root of the daemon stops the peer', async (peer) => {
  await peer.dataRoot('one');
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(), 'alive');
  await peer.dataRoot('two');
  assert.is(await peer.probe(), 'stopped: the Docker daemon lost its data');
  assert.ok(await peer.wasStopped());
});

scenario('an image that vanished stops the peer, but not while something is built', async (peer) => {
  await peer.install('a', 'before');
  await peer.daemon('before', 0, [image('a'), image('b')]);
  assert.is(await peer.probe(), 'alive');
  const gone: [When, string][] = [['later', image('a')]];
  await peer.daemon('before', 0, [image('b')], gone);
  assert.is(await peer.probe(), 'alive');
  await peer.daemon('before', 1, [image('b')], gone);
  assert.is(await peer.probe(20), 'alive');
  await peer.daemon('before', 0, [image('b')], gone);
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(20), 'stopped: the Docker daemon lost the image of an installed chaincode');
  assert.ok(await peer.wasStopped());
});

const staysAlive = async (peer: Peer): Promise<void> => {
  for (let i = 0; i < 9; i++) assert.is(await peer.probe(), 'alive');
};

scenario('an image that vanished before the peer began, or is there again, stops nothing', async (peer) => {
  await peer.install('a', 'before');
  await peer.install('b', 'before');
  await peer.daemon(
    'before',
    0,
    [image('b')],
    [
      ['before', image('a')],
      ['later', image('b')],
    ],
  );
  await staysAlive(peer);
});

scenario('an image that is of no installed package may go', async (peer) => {
  await peer.daemon('before', 0, [], [['later', image('b')]]);
  await staysAlive(peer);
});

scenario('a failed build stops the peer once its cause may be gone, and never before', async (peer) => {
  await peer.install('a', 'before');
  await peer.daemon('before', 0, []);
  await staysAlive(peer);
  await peer.daemon('later', 0, []);
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(50), 'alive');
  assert.is(await peer.probe(), 'stopped: a build failed when the peer started, and its cause may be gone');
});

scenario('a package that is being installed is no failed build', async (peer) => {
  await peer.install('a', 'later');
  await peer.daemon('later', 0, []);
  await staysAlive(peer);
});

scenario('a package that an external builder took needs no image', async (peer) => {
  await peer.install('a', 'before');
  await peer.takenByBuilder('a');
  await peer.daemon('later', 0, [], [['later', image('a')]]);
  await staysAlive(peer);
});

test.run();
