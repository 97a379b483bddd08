/**
 * A chart repository in a folder that a web server shows, or a branch of GitHub Pages: packages, and `index.yaml`.
 *
 * What is published never changes: entries of the index stay as they are, byte for byte, and a package of a version that is
 * there with other bytes is refused. The index is renamed into place at the very end, so that whoever reads it finds every
 * package that it names, whenever a publisher is interrupted.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants, rmSync, writeFileSync } from 'node:fs';
import { access, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, load } from 'js-yaml';
import { rcompare, valid } from 'semver';
import { isMap } from '../../schema/shared/maps.ts';
import { chartYamlOf } from '../package/read-package.ts';
import { onExit } from '../support/cleanup.ts';
import { CommandError } from '../support/errors.ts';
import { takesLock } from '../support/lock.ts';
import { progress } from '../support/progress.ts';
import { hasProvenance } from './provenance.ts';

/** An entry of the index, as Helm reads it (pkg/repo/v1/index.go: ChartVersion). */
interface Entry {
  readonly version: string;
  readonly digest?: string;
  readonly urls?: readonly string[];
  readonly [key: string]: unknown;
}

/** Entries by the name of their chart. */
type Entries = Readonly<Record<string, readonly Entry[]>>;

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

const isEntry = (value: unknown): boolean => isMap(value) && typeof value.version === 'string';

/** The entries of an index. One that was written by hand may have none, or a chart without any. */
const entriesOf = (index: unknown): Entries | undefined => {
  if (!isMap(index) || index.apiVersion !== 'v1') return undefined;
  const { entries } = index;
  if (entries !== null && !isMap(entries)) return undefined;
  const all = Object.entries(entries ?? {}).map(([name, list]) => [name, list ?? []] as const);
  return all.every(([, list]) => Array.isArray(list) && list.every(isEntry))
    ? (Object.fromEntries(all) as Entries)
    : undefined;
};

const indexOf = (text: string | undefined, path: string): Entries => {
  if (text === undefined) return {};
  let index: unknown;
  try {
    index = load(text);
  } catch (cause) {
    throw new CommandError(`${path} is not YAML; restore it before anything is published`, { cause });
  }
  const entries = entriesOf(index);
  if (entries === undefined)
    throw new CommandError(
      `${path} is no index of charts (apiVersion v1, and entries with their version); name the folder of a repository`,
    );
  return entries;
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
    .replace(/^entries: *(\{\}|null|~)? *$/mu, 'entries:')
    .replace(/^generated:.*$/mu, `generated: "${now.toISOString()}"`)
    .split('\n');
  const heading = lines.findIndex((line) =>
    ['', '"', "'"].some((quote) => line.trimEnd() === `  ${quote}${entry.name}${quote}:`),
  );
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
  const own = lines.slice(heading + 1, end);
  const versions = own.length === 0 ? [] : (load(own.join('\n')) as readonly Entry[]);
  // Helm passes over a version that is none.
  const older = versions.findIndex(
    ({ version }) => valid(version) !== null && rcompare(entry.version, version) < 0,
  );
  lines.splice(older < 0 ? end : (starts[older] as number), 0, ...linesOf(entry, indent));
  return lines.join('\n');
};

/**
 * The same, read again.
 * @throws CommandError where the index does not have the entry then, because its lines are otherwise.
 */
