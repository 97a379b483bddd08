/** Stage list of generation: sources in, the text of every generated file out. Nothing is written here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildChart, ChartError, modules } from '../../chart/chart.ts';
import { banner } from '../../schema/index.ts';
import { typesOf } from '../../schema/model/types.ts';
import { root } from '../../schema/values/root.ts';

/** Folders that hold generated files and nothing else. */
export const generatedFolders = ['chart/fabric-dind', 'schema/generated'] as const;

const staticFolder = 'chart/files';
const moduleFolders = ['helpers', 'manifests', 'pod'];

const readStaticFiles = async (top: string): Promise<Map<string, string>> => {
  const names = (await readdir(join(top, staticFolder))).sort();
  return new Map(
    await Promise.all(
      names.map(
        async (name): Promise<[string, string]> => [
          name,
          await readFile(join(top, staticFolder, name), 'utf8'),
        ],
      ),
    ),
  );
};

/** Modules of template files that chart/chart.ts does not list. */
const unregistered = async (top: string): Promise<string[]> => {
  const found = await Promise.all(
    moduleFolders.map(async (folder) =>
      (await readdir(join(top, 'chart', folder)))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name.replace(/\.ts$/u, '')}`),
    ),
  );
  return found
    .flat()
    .filter((name) => !(name in modules))
    .map(
      (name) => `chart/${name}.ts: not listed in \`modules\` of chart/chart.ts; add it there or remove it`,
    );
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
