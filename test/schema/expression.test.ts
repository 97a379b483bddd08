/** Every operator gives in TypeScript what its Go form gives in Helm. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Code, flat } from '../../schema/expression/code.ts';
import { operators } from '../../schema/expression/operators.ts';
import { chartFolder } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { helm } from '../support/rendered.ts';

type Name = keyof typeof operators;

/** Arguments by operator; each row is one call. Numbers reach Go as float64, as from a values file. */
const table: Readonly<Record<Name, readonly (readonly unknown[])[]>> = {
  not: [[true], [false], [''], [' '], [0], [0.5], [[]], [[0]], [{}], [null], ['x'], [{ a: 1 }]],
  and: [
    [true, 'x'],
    ['', 'x'],
    [0, 'x'],
    [true, []],
    [null, true],
    [{}, 'x'],
    [1, 0],
    [1, 2, 3],
    [1, '', 3],
  ],
  or: [
    ['', 'x'],
    ['a', 'b'],
    [0, null],
    [[], { a: 1 }],
    ['', 0, []],
    [false, 2.5],
  ],
  eq: [
    ['a', 'a'],
    ['a', 'b'],
    [true, true],
    [1, 1],
    [1, 2],
    [0, 0],
    [true, false],
    ['', ''],
    ['1', '1.0'],
    [3000000000, 3000000000],
  ],
  ne: [
    ['a', 'a'],
    ['a', 'b'],
    ['', 'a'],
  ],
  lt: [
    [1, 2],
    [2, 1],
    [1, 1],
  ],
  gt: [
    [1, 2],
    [2, 1],
    [-1, 0],
    [2684354560000, 2684354559999],
  ],
  isSet: [[''], ['x'], [0], [3], [null], [[]], [{ a: 1 }], [{}], [false], [true], [0.1]],
  length: [[''], ['abc'], ['äöü'], ['€𝄞']],
  running: [
    [{}, { enabled: true, replicas: 1 }],
    [{}, { enabled: true, replicas: 0 }],
    [
      { a: {}, b: { replicas: 0 }, c: { enabled: false } },
      { enabled: true, replicas: 1 },
    ],
    [
      { a: { replicas: 1 }, b: { enabled: true } },
      { enabled: true, replicas: 0 },
    ],
  ],
  ternary: [
    ['a', 'b', true],
    ['a', 'b', false],
    ['', 'b', true],
    [1, 2, false],
  ],
  default: [
    ['x', ''],
    ['x', 'y'],
    ['x', null],
    [3, 0],
    [3, 5],
    [true, false],
  ],
  format: [
    ['%s-%s', 'a', 'b'],
    ['%s', 'x'],
    ['%q is %s', 'a "b"', ''],
    ['no verb'],
    ['%s%s%s', 'containers ', '', 'images '],
  ],
  lower: [['ABC'], ['aÄ1'], ['']],
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
    ['^[a-z]([-a-z0-9]*[a-z0-9])?$', 'a-'],
    ['^[a-z]([-a-z0-9]*[a-z0-9])?$', 'a\n'],
    ['^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$', 'a--b'],
    ['^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$', 'a-b_c.d'],
    ['^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$', ''],
    ['^v?[0-9]+[.][0-9]+[.][0-9]+-', '2.5.1-rc1'],
  ],
  find: [
    ['^v?[0-9]+[.][0-9]+[.][0-9]+', 'v2.5.16-rc1'],
    ['^[0-9]+', 'latest'],
    ['^[0-9]+[.][0-9]+', '3.1.5'],
    ['^[0-9]+', ''],
  ],
  versionIn: [
    ['<2.5.15', '2.5.14'],
    ['<2.5.15', 'v2.5.16'],
    ['>=3.0.0 <3.1.4', '3.1.3'],
    ['>=29.0.0', '28.5.2'],
    ['<19.3.0', '19.2.9'],
    ['>=29.0.0', '29.0.0'],
    ['<25.0.0', '24.0.9'],
    ['<25.0.0', 'v25.0.0'],
    ['>=3.0.0 <3.1.4', '3.1.4'],
    ['>=3.0.0 <3.1.4', '2.9.9'],
    ['>=3.1.5', '10.0.0'],
  ],
  asText: [['2.5'], [20240101], [1.5], [true], [false], [0], [''], [-3], [1e6], [2 ** 31], ['1e6'], ['007']],
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
    ['0.5Gi'],
    ['0m'],
    [0],
    [3],
    [2.5],
    ['1500m'],
    ['1.5m'],
    ['2M'],
    ['3G'],
    ['1T'],
    ['2Ti'],
    ['1Pi'],
    ['100Ki'],
    ['0.1'],
    ['0.7'],
    ['1.1Gi'],
    ['lots'],
    [2147483648],
    [1e10],
  ],
  integer: [
    [0, 1000],
    [7, null],
    [0, '12'],
    [0, 2000.9],
    [0, 4294967296],
  ],
  seconds: [['30s'], ['5m'], ['1h30m'], ['500ms'], ['1.5s'], ['1m0.5s']],
  count: [[{}], [{ a: 1, b: 2 }], [[]], [['x', 'y']]],
  fieldOfEach: [
    ['name', [{ name: 'a' }, { name: 'b', more: 1 }]],
    ['name', []],
    ['mountPath', [{ mountPath: '/a' }, {}]],
  ],
  softAboveHard: [
    [{}],
    [{ nofile: { soft: 1, hard: 1 }, nproc: { soft: 2, hard: 1 }, core: { soft: -1, hard: 0 } }],
    [{ core: { soft: 0, hard: -1 }, data: { soft: -1, hard: -1 }, rss: { soft: 2 ** 53 - 1, hard: 5 } }],
  ],
  strangers: [
    ['peers', { a: { peers: ['x', 'y'] }, b: {} }, { x: {} }, 'peer0'],
    ['peers', { b: { peers: ['peer0', 'p1'] }, a: { peers: ['p2'] } }, {}, 'peer0'],
    ['peers', {}, { x: {} }, ''],
    ['channels', { a: { channels: ['c'] } }, {}, ''],
  ],
  dict: [
    ['a', 1, 'b', 'x'],
    ['a', [], 'b', { c: 1 }],
  ],
  present: [['a', '', 'b'], [''], ['']],
  json: [[{ b: 1, a: [true, 'x'] }], [{}], [[]], [{ a: null, b: 1.5, c: 'a<b>&"c"' }], [{ big: 100000000 }]],
  join: [
    [' ', ['a', 'b']],
    [' ', []],
    [' ', ['one']],
    [',', ['a', '', 'c']],
  ],
  union: [
    [['a'], ['b', 'a']],
    [[{ name: 'a' }], [{ name: 'a' }]],
    [[], []],
  ],
  mul: [
    [3, 100],
    [0, 5],
    [1500, 100],
  ],
  div: [
    [7, 2],
    [2147483648000, 1000],
    [0, 3],
    [999, 1000],
    [10995116277760000, 1000],
  ],
  add: [[1, 2, 3], [0], [536870912000, 2147483648000], [-1, 1]],
};

