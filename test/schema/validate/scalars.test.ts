/** Scalars and `--set` are read as Helm reads them: both are asked. */
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { readSetFlag } from '../../../schema/validate/set-flags.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { helm } from '../../support/rendered.ts';

const scalars = [
  '',
  '~',
  'null',
  'Null',
  'NULL',
  'nULL',
  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'n',
  'N',
  'no',
  'No',
  'on',
  'On',
  'ON',
  'off',
  'Off',
  'true',
  'True',
  'TRUE',
  'tRue',
  'false',
  'False',
  '0',
  '-0',
  '1',
  '+1',
  '-1',
  '12',
  '007',
  '0777',
  '08',
  '09',
  '0o755',
  '0O7',
  '0x1F',
  '0X1f',
  '-0x10',
  '0b101',
  '-0b11',
  '1_000',
  '0_7',
  '1e3',
  '1E3',
  '1e+3',
  '1e-3',
  '1.',
  '.5',
  '-.5',
  '+.5',
  '1.10',
  '1.5e2',
  '1e',
  'e3',
  '1.2.3',
  '2.5.16',
  '12:30:45',
  '2001-01-01',
  '2001-01-01T00:00:00Z',
  '1,000',
  '0x',
  '0xZZ',
  '0b2',
  '1__0',
  '_1',
  '1_',
  '+',
  '.',
  '--1',
  'a',
  'a b',
  '"1"',
  "'true'",
  '"a\\nb"',
  '1Gi',
  '500m',
  '0.5',
  '1e1000000x',
];

const chartWith = async (): Promise<string> => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'read/Chart.yaml': 'apiVersion: v2\nname: read\nversion: 1.0.0\n',
    'read/values.yaml': '{}\n',
    'read/templates/all.yaml': 'kind: Read\nvalues: {{ toJson .Values }}\n',
  });
  return join(folder, 'read');
};

const readByHelm = async (args: readonly string[]): Promise<unknown> => {
  const text = await (await helm()).template(await chartWith(), { release: 'r', args: [...args] });
  return (loadAll(text) as [{ values: unknown }])[0].values;
};

test('plain and quoted scalars', async () => {
  const yaml = scalars.map((scalar, i) => `k${i}: ${scalar}\n`).join('');
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'values.yaml': yaml });
  const theirs = (await readByHelm(['-f', join(folder, 'values.yaml')])) as Record<string, unknown>;
  const ours = readYaml(yaml, 'values.yaml').value as Record<string, unknown>;
  scalars.forEach((scalar, i) => {
    assert.equal(
      ours[`k${i}`] ?? null,
      theirs[`k${i}`] ?? null,
      `read differently: ${JSON.stringify(scalar)}`,
    );
  });
});

test('block scalars, anchors and merge keys', async () => {
  const yaml = [
    'a: &a {x: 1, y: yes}',
    'b: {<<: *a, y: 2}',
    'c: |',
    '  two',
    '  lines',
    'd: >-',
    '  one',
    '  line',
    'e: *a',
    'f: !!str 5',
    '',
  ].join('\n');
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'values.yaml': yaml });
  assert.equal(readYaml(yaml, 'values.yaml').value, await readByHelm(['-f', join(folder, 'values.yaml')]));
});

test('--set and its sisters', async () => {
  for (const [flag, text] of [
    ['set', 'a=1,b=true,c=null2,d=1.10,e=0110,f=1e3,g=x y'],
    ['set', 'a.b.c=1,a.b.d={x,1,true}'],
    ['set', 'a[0].b=1,a[1].b=2'],
    ['set', 'a\\.b=c\\,d'],
    ['set', 'a='],
    ['set-string', 'a=1,b=true'],
    ['set-json', 'a={"b":[1,null]}'],
  ] as const) {
    assert.equal(readSetFlag(flag, text).value, await readByHelm([`--${flag}`, text]), `--${flag} ${text}`);
  }
});

test.run();
