/** Stage list of generation: sources in, the text of every generated file out. Nothing is written here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildChart, ChartError, modules } from '../../chart/chart.ts';
import { banner } from '../../schema/index.ts';
import { typesOf } from '../../schema/model/types.ts';
import { root } from '../../schema/values/root.ts';
import { filesBelow } from '../support/files.ts';

/** Folders that hold generated files and nothing else. */
export const generatedFolders = ['chart/fabric-dind', 'schema/generated'] as const;

const staticFolder = 'chart/files';
const moduleFolders = ['helpers', 'manifests', 'pod'];

const readStaticFiles = async (top: string): Promise<Map<string, string>> => {
  const paths = await filesBelow(top, staticFolder);
  const texts = await Promise.all(paths.map((path) => readFile(join(top, path), 'utf8')));
  return new Map(paths.map((path, i) => [path.slice(staticFolder.length + 1), texts[i] as string]));
};

/** Modules that make a template file but are not listed in chart/chart.ts. */
const unregistered = async (top: string): Promise<string[]> => {
  const paths = await Promise.all(
    moduleFolders.map(async (folder) =>
      (await readdir(join(top, 'chart', folder))).map((name) => `${folder}/${name}`),
    ),
  );
  const unlisted = paths
    .flat()
    .filter((path) => path.endsWith('.ts') && !(path.replace(/\.ts$/u, '') in modules));
  const texts = await Promise.all(unlisted.map((path) => readFile(join(top, 'chart', path), 'utf8')));
  return unlisted
    .filter((_, i) => texts[i]?.includes('export const file'))
    .map((path) => `chart/${path}: not listed in \`modules\` of chart/chart.ts; add it there or remove it`);
};

/**
 * The text of every generated file, by its path below the top folder.
 * @throws ChartError when the sources contradict themselves.
 */
export const generatedFiles = async (top: string): Promise<ReadonlyMap<string, string>> => {
  const problems = await unregistered(top);
  if (problems.length > 0) throw new ChartError(problems);
  const chart = buildChart(await readStaticFiles(top));
  return new Map([
    ['schema/generated/values.ts', await typesOf(root, banner)],
    ...[...chart].map(([path, text]): [string, string] => [`chart/fabric-dind/${path}`, text]),
  ]);
};
