/**
 * The chart as a package, the same bytes on every run, machine and Helm. Helm's own packer stamps the time into each
 * entry (before 4.0) and rewrites Chart.yaml (always), which loses its comments.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { create, type WriteEntry } from 'tar';
import { CommandError } from '../support/errors.ts';
import { filesBelow } from '../support/files.ts';

/** A package that was written. */
export interface ChartPackage {
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const nameAndVersion = async (chart: string): Promise<{ name: string; version: string }> => {
  const path = join(chart, 'Chart.yaml');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${path}: cannot be read; run: npm run generate`, { cause });
  });
  const { name, version } = load(text) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof version !== 'string')
    throw new CommandError(`${path}: expected the strings name and version`);
  if (name !== basename(chart))
    throw new CommandError(`${path}: name is ${name}, expected the folder's, ${basename(chart)}`);
  return { name, version };
};

const packOptions = (cwd: string) => ({
  cwd,
  // `portable` leaves out owners and times of access; the rest is what a checkout may change.
  portable: true,
  mtime: new Date(0),
  gzip: { level: 9 },
  noDirRecurse: true,
  onWriteEntry: (entry: WriteEntry) => {
    if (entry.stat !== undefined) entry.stat.mode = 0o100644;
  },
});

const bytesOf = async (chart: string, name: string): Promise<Buffer> => {
  const paths = await filesBelow(chart, '.');
  const chunks: Buffer[] = [];
  for await (const chunk of create(
    packOptions(dirname(chart)),
    paths.map((path) => `${name}/${path}`),
  ))
    chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

/**
 * Writes `<name>-<version>.tgz` of the chart folder into `destination`; other files there stay.
 * @throws CommandError when Chart.yaml is missing or not that of the folder.
 */
export const packageChart = async (chart: string, destination: string): Promise<ChartPackage> => {
  const { name, version } = await nameAndVersion(chart);
  const bytes = await bytesOf(chart, name);
  const path = join(destination, `${name}-${version}.tgz`);
  const part = `${path}.${process.pid}.part`;
  await mkdir(destination, { recursive: true });
  try {
    await writeFile(part, bytes);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
};
