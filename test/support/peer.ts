/** A peer for tests of its probes: a process, its sockets, its ledger and its daemon, as far as the scripts see them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

/** The hash of a package that is known by a letter. */
export const hash = (letter: string): string => letter.repeat(64);
/** The image of such a package. */
export const image = (letter: string): string => `dev-peer0-kv_1-${hash(letter)}-${hash('0')}:latest`;

/** Before or after the peer began. */
export type When = 'before' | 'later';

/** When the peer began, in seconds since the node booted. */
const began = 1000;
const uptime = (when: When): number => began + (when === 'before' ? -500 : 500);

/** The kernel's word for a socket that listens; the port in hexadecimal. */
export const socket = (inode: number, port = '1B8B', waiting = 0): string =>
  `   0: 00000000:${port} 00000000:0000 0A 00000000:0000000${waiting} 00:00000000 00000000     0        0 ${inode} 1\n`;

/** The inode of the peer's own socket on port 7051. */
export const own = 111;

const scripts = ['alive.sh', 'builds.sh', 'identity.sh', 'peer.sh', 'ready.sh'];

/** A peer that listens on port 7051 and has answered no readiness probe. */
export class Peer {
  private now = began + 1000;
  readonly folder: string;
  private process: ChildProcess | undefined;
  /** Further variables of the peer's container. */
  readonly env: Record<string, string> = {};

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param operations the port of the operations server */
  static async start(operations = 1): Promise<Peer> {
    const folder = await temporaryFolder();
    for (const name of ['tmp', 'dind', 'bin', 'production/lifecycle/chaincodes', 'proc/1/fd'])
      await mkdir(join(folder, name), { recursive: true });
    const peer = new Peer(folder);
    await peer.sockets(socket(own));
    await peer.holds(own);
    await peer.began(began);
    for (const name of scripts) {
      const text = (await readFile(join(top, 'chart/components/peer/files', name), 'utf8'))
        .replaceAll('/tmp/', `${folder}/tmp/`)
        .replaceAll('/proc/net/tcp /proc/net/tcp6', `${folder}/sockets`)
        .replaceAll('/proc/', `${folder}/proc/`)
        .replaceAll('kill -TERM 1', `kill -TERM "$(cat ${folder}/pid)"`)
        .replaceAll('/run/dind', `${folder}/dind`)
        .replaceAll('127.0.0.1/9443', `127.0.0.1/${operations}`)
        .replaceAll('sleep 0.1', 'sleep 0.01')
        .replaceAll('sleep 0.2', 'sleep 0.01')
        .replaceAll('sleep 1\n', 'sleep 0.01\n')
        .replaceAll('timeout 4 ', 'timeout 0.5 ')
        .replaceAll('timeout 6 ', 'timeout 0.5 ');
      await writeFiles(folder, { [name]: text });
    }
    return peer;
  }

  /** The rows of /proc/net/tcp. */
  sockets(...rows: readonly string[]): Promise<void> {
    return writeFiles(this.folder, { sockets: rows.join('') });
  }

  /** Gives the peer's process a socket. */
  async holds(inode: number): Promise<void> {
    await symlink(`socket:[${inode}]`, join(this.folder, `proc/1/fd/${inode}`));
  }

  /** Starts the peer's process anew, as after a restart of its container. */
  async began(second: number): Promise<void> {
    this.now = second + 1000;
    this.process?.kill('SIGKILL');
    this.process = spawn('sleep', ['60'], { stdio: 'ignore' });
    await writeFiles(this.folder, {
      pid: `${this.process.pid}`,
      'proc/1/stat': `1 (peer) S ${Array(18).fill('0').join(' ')} ${second * 100} 0 0\n`,
      'proc/uptime': `${this.now}.50 1.00\n`,
    });
  }

  /**
   * What the daemon has: when that changed which decides about builds, builds that go on, images, and images that
   * vanished.
   */
  daemon(
    changed: Readonly<Record<string, When | number>>,
    builds: number,
    have: readonly string[],
    gone: readonly [When, string][] = [],
    sum = 77,
  ): Promise<void> {
    const lines = [
      ...Object.entries({ daemon: 'before', room: 'before', images: 'before', ...changed } as const).map(
        ([what, when]) =>
          `${what} ${typeof when === 'number' ? when : uptime(when)}${what === 'images' ? ` ${sum}` : ''}`,
      ),
      `builds ${builds}`,
      ...have.map((name) => `have ${name}`),
      ...gone.map(([when, name]) => `gone ${uptime(when)} ${name}`),
    ];
    return writeFiles(this.folder, { 'dind/status': `${lines.join('\n')}\n` });
  }

  dataRoot(id: string): Promise<void> {
    return writeFiles(this.folder, { 'dind/data-root': id });
  }

  /** Puts a package into the ledger; its age is told by the file's time. */
  async install(letter: string, when: When): Promise<void> {
    const path = `production/lifecycle/chaincodes/kv_1.${hash(letter)}.tar.gz`;
    const seconds = Math.floor(Date.now() / 1000) + (when === 'before' ? -7200 : 3600);
    await writeFiles(this.folder, { [path]: '' });
    await utimes(join(this.folder, path), seconds, seconds);
  }

  /** Leaves what an external builder leaves of a package. */
  takenByBuilder(letter: string): Promise<void> {
    return writeFiles(this.folder, {
      [`production/externalbuilder/builds/kv_1-${hash(letter)}/build-info.json`]: '{}',
    });
  }

  /** Runs one of the peer's scripts: its exit code and what it says. */
  run(script: string): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync('bash', [join(this.folder, script)], {
      encoding: 'utf8',
      env: {
        PATH: `${this.folder}/bin:${process.env.PATH}`,
        CORE_PEER_ADDRESS: 'peer0.example.com:7051',
        CORE_PEER_FILESYSTEMPATH: join(this.folder, 'production'),
        FAKE: this.folder,
        ...this.env,
      },
    });
    assert.is(stderr, '');
    return { code: status, out: stdout };
  }

  /** Runs the liveness probe, some seconds after the last one: alive, dead, or stopped by the probe with its words. */
  async probe(seconds = 10): Promise<string> {
    this.now += seconds;
    await writeFiles(this.folder, { 'proc/uptime': `${this.now}.50 1.00\n` });
    const { code, out } = this.run('alive.sh');
    if (code === 0) return 'alive';
    return out.includes('the peer stops') ? `stopped: ${out.split(':')[0]}` : 'dead';
  }

  async end(): Promise<void> {
    this.process?.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether a probe stopped the peer's process. */
  async wasStopped(): Promise<boolean> {
    const { process } = this;
    if (process?.exitCode === null && process.signalCode === null)
      await Promise.race([once(process, 'exit'), new Promise((resolve) => setTimeout(resolve, 500))]);
    return process?.signalCode === 'SIGTERM';
  }
}
