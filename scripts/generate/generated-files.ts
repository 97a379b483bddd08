/** Stage list of generation: sources in, the text of every generated file out. Nothing is written here. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { objectTemplates } from '../../chart/assembly/objects.ts';
import { buildChart, ChartError } from '../../chart/chart.ts';
import { components } from '../../chart/components/index.ts';
import type { Change } from '../../chart/metadata.ts';
import { root } from '../../schema/components/root.ts';
import { banner } from '../../schema/index.ts';
import { typesOf } from '../../schema/model/types.ts';
import { versions } from '../../schema/versions.ts';
import { sectionsOf } from '../release/changelog.ts';
import { filesBelow } from '../support/files.ts';
import { KubernetesTypes, unknownFields } from './kubernetes-fields.ts';

/** Folders that hold generated files and nothing else. */
export const generatedFolders = ['chart/fabric-dind', 'schema/generated'] as const;

/** Files of components that the chart holds as they are, in a folder of the component's name. */
const staticFile = /^chart\/components\/([^/]+)\/files\//u;

const readStaticFiles = async (top: string): Promise<Map<string, string>> => {
  const paths = await filesBelow(top, 'chart/components', (path) => staticFile.test(path));
  const texts = await Promise.all(paths.map((path) => readFile(join(top, path), 'utf8')));
  return new Map(paths.map((path, i) => [path.replace(staticFile, '$1/'), texts[i] as string]));
};

/** Examples, for the package: there the schema for editors lies one folder above. */
const readExamples = async (top: string): Promise<Map<string, string>> => {
  const paths = await filesBelow(top, 'examples', (path) => /^examples\/[^/]+[.]yaml$/u.test(path));
  const texts = await Promise.all(paths.map((path) => readFile(join(top, path), 'utf8')));
  return new Map(
    paths.map((path, i) => [path, (texts[i] as string).replace('=../chart/fabric-dind/', '=../')]),
  );
};

/** Folders of components that the list of components does not have. */
/** What CHANGELOG.md says of the version, once it has a date: nothing else stays as it is. */
const changesOf = async (top: string): Promise<Change[]> => {
  const text = await readFile(join(top, 'CHANGELOG.md'), 'utf8').catch(() => '');
  const section = sectionsOf(text).find(({ version }) => version === versions.chart);
  if (section?.date === undefined) return [];
  return section.entries.map(({ kind, text: markdown }) => ({
    kind: kind.toLowerCase(),
    description: markdown.replaceAll('\n', ' ').replace(/\[([^\]]+)\]\([^)]*\)/gu, '$1'),
  }));
};

const unlisted = async (top: string): Promise<string[]> => {
  const paths = await filesBelow(top, 'chart/components', (path) => path.endsWith('/index.ts'));
  const folders = paths.map((path) => path.split('/').slice(2, -1).join('/')).filter((name) => name !== '');
  const listed = new Set(components.map(({ name }) => name));
  return folders
    .filter((name) => !listed.has(name))
    .map(
      (name) =>
        `chart/components/${name}: not listed in chart/components/index.ts; add it there or remove it`,
    );
};

/**
 * The text of every generated file, by its path below the top folder.
 * @throws ChartError when the sources contradict themselves.
 */
export const generatedFiles = async (top: string): Promise<ReadonlyMap<string, string>> => {
  const problems = [...(await unlisted(top)), ...unknownFields(objectTemplates, new KubernetesTypes(top))];
  if (problems.length > 0) throw new ChartError(problems);
  const chart = buildChart(await readStaticFiles(top), undefined, await changesOf(top));
  return new Map([
    ['schema/generated/values.ts', await typesOf(root, banner)],
    ...[...(await readExamples(top)), ...chart].map(([path, text]): [string, string] => [
      `chart/fabric-dind/${path}`,
      text,
    ]),
  ]);
};
