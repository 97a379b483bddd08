/** Generation refuses sources that contradict themselves, and its output is what is committed. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stacked } from '../../chart/assembly/fold.ts';
import { buildChart, ChartError, templateFiles } from '../../chart/chart.ts';
import type { Sourced } from '../../chart/file.ts';
import { define, include, type Template, yaml } from '../../chart/language/index.ts';
import { components } from '../../schema/components/index.ts';
import { root } from '../../schema/components/root.ts';
import { v } from '../../schema/expression/references.ts';
import { leaves } from '../../schema/model/node.ts';
import { differences } from '../../scripts/generate/compare.ts';
import { generatedFiles } from '../../scripts/generate/generated-files.ts';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder } from '../support/folder.ts';

const problemsOf = (templates: readonly Sourced[]): readonly string[] => {
  try {
    buildChart(new Map(), templates);
    return [];
  } catch (error) {
    assert.instance(error, ChartError);
    return (error as ChartError).problems;
  }
};

const library = (path: `templates/_${string}.tpl`, ...templates: readonly Template[]): Sourced => ({
  source: 'test.ts',
  file: { path, about: 'Extra', templates },
});

/** A manifest that includes templates, so that they are used. */
const manifest = (...templates: readonly Template[]): Sourced => ({
  source: 'test.ts',
  file: { path: 'templates/extra.yaml', about: 'Extra', body: stacked(templates.map((of) => include(of))) },
});

test('the sources as they are have no problem', () => {
  assert.equal(problemsOf(templateFiles), []);
});

test('a value that no manifest reads is refused, and a rule does not read', () => {
  const problems = problemsOf(templateFiles.filter(({ source }) => source !== 'components/rollout'));
  assert.ok(problems.some((problem) => problem.startsWith('rollout.resources: no manifest reads')));
  assert.ok(!problems.some((problem) => problem.startsWith('mspId')));
});

test('a template that nothing includes is refused', () => {
  const extra = define('fabric-dind.extra', 'release', 'Never used.', yaml`a: b`);
  assert.equal(problemsOf([...templateFiles, library('templates/_extra.tpl', extra)]), [
    'fabric-dind.extra: nothing includes this template',
  ]);
});

test('a template that is in no library is refused', () => {
  const nowhere = define('fabric-dind.nowhere', 'release', 'In no file.', yaml`a: b`);
  assert.equal(problemsOf([...templateFiles, manifest(nowhere)]), [
    'fabric-dind.nowhere: included, but in no library file',
  ]);
});

test('two templates or two files of one name are refused', () => {
  const one = define('fabric-dind.one', 'release', 'One.', yaml`a: b`);
  assert.equal(
    problemsOf([
      ...templateFiles,
      library('templates/_one.tpl', one),
      library('templates/_labels.tpl', one),
      manifest(one),
    ]),
    [
      'chart/test.ts: templates/_labels.tpl is made by another module already; rename one',
      'chart/test.ts: the template fabric-dind.one is defined in chart/test.ts already; rename one',
    ],
  );
});

test('all mistakes of authors are told at once, each with module and template, whatever it is', () => {
  const broken = define(
    'fabric-dind.broken',
    'peer',
    '',
    yaml`
    a: b
      c: x-${v.mspId}
  `,
  );
  const throwing = define('fabric-dind.throwing', 'release', 'Throws.', yaml`a: ${undefined as never}`);
  const problems = problemsOf([
    ...templateFiles,
    library('templates/_broken.tpl', broken, throwing),
    manifest(throwing),
  ]);
  for (const expected of [
    'chart/test.ts: fabric-dind.broken: a named template needs a comment',
    'chart/test.ts: fabric-dind.broken: bad indentation, "a: b" can have nothing below it',
    'chart/test.ts: fabric-dind.broken: a text that may need quotes stands inside other text',
    'chart/test.ts: fabric-dind.throwing: ',
    'fabric-dind.broken: nothing includes this template',
  ])
    assert.ok(
      problems.some((problem) => problem.startsWith(expected)),
      `${expected} is missing in\n${problems.join('\n')}`,
    );
  assert.ok(problems.every((problem) => !/^ +at /mu.test(problem)));
});

test('a folder of a component that is not listed is refused', async () => {
  const copy = await temporaryFolder();
  for (const folder of ['chart', 'examples'])
    await cp(join(top, folder), join(copy, folder), { recursive: true });
  await mkdir(join(copy, 'chart/components/forgotten'));
  await writeFile(join(copy, 'chart/components/forgotten/index.ts'), 'export const forgotten = {};\n');
  try {
    await generatedFiles(copy);
    assert.unreachable('it was accepted');
  } catch (error) {
    assert.match((error as Error).message, 'chart/components/forgotten: not listed');
  }
});

test('every folder of values is a component that is listed', async () => {
  const folders = (await readdir(join(top, 'schema/components'), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  assert.is(folders.length, components.length);
});

test('no line of a template is longer than a person reads', async () => {
  for (const [path, text] of await generatedFiles(top))
    if (path.includes('/templates/'))
      for (const line of text.split('\n')) assert.ok(line.length <= 160, `${path}: ${line.length}: ${line}`);
});

test('the same sources give the same files, wherever the checkout is', async () => {
  const copy = await temporaryFolder();
  for (const folder of ['chart', 'examples'])
    await cp(join(top, folder), join(copy, folder), { recursive: true });
  await cp(join(top, 'CHANGELOG.md'), join(copy, 'CHANGELOG.md'));
  assert.equal([...(await generatedFiles(copy))], [...(await generatedFiles(top))]);
});

test('changed, missing and stale files are found', async () => {
  const copy = await temporaryFolder();
  for (const folder of ['chart', 'examples'])
    await cp(join(top, folder), join(copy, folder), { recursive: true });
  await cp(join(top, 'CHANGELOG.md'), join(copy, 'CHANGELOG.md'));
  await cp(join(top, 'schema/generated'), join(copy, 'schema/generated'), { recursive: true });
  const files = await generatedFiles(copy);
  assert.equal(await differences(copy, files), []);
  const values = join(copy, 'chart/fabric-dind/values.yaml');
  await writeFile(values, `${await readFile(values, 'utf8')}# by hand\n`);
  await rm(join(copy, 'chart/fabric-dind/Chart.yaml'));
  await writeFile(join(copy, 'chart/fabric-dind/templates/mine.yaml'), 'a: b\n');
  const found = await differences(copy, files);
  assert.equal(
    found.map(({ path, kind }) => [path, kind]),
    [
      ['chart/fabric-dind/Chart.yaml', 'missing'],
      ['chart/fabric-dind/templates/mine.yaml', 'stale'],
      ['chart/fabric-dind/values.yaml', 'changed'],
    ],
  );
  assert.match(found[2]?.patch ?? '', '-# by hand');
});

test('every value has a description that says more than its name', () => {
  for (const [path, node] of leaves(root)) {
    assert.ok((node.description ?? '').length > 10, `${path.join('.')} has no description`);
  }
});

test('no generated file names a machine, a user or a time', async () => {
  for (const [path, text] of await generatedFiles(top)) {
    assert.not.match(text, /\/(root|home|work)\/|\d{2}:\d{2}:\d{2}Z/u, path);
  }
});

test.run();
