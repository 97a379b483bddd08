/**
 * The chart as a whole: which files there are.
 *
 * `buildChart` is the pipeline `components → template files → text`, without I/O; `scripts/` reads and writes.
 */
import { root } from '../schema/components/root.ts';
import { banner, valuesSchema } from '../schema/index.ts';
import { editorSchemaOf } from '../schema/model/json-schema.ts';
import { valuesYamlOf } from '../schema/model/values-yaml.ts';
import * as extraObjects from './assembly/extra-objects.ts';
import * as maintenance from './assembly/maintenance.ts';
import * as notes from './assembly/notes.ts';
import * as peerContainer from './assembly/peer-container.ts';
import * as peers from './assembly/peers.ts';
import * as release from './assembly/release.ts';
import * as rules from './assembly/rules.ts';
import { peersLibrary } from './assembly/scopes.ts';
import * as statefulSet from './assembly/stateful-set.ts';
import type { Component } from './components/component.ts';
import { variablesFile } from './components/fabric/variables.ts';
import { components } from './components/index.ts';
import { dashboardJson } from './components/monitoring/dashboard.ts';
import type { Sourced } from './file.ts';
import { type Change, chartReadme, chartYaml } from './metadata.ts';
import { type Printed, printFiles, unusedAndMissing } from './print-files.ts';
import * as labels from './shared/labels.ts';
import * as names from './shared/names.ts';
import * as scalars from './shared/scalars.ts';

/** What generation found wrong with the chart's own sources; each entry says where and what to do. */
export class ChartError extends Error {
  override readonly name = 'ChartError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the chart's sources have problems:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Template files that no single component makes. */
const assembled: readonly Sourced[] = [
  { source: 'shared/labels.ts', file: labels.file },
  { source: 'shared/names.ts', file: names.file },
  { source: 'shared/scalars.ts', file: scalars.file },
  { source: 'components/fabric/variables.ts', file: variablesFile },
  { source: 'assembly/rules.ts', file: rules.file },
  { source: 'assembly/peer-container.ts', file: peerContainer.file },
  { source: 'assembly/extra-objects.ts', file: extraObjects.file },
  { source: 'assembly/maintenance.ts', file: maintenance.file },
  { source: 'assembly/stateful-set.ts', file: statefulSet.file },
  { source: 'assembly/peers.ts', file: peers.file },
  { source: 'assembly/release.ts', file: release.file },
  { source: 'assembly/notes.ts', file: notes.file },
];

/** The template file of each component that has templates. */
const ofComponents = (all: readonly Component[]): Sourced[] =>
  all.flatMap(({ name, about, templates }) =>
    templates.length > 0
      ? [{ source: `components/${name}`, file: { path: `templates/_${name}.tpl`, about, templates } }]
      : [],
  );

/** Every template file but that of facts, which follows from the others. */
export const templateFiles: readonly Sourced[] = [...assembled, ...ofComponents(components)];

/** Prints all template files: first those that read facts, then the one that computes the facts that were read. */
const printAll = (files: readonly Sourced[]): Printed => {
  const { facts } = printFiles(files);
  return printFiles([...files, { source: 'assembly/scopes.ts', file: peersLibrary(facts) }]);
};

/** Files that are copied into the chart as they are: scripts and alerts, by path below the folder files. */
export type StaticFiles = ReadonlyMap<string, string>;

/**
 * Every file of the chart by its path in the chart's folder.
 * @param changes of the version, once it is released
 * @throws ChartError with all problems, each with its module and template.
 */
export const buildChart = (
  staticFiles: StaticFiles,
  files: readonly Sourced[] = templateFiles,
  changes: readonly Change[] = [],
): ReadonlyMap<string, string> => {
  const printed = printAll(files);
  const problems = [...printed.problems, ...unusedAndMissing(printed)];
  if (problems.length > 0) throw new ChartError(problems);
  const chartBanner =
    'Generated from schema/versions.ts, CHANGELOG.md and chart/metadata.ts by "npm run generate". Do not edit.';
  return new Map<string, string>([
    ['Chart.yaml', chartYaml(chartBanner, changes)],
    ['values.yaml', valuesYamlOf(root, banner)],
    ['values.schema.json', `${JSON.stringify(valuesSchema, null, 1)}\n`],
    [
      'values.editor.schema.json',
      `${JSON.stringify(editorSchemaOf(valuesSchema, 'values.schema.json', banner), null, 1)}\n`,
    ],
    ['README.md', chartReadme(banner)],
    ['.helmignore', '*.tgz\n.git\n*.swp\n'],
    ['files/monitoring/dashboard.json', dashboardJson()],
    ...printed.texts,
    ...[...staticFiles].map(([name, text]): [string, string] => [`files/${name}`, text]),
  ]);
};
