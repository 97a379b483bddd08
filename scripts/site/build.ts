/** The repository's page: files beside the index of the chart repository, which it leaves alone. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { rcompare } from 'semver';
import { project, versions } from '../../schema/versions.ts';
import { CommandError } from '../support/errors.ts';
import { chartFolder, top } from '../support/top.ts';
import { writeWhole } from '../support/write-whole.ts';
import { page } from './page.ts';
import { precompiled } from './standalone.ts';

type Files = Map<string, string>;

const bundled = async (entry: string, define: Record<string, string> = {}): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: top,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
    define,
    plugins: [precompiled(top)],
  });
  return outputFiles[0]?.text ?? '';
};

const schemaNames = ['values.schema.json', 'values.editor.schema.json'];

/** Schemas of the releases that this repository keeps, and of the version that is being made. */
const schemas = async (): Promise<Files> => {
  const releases = join(top, 'schema/releases');
  const kept = await readdir(releases).catch(() => [] as string[]);
  const folders = [
    ...kept.map((version) => [version, join(releases, version)] as const),
    [versions.chart, chartFolder] as const,
  ];
  const files: Files = new Map();
  for (const [version, folder] of folders)
    for (const name of schemaNames) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) files.set(`schema/${version}/${name}`, text);
    }
  return files;
};

/** All files of the page, by their path. */
export const siteFiles = async (): Promise<Files> => {
  const texts = await schemas();
  const listed = [...new Set([...texts.keys()].map((path) => path.split('/')[1] ?? ''))].sort(rcompare);
  const changelog = await readFile(join(top, 'CHANGELOG.md'), 'utf8');
  const own: Files = new Map([
    ['app.js', await bundled('scripts/site/browser/app.ts')],
    ['style.css', await readFile(join(top, 'scripts/site/style.css'), 'utf8')],
    ['icon.svg', await readFile(join(top, 'docs/icon.svg'), 'utf8')],
    ['peer.svg', await readFile(join(top, 'docs/peer.svg'), 'utf8')],
    ['index.html', page({ changelog, schemas: listed })],
  ]);
  const digest = createHash('sha256');
  for (const [path, text] of own) digest.update(`${path}\0${text}\0`);
  const worker = await bundled('scripts/site/worker/service-worker.ts', {
    FILES: JSON.stringify(['./', ...own.keys()]),
    DIGEST: JSON.stringify(digest.digest('hex').slice(0, 16)),
  });
  // Artifact Hub reads from it who owns the repository.
  if (project.artifactHubId !== undefined)
    texts.set('artifacthub-repo.yml', `repositoryID: ${project.artifactHubId}\n`);
  // The page last: what it names is there when it is.
  const { 'index.html': html = '', ...rest } = Object.fromEntries(own);
  return new Map([...texts, ...Object.entries(rest), ['service-worker.js', worker], ['index.html', html]]);
};

/**
 * Writes the page into a folder, each file as a whole or not at all; other files there stay as they are.
 * @returns the paths that are new or changed
 * @throws CommandError when the folder cannot be written.
 */
export const writeSite = async (folder: string): Promise<string[]> => {
  const changed: string[] = [];
  for (const [path, text] of await siteFiles()) {
    const target = join(folder, path);
    if ((await readFile(target, 'utf8').catch(() => undefined)) === text) continue;
    try {
      await writeWhole(target, text);
    } catch (cause) {
      throw new CommandError(`${target}: cannot be written: ${(cause as NodeJS.ErrnoException).code}`, {
        cause,
      });
    }
    changed.push(path);
  }
  return changed;
};
