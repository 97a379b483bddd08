/** Stage list of generation: sources in, the text of every generated file out. Nothing is written here. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildChart, ChartError, modules } from '../../chart/chart.ts';
import { root } from '../../schema/components/root.ts';
import { banner } from '../../schema/index.ts';
import { typesOf } from '../../schema/model/types.ts';
import { filesBelow } from '../support/files.ts';

/** Folders that hold generated files and nothing else. */
export const generatedFolders = ['chart/fabric-dind', 'schema/generated'] as const;

/** Files of components that the chart holds as they are: `chart/components/<component>/files/<path>`. */
const staticFile = /^chart\/components\/[^/]+\/files\//u;

const readStaticFiles = async (top: string): Promise<Map<string, string>> => {
  const paths = await filesBelow(top, 'chart/components', (path) => staticFile.test(path));
  const texts = await Promise.all(paths.map((path) => readFile(join(top, path), 'utf8')));
  return new Map(paths.map((path, i) => [path.replace(staticFile, ''), texts[i] as string]));
};

/** Modules that make a template file but are not listed in chart/chart.ts. */
const unregistered = async (top: string): Promise<string[]> => {
  const isUnlisted = (path: string): boolean =>
    path.endsWith('.ts') && !(path.slice('chart/'.length, -'.ts'.length) in modules);
  const unlisted = await filesBelow(top, 'chart', isUnlisted);
  const texts = await Promise.all(unlisted.map((path) => readFile(join(top, path), 'utf8')));
  return unlisted
    .filter((_, i) => texts[i]?.includes('export const file'))
    .map((path) => `${path}: not listed in \`modules\` of chart/chart.ts; add it there or remove it`);
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
