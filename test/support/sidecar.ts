/** A sidecar for tests of chaincode.sh: its script with a stand-in for docker, and files in place of /proc. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from './folder.ts';

/** The id of the n-th container that runs. */
export const id = (n: number): string => `${n}`.repeat(64);
/** An image of chaincode, whose package has a hash of this letter. */
export const own = (letter: string): string => `dev-peer0-kv_1-${letter.repeat(64)}-${'0'.repeat(64)}`;
/** The kernel's word for a socket that listens, on port 7051 unless another is given. */
export const socket = (inode: number, port = '1B8B'): string =>
  `   0: 00000000:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;
/** The sockets of a peer that listens. */
export const listening = `  sl  local_address rem_address   st\n${socket(111)}`;

/** A sidecar in a folder of its own. */
export interface Sidecar {
  readonly folder: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** Containers that run, as the script asks for them. */
  runs(...lines: readonly string[]): Promise<void>;
  text(name: string): string;
}

/** Replaces a file at once, because the script may read at any moment. */
export const replace = async (folder: string, name: string, text: string): Promise<void> => {
  await writeFiles(folder, { [`${name}.next`]: text });
  await rename(join(folder, `${name}.next`), join(folder, name));
};

/** Sets the clock: seconds since the node booted. */
export const at = (folder: string, seconds: number): Promise<void> =>
  replace(folder, 'uptime', `${seconds}.25 ${seconds}.00\n`);

/** A sidecar whose peer listens. */
export const sidecar = async (): Promise<Sidecar> => {
  const folder = await temporaryFolder();
  for (const name of ['bin', 'docker', 'dind']) await mkdir(join(folder, name));
  await writeProgram(
    join(folder, 'bin'),
    'docker',
    `case $1 in
      ps) [ ! -e ${folder}/silent ] || exit 1; case $* in *--quiet*) sed -n 's/^chaincode .* //p' ${folder}/containers ;; *) cat ${folder}/containers ;; esac ;;
      images) [ ! -e ${folder}/broken ] || exit 1; cat ${folder}/images ;;
      kill | rm) echo "docker $*" >>${folder}/calls ;;
    esac`,
  );
  await writeFiles(folder, { containers: '', images: '', calls: '', tcp: listening, 'own/run': '50 one\n' });
  await at(folder, 100);
  for (const name of ['chaincode.sh', 'watch.sh']) {
    const text = (await readFile(join(top, 'chart/components/dind/files', name), 'utf8'))
      .replaceAll('/var/lib/docker', `${folder}/docker`)
      .replaceAll('/run/dind', `${folder}/dind`)
      .replaceAll('/run/fabric-dind', `${folder}/own`)
      .replaceAll('/proc/net/tcp /proc/net/tcp6', `${folder}/tcp`)
      .replaceAll('/proc/uptime', `${folder}/uptime`)
      .replaceAll('/proc/[0-9]*', `${folder}/proc/[0-9]*`)
      .replaceAll('"/proc/$holder', `"${folder}/proc/$holder`)
      .replaceAll('/proc/1/fd/2', `${folder}/log`)
      .replaceAll('tick % 10', 'tick % 2')
      .replaceAll('sleep 1\n', 'sleep 0.03\n');
    await writeFiles(folder, { [name]: text });
  }
  return {
    folder,
    script: join(folder, 'chaincode.sh'),
    env: { PATH: `${folder}/bin:${process.env.PATH}` },
    runs: (...lines) => replace(folder, 'containers', lines.map((line, i) => `${line} ${id(i)}\n`).join('')),
    text: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : ''),
  };
};

/** Waits until something holds; throws after a minute, which only a machine under load comes near. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 2400; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: not within a minute`);
};

/** Runs the watch beside a body. */
export const watching = async (of: Sidecar, body: () => Promise<void>): Promise<void> => {
  const watch: ChildProcess = spawn('sh', [of.script, 'watch'], { env: of.env, stdio: 'ignore' });
  try {
    await body();
  } finally {
    watch.kill('SIGKILL');
  }
};

/** Images that the daemon has. */
export const images = (of: Sidecar, ...names: readonly string[]): Promise<void> =>
  replace(of.folder, 'images', names.map((name) => `${name}\n`).join(''));

/** Lines of the status that begin with a word. */
export const status = (of: Sidecar, word: string): string[] =>
  of
    .text('dind/status')
    .split('\n')
    .filter((line) => line.startsWith(`${word} `));
