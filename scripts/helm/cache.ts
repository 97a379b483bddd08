/** Where fetched and built Helms are kept: per user, so that a fresh clone needs no second build. */
import { readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from '../support/cleanup.ts';
import { takesLock } from '../support/lock.ts';
import { progress } from '../support/progress.ts';
import { openHelm } from './binary.ts';
import { type Helm, HelmError } from './helm.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** The platform as Helm's releases name it: `linux-amd64`. */
export const platform = `${process.platform}-${architectures[process.arch] ?? process.arch}`;

/** FABRIC_DIND_CACHE, or `fabric-dind` in the user's cache folder (the XDG base directory rules: only absolute paths count). */
export const cacheFolder = (env: NodeJS.ProcessEnv): string => {
  if (env.FABRIC_DIND_CACHE) return resolve(env.FABRIC_DIND_CACHE);
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(env.HOME ?? homedir(), '.cache'), 'fabric-dind');
};

/** Path of the cached binary of one version, whether it is there or not. */
export const cachedPath = (env: NodeJS.ProcessEnv, version: string): string =>
  join(cacheFolder(env), 'helm', `v${version}-${platform}`, 'helm');

/** The cached Helm of exactly this version; a file that does not run or is another version does not count. */
export const cachedHelm = async (env: NodeJS.ProcessEnv, version: string): Promise<Helm | undefined> => {
  const helm = await openHelm(cachedPath(env, version)).catch(() => undefined);
  return helm?.version === version ? helm : undefined;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const holderOf = (lock: string): number => {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
};

/**
 * Runs `work` while no other process on this machine does so under the same lock file. The lock only saves the second
 * build: binaries are renamed into place, so two runs that both get here (a stale lock removed twice) do no harm. A stale
 * lock is read and removed in one step of this process, or a lock that another run of it took in between would go.
 */
const alone = async <T>(lock: string, work: () => Promise<T>): Promise<T> => {
  for (let waited = 0; !takesLock(lock, String(process.pid)); waited += 1) {
    const holder = holderOf(lock);
    // An empty lock is being written just now, or its writer died in between.
    if (holder > 0 ? !isAlive(holder) : waited > 10) rmSync(lock, { force: true });
    else {
      if (waited % 40 === 1) progress(`helm: waiting for process ${holder}, which makes the same Helm`);
      await sleep(250);
    }
  }
  const release = onExit(() => rmSync(lock, { force: true }));
  try {
    return await work();
  } finally {
    release();
  }
};

/** A cached Helm, and whether this run made it or a concurrent one. */
export interface Added {
  readonly helm: Helm;
  readonly made: boolean;
}

/**
 * Puts a Helm into the cache unless a concurrent run has done so meanwhile.
 * @param make writes the binary to the given folder and returns its path.
 * @throws what `make` throws, and HelmError when the binary is not the wanted version.
 */
export const addToCache = async (
  env: NodeJS.ProcessEnv,
  version: string,
  make: (folder: string) => Promise<string>,
): Promise<Added> => {
  const target = cachedPath(env, version);
  await mkdir(dirname(target), { recursive: true });
  return alone(`${dirname(target)}.lock`, async () => {
    const present = await cachedHelm(env, version);
    if (present !== undefined) return { helm: present, made: false };
    const folder = await mkdtemp(join(dirname(target), 'part-'));
    const remove = onExit(() => rmSync(folder, { recursive: true, force: true }));
    try {
      const made = await openHelm(await make(folder));
      if (made.version !== version) throw new HelmError(`expected Helm v${version}, got v${made.version}`);
      await rename(made.path, target);
      return { helm: await openHelm(target), made: true };
    } finally {
      remove();
    }
  });
};
