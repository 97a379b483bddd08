/** What each release keeps of itself in `schema/releases/<version>/`: its schema, its defaults, and what examples render to. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dump, load, loadAll } from 'js-yaml';
import { compare, valid } from 'semver';
import { valuesSchema } from '../../schema/index.ts';
import { versions } from '../../schema/versions.ts';
import type { Helm } from '../helm/index.ts';
import { CommandError } from '../support/errors.ts';
import { filesBelow } from '../support/files.ts';
import { chartFolder, top } from '../support/top.ts';
import type { Promises } from './gate.ts';
import type { RenderedObject } from './object-changes.ts';

/** Where releases lie in this repository. */
export const releasesFolder = join(top, 'schema/releases');

/**
 * The versions that are kept, the oldest first.
 * @throws CommandError where the folder cannot be read: a slip of the keyboard must not mean that there is nothing to compare
 * with. Only this repository's own may be missing, before its first release.
 */
export const keptVersions = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException): string[] => {
    if (cause.code === 'ENOENT' && folder === releasesFolder) return [];
    throw new CommandError(
      `${folder} ${cause.code === 'ENOENT' ? 'is not there' : `cannot be read (${cause.code})`}: expected a folder of releases, as schema/releases is one. Check --releases, or make the folder`,
      { cause, exitCode: 2 },
    );
  });
  return names.filter((name) => valid(name) !== null).sort(compare);
};

/**
 * What a release promised.
 * @throws CommandError when a file of it is missing or broken.
 */
export const keptRelease = async (folder: string, version: string): Promise<Promises> => {
  const home = join(folder, version);
  try {
    const names = (await readdir(join(home, 'objects'))).sort();
    const objects = await Promise.all(
      names.map(
        async (name): Promise<[string, RenderedObject[]]> => [
          name.replace(/[.]yaml$/u, ''),
          load(await readFile(join(home, 'objects', name), 'utf8')) as RenderedObject[],
        ],
      ),
    );
    return {
      version,
      schema: JSON.parse(await readFile(join(home, 'values.schema.json'), 'utf8')),
      objects: Object.fromEntries(objects),
    };
  } catch (cause) {
    throw new CommandError(
      `${home} is not whole: ${cause instanceof Error ? cause.message : String(cause)}. Take it from the tag v${version}.`,
      { cause },
    );
  }
};

/** What a release of the sources as they are now would promise: every example rendered as a release `org1`. */
export const presentPromises = async (helm: Helm): Promise<Promises> => {
  const files = await filesBelow(top, 'examples', (path) => /^examples\/[^/]+[.]yaml$/u.test(path));
  const objects: Record<string, RenderedObject[]> = {};
  for (const file of files) {
    const manifests = await helm.template(chartFolder, {
      release: 'org1',
      namespace: 'fabric',
      files: [join(top, file)],
    });
    objects[file.replace(/^examples\/(.*)[.]yaml$/u, '$1')] = loadAll(manifests).filter(
      Boolean,
    ) as RenderedObject[];
  }
  return { version: versions.chart, schema: valuesSchema, objects };
};

const contentOf = async ({ schema, objects }: Promises): Promise<Map<string, string>> =>
  new Map([
    ['values.schema.json', `${JSON.stringify(schema, null, 1)}\n`],
    ...(await Promise.all(
      ['values.editor.schema.json', 'values.yaml'].map(
        async (name): Promise<[string, string]> => [name, await readFile(join(chartFolder, name), 'utf8')],
      ),
    )),
    ...Object.entries(objects).map(([example, list]): [string, string] => [
      `objects/${example}.yaml`,
      dump(list, { lineWidth: -1, noRefs: true, sortKeys: true }),
    ]),
  ]);

/**
 * Whether a release is kept.
 * @throws CommandError when the version is kept with another content: a release never changes.
 */
export const isKept = async (folder: string, promises: Promises): Promise<boolean> => {
  if (!(await keptVersions(folder)).includes(promises.version)) return false;
  const home = join(folder, promises.version);
  for (const [name, text] of await contentOf(promises))
    if ((await readFile(join(home, name), 'utf8').catch(() => '')) !== text)
      throw new CommandError(
        `${join(home, name)}: ${promises.version} is released, and what it promised was something else. Raise schema/versions.ts, or restore the folder.`,
      );
  return true;
};

/**
 * Keeps a release; its folder appears whole or not at all.
 * @returns whether it was written, or was there with the same content.
 * @throws CommandError when the version is kept with another content: a release never changes.
 */
export const keepRelease = async (folder: string, promises: Promises): Promise<boolean> => {
  if (await isKept(folder, promises)) return false;
  await mkdir(folder, { recursive: true });
  const part = await mkdtemp(join(folder, '.part-'));
  try {
    for (const [name, text] of await contentOf(promises)) {
      await mkdir(dirname(join(part, name)), { recursive: true });
      await writeFile(join(part, name), text);
    }
    await rename(part, join(folder, promises.version));
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return true;
};