/** Integers go through int64, as references to whole numbers do in templates. */
const numeric: ReadonlySet<string> = new Set(['eq', 'lt', 'gt', 'mul', 'div', 'add']);

const rows = (Object.keys(table) as Name[]).flatMap((name) => table[name].map((args) => ({ name, args })));

const template = (name: Name, args: readonly unknown[], row: number): string => {
  const printed = args.map((arg, i) => {
    const value = `(index .Values.rows ${row} ${i})`;
    return numeric.has(name) && typeof arg === 'number' ? `(int64 ${value})` : value;
  });
  const print = operators[name].print as (...all: readonly Code[]) => Code;
  return `- {{ toJson (${flat(print(...printed))}) }}`;
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
  const disagreements = rows.flatMap(({ name, args }, i) => {
    const evaluate = operators[name].evaluate as (...all: readonly unknown[]) => unknown;
    const ours = evaluate(...args);
    const theirs = results[i];
    // JSON in a text, and numbers that Go prints as text, are compared as what they mean.
    const [left, right] =
      name === 'json'
        ? [JSON.parse(String(ours)), JSON.parse(String(theirs))]
        : [ours, typeof ours === 'number' ? Number(theirs) : theirs];
    return isDeepStrictEqual(left ?? '', right ?? '')
      ? []
      : [
          `${name} ${JSON.stringify(args)}: TypeScript ${JSON.stringify(left)}, Helm ${JSON.stringify(right)}`,
        ];
  });
  assert.equal(disagreements, []);
});

test('no operator is without a row', () => {
  assert.equal(Object.keys(table).sort(), Object.keys(operators).sort());
  for (const [name, calls] of Object.entries(table)) assert.ok(calls.length > 0, name);
});

test.run();
