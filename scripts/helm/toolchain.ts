/** Go itself from a Go module proxy, as Go does it (https://go.dev/doc/toolchain), for machines that reach no more than that. */
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { onExit } from '../support/cleanup.ts';
import { ticking } from '../support/progress.ts';
import { cacheFolder, platform } from './cache.ts';
import { fetchBytes } from './fetch.ts';
import { HelmError } from './helm.ts';

/** A toolchain, and the checksum of its module for each platform. */
export interface Toolchain {
  /** Go's version, without `go`. */
  readonly version: string;
  /** Checksums as in go.sum (`h1:…`), by platform. */
  readonly sums: Readonly<Record<string, string>>;
}

/**
 * What builds Helm where there is no Go. The sums are those of the Go checksum database, as
 * `go mod download -json golang.org/toolchain@v0.0.1-go<version>.<platform>` prints them.
 */
export const pinned: Toolchain = {
  version: '1.26.8',
  sums: {
    'darwin-amd64': 'h1:7/9KPPN8PckcA9s91hm2jmQMhzW4KyTJXHIs45L0C9M=',
    'darwin-arm64': 'h1:dFjGhY6f8DTsY8/rLchUTDRRfjJP4pCrGCwxvHFT2Fg=',
    'linux-amd64': 'h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=',
    'linux-arm64': 'h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=',
  },
};

/** The lines of a file, or none where there is no file. */
const linesOf = (path: string): Promise<string[]> =>
  readFile(path, 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );

/** The proxies that Go would ask: the variable GOPROXY, else what `go env -w` has written, else Go's default. */
export const proxies = async (env: NodeJS.ProcessEnv): Promise<readonly string[]> => {
  const home = env.HOME ?? homedir();
  const folder =
    process.platform === 'darwin'
      ? join(home, 'Library/Application Support')
      : env.XDG_CONFIG_HOME || join(home, '.config');
  const lines = await linesOf(env.GOENV || join(folder, 'go/env'));
  const written = lines.find((line) => line.startsWith('GOPROXY='))?.slice('GOPROXY='.length);
  const all = (env.GOPROXY || written || 'https://proxy.golang.org').split(/[,|]/u);
  return all.map((proxy) => proxy.trim().replace(/\/$/u, '')).filter((proxy) => /^https?:/u.test(proxy));
};

/** The checksum that go.sum has of a module: Hash1 of golang.org/x/mod/sumdb/dirhash. */
export const hashOf = (files: Readonly<Record<string, Uint8Array>>): string => {
  const summary = createHash('sha256');
  for (const name of Object.keys(files).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    summary.update(
      `${createHash('sha256')
        .update(files[name] as Uint8Array)
        .digest('hex')}  ${name}\n`,
    );
  return `h1:${summary.digest('base64')}`;
};

/** Modules keep no permissions and no go.mod of other modules; Go mends both in cmd/go/internal/toolchain. */
const write = async (folder: string, name: string, content: Uint8Array): Promise<void> => {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  if (basename(name) === '_go.mod') await writeFile(join(dirname(path), 'go.mod'), content);
  if (/^(bin|pkg\/tool)\//u.test(name)) await chmod(path, 0o755);
};

const download = async (address: string): Promise<Buffer> => {
  const stop = ticking(() => 'helm: fetching Go');
  try {
    return await fetchBytes(address, { doneWithin: 600 });
  } finally {
    stop();
  }
};

const firstAnswer = async (addresses: readonly string[]): Promise<Buffer> => {
  const reasons: string[] = [];
  for (const address of addresses)
    try {
      return await download(address);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  throw new HelmError(reasons.join('; ') || 'GOPROXY names no proxy');
};

/**
 * The path of a `go` from the cache, or from the first proxy that has it (70 MB, once).
 * @throws HelmError when nothing is pinned for this platform, no proxy answers, or the checksum differs.
 */
export const goFromProxy = async (
  env: NodeJS.ProcessEnv,
  { version, sums }: Toolchain = pinned,
): Promise<string> => {
  const name = `golang.org/toolchain@v0.0.1-go${version}.${platform}`;
  const target = join(cacheFolder(env), 'go', `go${version}-${platform}`);
  if (existsSync(target)) return join(target, 'bin/go');
  const expected = sums[platform];
  if (expected === undefined)
    throw new HelmError(`no Go pinned for ${platform} in scripts/helm/toolchain.ts`);
  const file = `golang.org/toolchain/@v/v0.0.1-go${version}.${platform}.zip`;
  const bytes = await firstAnswer((await proxies(env)).map((proxy) => `${proxy}/${file}`));
  const files = unzipSync(bytes);
  const actual = hashOf(files);
  if (actual !== expected)
    throw new HelmError(`${file}: the checksum is ${actual}, expected ${expected}; not used`);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), 'part-'));
  const remove = onExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    for (const [path, content] of Object.entries(files))
      if (path.startsWith(`${name}/`)) await write(folder, path.slice(name.length + 1), content);
    // A concurrent run may have been faster, with the same content.
    await rename(folder, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    remove();
  }
  return join(target, 'bin/go');
};
