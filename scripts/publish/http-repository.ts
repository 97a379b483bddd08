/**
 * A chart repository in a folder that a web server shows, or a branch of GitHub Pages: packages, and `index.yaml`.
 *
 * What is published never changes: entries of the index stay as they are, byte for byte, and a package of a version that is
 * there with other bytes is refused. The index is renamed into place at the very end, so that whoever reads it finds every
 * package that it names, whenever a publisher is interrupted.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, load } from 'js-yaml';
import { rcompare } from 'semver';
import { chartYamlOf } from '../package/read-package.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';

/** An entry of the index, as Helm reads it (pkg/repo/v1/index.go: ChartVersion). */
interface Entry {
  readonly version: string;
  readonly digest?: string;
  readonly [key: string]: unknown;
}

interface Index {
  readonly apiVersion: string;
  readonly generated: string;
  readonly entries: Readonly<Record<string, readonly Entry[]>>;
}

/** What to publish, and where. */
export interface Publication {
  /** The package, `<name>-<version>.tgz`; its provenance beside it, `.tgz.prov`, goes with it where it is there. */
  readonly archive: string;
  /** The repository's folder. */
  readonly repository: string;
  /** The address under which the folder is shown; without it the index has relative addresses. */
  readonly url?: string;
  /** The time of the entry, for which the clock is asked otherwise. */
  readonly now?: Date;
  /** Look whether it can be published, and write nothing. */
  readonly dryRun?: boolean;
}

/** Whether the package was added, or was there with the same bytes. */
export type Outcome = 'published' | 'already there' | 'would be published';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Chart.yaml of a package. */
const metadataOf = async (archive: string): Promise<{ name: string; version: string }> => {
  const chart = load(await chartYamlOf(archive)) as { name?: unknown; version?: unknown } | null;
  if (typeof chart?.name !== 'string' || typeof chart.version !== 'string')
    throw new CommandError(`${archive}: Chart.yaml has no name or no version`);
  return chart as { name: string; version: string };
};

const indexOf = (text: string | undefined, path: string): Index | undefined => {
  if (text === undefined) return undefined;
  let index: Partial<Index> | undefined;
  try {
    index = load(text) as Partial<Index>;
  } catch (cause) {
    throw new CommandError(`${path} is not YAML; restore it before anything is published`, { cause });
  }
  if (index?.apiVersion !== 'v1' || typeof index.entries !== 'object')
    throw new CommandError(`${path} is no index of charts (apiVersion v1); name the folder of a repository`);
  return index as Index;
};

const read = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`${path}: ${error.message}`, { cause: error });
  });

const refusesChange = (name: string, version: string): CommandError =>
  new CommandError(
    `${name} ${version} is published with other bytes, and what is published never changes. Raise the version in schema/versions.ts, and package again.`,
  );

/** Lines of an entry in a list that is indented by `indent`, as Helm writes them. */
const linesOf = (entry: Entry, indent: string): string[] =>
  dump([entry], { lineWidth: -1, noRefs: true, sortKeys: true })
    .trimEnd()
    .split('\n')
    .map((line) => indent + line);

/** The index with a further entry, at its place among the versions, the newest first. All other lines stay as they are. */
const withEntry = (text: string | undefined, entry: Entry & { readonly name: string }, now: Date): string => {
  const lines = (text ?? 'apiVersion: v1\nentries:\ngenerated: ""\n')
    .replace(/^entries: *\{\} *$/mu, 'entries:')
    .replace(/^generated:.*$/mu, `generated: "${now.toISOString()}"`)
    .split('\n');
  const heading = lines.indexOf(`  ${entry.name}:`);
  if (heading < 0) {
    lines.splice(lines.indexOf('entries:') + 1, 0, `  ${entry.name}:`, ...linesOf(entry, '  '));
    return lines.join('\n');
  }
  const indent = /^ +/u.exec(lines[heading + 1] ?? '')?.[0] ?? '  ';
  const next = lines.findIndex(
    (line, n) => n > heading && !line.startsWith(`${indent}- `) && !line.startsWith(`${indent} `),
  );
  const end = next < 0 ? lines.length : next;
  const starts = lines.flatMap((line, n) =>
    n > heading && n < end && line.startsWith(`${indent}- `) ? [n] : [],
  );
  const versions = load(lines.slice(heading + 1, end).join('\n')) as readonly Entry[];
  const older = versions.findIndex(({ version }) => rcompare(entry.version, version) < 0);
  lines.splice(older < 0 ? end : (starts[older] as number), 0, ...linesOf(entry, indent));
  return lines.join('\n');
};

