/** Editors check every example, and any part of the values, by a schema that lies in the chart and that Helm ignores. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultValues, valuesSchema } from '../../schema/index.ts';
import { chartFolder, top } from '../../scripts/support/top.ts';
import { temporaryFolder } from '../support/folder.ts';
import { helm } from '../support/rendered.ts';

const schemaPath = join(chartFolder, 'values.editor.schema.json');
const read = async (path: string): Promise<object> => JSON.parse(await readFile(path, 'utf8'));

const ajv = new Ajv({ allErrors: true, strict: false });
// An editor finds it beside the editor's schema, by its file name.
ajv.addSchema(await read(join(chartFolder, 'values.schema.json')), 'values.schema.json');
const validate = ajv.compile(await read(schemaPath));

/** What the editor's schema says of values, one line a problem. */
const problemsOf = (values: unknown): string[] => {
  validate(values);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
};

const folder = join(top, 'examples');

for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')))
  test(`${name} names the schema for editors in its first line, and fits it`, async () => {
    const text = await readFile(join(folder, name), 'utf8');
    const [, path] = /^# yaml-language-server: \$schema=(\S+)\n/u.exec(text) ?? [];
    assert.is(resolve(folder, path ?? 'none'), schemaPath);
    assert.equal(problemsOf(load(text)), []);
  });

test('a part of the values fits, however small, and so do keys of YAML anchors and of a parent chart', () => {
  const parts = [
    {},
    { peer: {} },
    { peer: { dind: { image: { tag: '29.1.3' } } } },
    { peers: { peer1: { livenessProbe: null, dind: { storage: {} } } } },
    { rollout: { enabled: true }, monitoring: { rules: {} } },
    { global: { imageRegistry: 'registry.example.com', other: 1 } },
    { 'x-anchor': { a: 1 }, enabled: true },
    defaultValues,
  ];
  for (const part of parts) assert.equal(problemsOf(part), [], JSON.stringify(part).slice(0, 100));
});

test('mistakes are still refused, at their place', () => {
  const mistakes: readonly [string, object][] = [
    ['', { mspld: 'Org1MSP' }],
    ['/peer/dind', { peer: { dind: { imge: {} } } }],
    ['/peers/peer0/dind/storage/type', { peers: { peer0: { dind: { storage: { type: 'claims' } } } } }],
    ['/rollout/enabled', { rollout: { enabled: 'yes' } }],
    ['/monitoring/rules', { monitoring: { rules: { labelz: {} } } }],
    ['/global/imageRegistry', { global: { imageRegistry: 1 } }],
    ['/peer/ledger/size', { peer: { ledger: { size: 'much' } } }],
  ];
  for (const [path, values] of mistakes)
    assert.ok(
      problemsOf(values).some((problem) => problem.startsWith(`${path}:`)),
      `${path}: ${problemsOf(values)}`,
    );
});

test('it knows every top-level value of the shipped schema', async () => {
  const keys = (schema: { properties?: object | undefined }): string[] =>
    Object.keys(schema.properties ?? {}).sort();
  assert.equal(keys(await read(schemaPath)), keys(valuesSchema));
});

test('Helm does not read it', async () => {
  const copy = join(await temporaryFolder(), basename(chartFolder));
  await cp(chartFolder, copy, { recursive: true });
  await writeFile(join(copy, 'values.editor.schema.json'), '{"type": "string", ');
  const values = { mspId: 'Org1MSP' };
  const render = async (chart: string): Promise<string> => (await helm()).template(chart, { values });
  assert.is(await render(copy), await render(chartFolder));
});

test('it is small, since Helm keeps the whole chart in a Secret for each revision', async () => {
  assert.is(dirname(schemaPath), chartFolder);
  assert.ok((await readFile(schemaPath)).length < 4096);
});

test.run();
