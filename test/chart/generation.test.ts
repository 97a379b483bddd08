/** Generation refuses sources that contradict themselves, and its output is what is committed. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildChart, ChartError, modules } from '../../chart/chart.ts';
import type { TemplateFile } from '../../chart/file.ts';
import { define, include, yaml } from '../../chart/language/index.ts';
import { root } from '../../schema/components/root.ts';
import { leaves } from '../../schema/model/node.ts';
import { differences } from '../../scripts/generate/compare.ts';
import { generatedFiles } from '../../scripts/generate/generated-files.ts';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder } from '../support/folder.ts';

const problemsOf = (templates: Record<string, { file: TemplateFile }>): readonly string[] => {
  try {
    buildChart(new Map(), templates);
    return [];
  } catch (error) {
    assert.instance(error, ChartError);
    return (error as ChartError).problems;
  }
};

test('the sources as they are have no problem', () => {
  assert.equal(problemsOf(modules), []);
});

test('a value that no manifest reads is refused, and a rule is no reader', () => {
  const { 'components/rollout/job': _, ...rest } = modules;
  const problems = problemsOf(rest);
  assert.ok(problems.some((problem) => problem.startsWith('rollout.timeoutSeconds: no manifest reads')));
  assert.ok(!problems.some((problem) => problem.startsWith('mspId')));
});

test('a template that nothing includes is refused', () => {
  const file: TemplateFile = {
    path: 'templates/_extra.tpl',
    about: 'Extra',
    templates: [define('fabric-dind.extra', 'release', 'Never used.', yaml`a: b`)],
  };
  assert.equal(problemsOf({ ...modules, extra: { file } }), [
    'fabric-dind.extra: nothing includes this template',
  ]);
});

test('a template that is in no library is refused', () => {
  const nowhere = define('fabric-dind.nowhere', 'release', 'In no file.', yaml`a: b`);
  const file: TemplateFile = {
    path: 'templates/extra.yaml',
    about: 'Extra',
    body: yaml`${include(nowhere)}`,
  };
  assert.equal(problemsOf({ ...modules, extra: { file } }), [
    'fabric-dind.nowhere: included, but in no library file',
  ]);
});

test('a module of a template file that is not listed is refused', async () => {
  const copy = await temporaryFolder();
  await cp(join(top, 'chart'), join(copy, 'chart'), { recursive: true });
  await writeFile(join(copy, 'chart/components/rollout/forgotten.ts'), 'export const file = {};\n');
  try {
    await generatedFiles(copy);
    assert.unreachable('it was accepted');
  } catch (error) {
    assert.match((error as Error).message, 'chart/components/rollout/forgotten.ts: not listed');
  }
});

test('the same sources give the same files, wherever the checkout is', async () => {
  const copy = await temporaryFolder();
  await cp(join(top, 'chart'), join(copy, 'chart'), { recursive: true });
  assert.equal([...(await generatedFiles(copy))], [...(await generatedFiles(top))]);
});

test('changed, missing and stale files are found', async () => {
  const copy = await temporaryFolder();
  await cp(join(top, 'chart'), join(copy, 'chart'), { recursive: true });
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