/**
 * Whether there is a folder; where there is none, that it can be made.
 * @throws CommandError when something else is in its way, or nobody may write there.
 */
const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`${path} cannot be made: ${error.code}`, { cause: error });
  });
  if (found === undefined) {
    await isFolder(dirname(path));
    return false;
  }
  await access(path, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be written: ${cause.code}`, { cause });
  });
  if (!found.isDirectory()) throw new CommandError(`${path} is no folder`);
  return true;
};

/** Milliseconds after which a lock is that of a publisher that died: it may have run on another machine, so nobody can look. */
const patience = 600_000;

/** Runs work while no other publisher works in the folder; a lock of a publisher that died is taken over after a while. */
const alone = async <T>(repository: string, work: () => Promise<T>): Promise<T> => {
  const lock = join(repository, '.publishing');
  for (let waited = 0; ; waited += 1) {
    const handle = await open(lock, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST')
        throw new CommandError(`${repository}: ${error.message}`, { cause: error });
      return undefined;
    });
    if (handle !== undefined) {
      await handle.close();
      break;
    }
    const age =
      Date.now() -
      (await stat(lock).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ));
    if (age > patience) await rm(lock, { force: true });
    else {
      if (waited % 40 === 1) progress(`publish: waiting for another publisher (${lock})`);
      await sleep(250);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
};

/** Puts a file into the repository in one step. */
const place = async (from: string, to: string): Promise<void> => {
  const part = `${to}.${randomUUID()}.part`;
  try {
    await copyFile(from, part);
    await rename(part, to);
  } catch (error) {
    throw new CommandError(`${to}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(part, { force: true });
  }
};

/**
 * Publishes a package: first the package and its provenance, then the index.
 * @throws CommandError when the version is there with other bytes, the package or the index cannot be read, or the folder
 * cannot be written. The old index is then as it was.
 */
export const publish = async ({
  archive,
  repository,
  url,
  now = new Date(),
  dryRun = false,
}: Publication): Promise<Outcome> => {
  const { name, version, ...metadata } = await metadataOf(archive);
  const bytes = await readFile(archive);
  const digest = sha256(bytes);
  const provenance = await read(`${archive}.prov`);
  if (provenance !== undefined && !provenance.includes(`sha256:${digest}`))
    throw new CommandError(`${archive}.prov is of a package with other bytes: sign again, or remove it`);
  // Where there is nothing to compare with, nothing may be made.
  if (dryRun && !(await isFolder(repository))) return 'would be published';
  await mkdir(repository, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${repository} cannot be made: ${cause.code}`, { cause });
  });
  return alone(repository, async () => {
    const path = join(repository, 'index.yaml');
    const text = await read(path);
    const index = indexOf(text, path);
    const there = index?.entries[name]?.find((entry) => entry.version === version);
    const file = join(repository, `${name}-${version}.tgz`);
    const kept = await readFile(file).catch(() => undefined);
    if ((there?.digest ?? digest) !== digest) throw refusesChange(name, version);
    if (kept !== undefined && there !== undefined && sha256(kept) !== digest)
      throw refusesChange(name, version);
    if (dryRun) return there === undefined ? 'would be published' : 'already there';
    // A file that no index names was left by a publisher that was interrupted: nobody has seen it.
    if (kept === undefined || sha256(kept) !== digest) await place(archive, file);
    // Signing again gives other bytes, and what users have verified stays.
    if (provenance !== undefined && (await read(`${file}.prov`)) === undefined)
      await place(`${archive}.prov`, `${file}.prov`);
    if (there !== undefined) return 'already there';
    const address = url === undefined ? basename(file) : `${url.replace(/\/$/u, '')}/${basename(file)}`;
    const entry = { ...metadata, name, version, digest, created: now.toISOString(), urls: [address] };
    const part = `${path}.${randomUUID()}.part`;
    try {
      const merged = withEntry(text, entry, now);
      if (indexOf(merged, path)?.entries[name]?.length !== (index?.entries[name]?.length ?? 0) + 1)
        throw new CommandError(`${path} is written in another way than Helm does, and cannot be added to`);
      await writeFile(part, merged);
      // A lock that was taken over from a slow publisher does not keep it from writing.
      if ((await read(path)) !== text)
        throw new CommandError(`${path} was changed by another publisher meanwhile; run it again`);
      await rename(part, path);
    } catch (error) {
      throw error instanceof CommandError
        ? error
        : new CommandError(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
    } finally {
      await rm(part, { force: true });
    }
    return 'published';
  });
};