const added = (
  text: string | undefined,
  entry: Entry & { readonly name: string },
  now: Date,
  path: string,
): string => {
  const before = indexOf(text, path)[entry.name]?.length ?? 0;
  let cause: unknown;
  try {
    const merged = withEntry(text, entry, now);
    if (indexOf(merged, path)[entry.name]?.length === before + 1) return merged;
  } catch (error) {
    cause = error;
  }
  throw new CommandError(
    `${path} is written in another way than Helm does, and cannot be added to; it stays as it is. Expected a line "entries:", and below it a line for each chart, two spaces and its name. Write it so, and publish again`,
    { cause },
  );
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
  for (let waited = 0; !takesLock(lock); waited += 1) {
    const age =
      Date.now() -
      (await stat(lock).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ));
    if (age > patience) await rm(lock, { force: true });
    else {
      if (waited % 40 === 1)
        progress(
          `publish: waiting for another publisher. If none is at work, remove ${lock}; it counts no more when it is ${patience / 60_000} minutes old`,
        );
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

/**
 * Writes a file beside its place and, after a last look, renames it there; neither a failure nor an interruption leaves anything.
 */
const replace = async (
  to: string,
  content: string | Uint8Array,
  look: () => Promise<void> = async () => {},
): Promise<void> => {
  const part = `${to}.${randomUUID()}.part`;
  const remove = onExit(() => rmSync(part, { force: true }));
  try {
    // At once: an interruption does not wait for a thread of Node, which would write what has been removed.
    writeFileSync(part, content);
    await look();
    await rename(part, to);
  } catch (error) {
    throw error instanceof CommandError
      ? error
      : new CommandError(`${to}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
  } finally {
    remove();
  }
};

/**
 * The address of a package.
 * @throws CommandError for a base that Helm would take for a folder beside the index.
 */
const addressOf = (file: string, url: string | undefined): string => {
  if (url === undefined) return basename(file);
  if (!/^https?:\/\/[^\s/?#]+[^\s?#]*$/u.test(url))
    throw new CommandError(
      `--url ${url}: expected the address under which the folder is shown, such as https://charts.example.com`,
      { exitCode: 2 },
    );
  return `${url.replace(/\/+$/u, '')}/${basename(file)}`;
};

/**
 * Publishes a package: first the package and its provenance, then the index.
 * @throws CommandError when the version is there with other bytes or at another address, the package or the index cannot be
 * read, or the folder cannot be written. The old index is then as it was.
 */
export const publish = async ({
  archive,
  repository,
  url,
  now = new Date(),
  dryRun = false,
}: Publication): Promise<Outcome> => {
  const { name, version, ...metadata } = await metadataOf(archive);
  const file = join(repository, `${name}-${version}.tgz`);
  const address = addressOf(file, url);
  const bytes = await readFile(archive);
  const digest = sha256(bytes);
  const isSigned = await hasProvenance(archive);
  // Where there is nothing to compare with, nothing may be made.
  if (dryRun && !(await isFolder(repository))) return 'would be published';
  await mkdir(repository, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${repository} cannot be made: ${cause.code}`, { cause });
  });
  return alone(repository, async () => {
    const path = join(repository, 'index.yaml');
    const text = await read(path);
    const before = indexOf(text, path)[name] ?? [];
    const there = before.find((entry) => entry.version === version);
    const kept = await readFile(file).catch(() => undefined);
    if ((there?.digest ?? digest) !== digest) throw refusesChange(name, version);
    if (kept !== undefined && there !== undefined && sha256(kept) !== digest)
      throw refusesChange(name, version);
    if (url !== undefined && there !== undefined && !there.urls?.includes(address))
      throw new CommandError(
        `${path} has ${name} ${version} at ${there.urls?.join(', ') || 'no address'}, and not at ${address}; what is published never changes. Call again without --url; if nobody can get it where it is said to be, correct its urls there by hand`,
      );
    const entry = { ...metadata, name, version, digest, created: now.toISOString(), urls: [address] };
    const merged = there === undefined ? added(text, entry, now, path) : undefined;
    if (dryRun) return merged === undefined ? 'already there' : 'would be published';
    // A file that no index names was left by a publisher that was interrupted: nobody has seen it.
    if (kept === undefined || sha256(kept) !== digest) await replace(file, bytes);
    // Signing again gives other bytes, and what users have verified stays.
    if (isSigned && (await read(`${file}.prov`)) === undefined)
      await replace(`${file}.prov`, await readFile(`${archive}.prov`));
    if (merged === undefined) return 'already there';
    await replace(path, merged, async () => {
      // A lock that was taken over from a slow publisher does not keep it from writing.
      if ((await read(path)) !== text)
        throw new CommandError(`${path} was changed by another publisher meanwhile; run it again`);
    });
    return 'published';
  });
};
