/** Every operator gives in TypeScript what its Go form gives in Helm. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { operators } from '../../schema/expression/operators.ts';
import { chartFolder } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { helm } from '../support/rendered.ts';

type Name = keyof typeof operators;

/** Arguments by operator; each row is one call. Numbers reach Go as float64, as from a values file. */
const table: Readonly<Record<Name, readonly (readonly unknown[])[]>> = {
  not: [[true], [''], [0], [[]], [{}], [null], ['x'], [{ a: 1 }]],
  and: [
    [true, 'x'],
    ['', 'x'],
    [0, 'x'],
    [true, []],
    [null, true],
  ],
  or: [
    ['', 'x'],
    ['a', 'b'],
    [0, null],
    [[], { a: 1 }],
  ],
  eq: [
    ['a', 'a'],
    ['a', 'b'],
    [true, true],
    [1, 1],
  ],
  ne: [
    ['a', 'a'],
    ['a', 'b'],
  ],
  lt: [
    [1, 2],
    [2, 1],
    [1, 1],
  ],
  gt: [
    [1, 2],
    [2, 1],
  ],
  isSet: [[''], ['x'], [0], [3], [null], [[]], [{ a: 1 }], [false]],
  length: [[''], ['abc'], ['äöü']],
  ternary: [
    ['a', 'b', true],
    ['a', 'b', false],
  ],
  default: [
    ['x', ''],
    ['x', 'y'],
    ['x', null],
  ],
  format: [
    ['%s-%s', 'a', 'b'],
    ['%s', 'x'],
  ],
  lower: [['ABC']],
  contains: [
    ['b', 'abc'],
    ['x', 'abc'],
    ['', 'abc'],
  ],
  hasPrefix: [
    ['a', 'abc'],
    ['b', 'abc'],
  ],
  matches: [
    ['^[a-z]+$', 'abc'],
    ['^[a-z]+$', 'a1'],
    ['^v?[0-9]+[.][0-9]+', 'v2.5'],
  ],
  find: [
    ['^v?[0-9]+[.][0-9]+[.][0-9]+', 'v2.5.16-rc1'],
    ['^[0-9]+', 'latest'],
  ],
  versionIn: [
    ['<2.5.15', '2.5.14'],
    ['<2.5.15', 'v2.5.16'],
    ['>=3.0.0 <3.1.4', '3.1.3'],
    ['>=29.0.0', '28.5.2'],
    ['<19.3.0', '19.03.0'.replace('.03', '.3')],
  ],
  asText: [['2.5'], [20240101], [1.5], [true], [0], ['']],
  thousandths: [
    ['500m'],
    ['2Gi'],
    ['1.5Gi'],
    ['0.5'],
    [0.5],
    ['1k'],
    [1000000],
    [''],
    ['0'],
    ['10.5Gi'],
    [null],
  ],
  integer: [
    [0, 1000],
    [7, null],
    [0, '12'],
  ],
  json: [[{ b: 1, a: [true, 'x'] }]],
  join: [
    [' ', ['a', 'b']],
    [' ', []],
  ],
  mul: [[3, 100]],
  div: [
    [7, 2],
    [2147483648000, 1000],
  ],
  add: [[1, 2, 3]],
};

/** Integers go through int64, as references to whole numbers do in templates. */
const numeric: ReadonlySet<string> = new Set(['eq', 'lt', 'gt', 'mul', 'div', 'add']);

const rows = (Object.keys(table) as Name[]).flatMap((name) => table[name].map((args) => ({ name, args })));

const template = (name: Name, args: readonly unknown[], row: number): string => {
  const printed = args.map((arg, i) => {
    const value = `(index .Values.rows ${row} ${i})`;
    return numeric.has(name) && typeof arg === 'number' ? `(int64 ${value})` : value;
  });
  const print = operators[name].print as (...all: readonly string[]) => string;
  return `- {{ toJson (${print(...printed)}) }}`;
};

test('all operators, all rows', async () => {
  const folder = await temporaryFolder();
  const scalars = await readFile(join(chartFolder, 'templates/_scalars.tpl'), 'utf8');
  await writeFiles(folder, {
    'operators/Chart.yaml': 'apiVersion: v2\nname: operators\nversion: 1.0.0\n',
    'operators/values.yaml': 'rows: []\n',
    'operators/templates/_scalars.tpl': scalars,
    'operators/templates/all.yaml': `kind: Results\nresults:\n${rows.map(({ name, args }, i) => template(name, args, i)).join('\n')}\n`,
  });
  const text = await (await helm()).template(join(folder, 'operators'), {
    release: 'r',
    values: { rows: rows.map(({ args }) => args) },
  });
  const [{ results }] = loadAll(text) as [{ results: readonly unknown[] }];
  rows.forEach(({ name, args }, i) => {
    const evaluate = operators[name].evaluate as (...all: readonly unknown[]) => unknown;
    const ours = evaluate(...args);
    const theirs = results[i];
    // JSON in a text, and numbers that Go prints as text, are compared as what they mean.
    const same = name === 'json' ? [JSON.parse(String(ours)), JSON.parse(String(theirs))] : [ours, theirs];
    const expected = typeof ours === 'number' ? [ours, Number(theirs)] : same;
    assert.equal(expected[1] ?? '', expected[0] ?? '', `${name} ${JSON.stringify(args)}`);
  });
});

test.run();
