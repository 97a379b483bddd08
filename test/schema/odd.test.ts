/**
 * Odd documents: scalars that YAML 1.1 reads as something else, null handlers, keys that are no text, maps and lists of
 * whatever Kubernetes takes. The validator and Helm give the same verdict on them, or the validator alone complains of
 * the text, which Helm takes without a word.
 */
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../schema/components/root.ts';
import { leaves, type Node } from '../../schema/model/node.ts';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import type { Source } from '../../schema/validate/types.ts';
import { UnreadableInput } from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { refusal } from '../support/rendered.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const runs = Number(process.env.RUNS ?? 60);
console.error(`odd: SEED=${seed} RUNS=${runs}`);

/** Scalars as they are written. */
const scalars = [
  ...[
    'y',
    'N',
    'on',
    'off',
    'yes',
    'null',
    '~',
    '',
    'true',
    '"true"',
    '0',
    '1',
    '-1',
    '007',
    '0x1F',
    '0o17',
    '1_000',
    '1e3',
  ],
  ...[
    '1e30',
    '.5',
    '1.10',
    '12:30:45',
    '2001-01-01',
    '512m',
    '2Gi',
    '20K',
    '5s',
    '"5 s"',
    'x',
    '"x y"',
    '"<<"',
    "'it''s'",
  ],
  ...[
    '"a\\nb"',
    '"\\u2028"',
    '99999999999999999999',
    '-.5',
    '"{{ .Release.Name }}"',
    '!!str 5',
    'ä',
    '"a: b"',
    '"#"',
    '2.5.16',
  ],
];
const scalar = fc.constantFrom(...scalars);
const key = fc.constantFrom(
  ...[
    'a',
    'b-c',
    'y',
    'N',
    'off',
    'null',
    '0x1F',
    '5',
    '"y"',
    '"5"',
    '"a b"',
    'a.b/c',
    'example.com/x',
    'A_B',
    '"<<"',
    '__proto__',
  ],
  ...['constructor', 'name', 'kubernetes.io/metadata.name', 'CORE_X', '"a: b"', 'ä'],
);

const map = (entries: readonly (readonly [string, string])[]): string =>
  `{${[...new Map(entries)].map(([name, value]) => `${name}: ${value}`).join(', ')}}`;

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 }).map(map),
    fc.array(tie('tree'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
}));
const object = fc.array(fc.tuple(key, tree), { maxLength: 3 }).map(map);

const handler = fc
  .array(
    fc.tuple(
      fc.constantFrom('exec', 'httpGet', 'tcpSocket', 'grpc', 'periodSeconds'),
      fc.constantFrom('null', '{}', '{command: [a]}', '5', '{port: 1}'),
    ),
    { maxLength: 3 },
  )
  .map(map);

const all = [...leaves(root)].filter(([path]) => path[0] !== 'peers' && path[0] !== 'global');

/** Scalars that a leaf takes, however they are written. */
const fitting = (node: Node): fc.Arbitrary<string> => {
  const accepts = new Ajv({ strict: false }).compile(node as SchemaObject);
  const words = [
    ...scalars,
    ...(node.enum ?? []).map((word) => JSON.stringify(word)),
    JSON.stringify(node.default ?? ''),
  ];
  const taken = words.filter((word) => accepts((readYaml(`k: ${word}`, 'v').value as { k: unknown }).k));
  return fc.constantFrom(...(taken.length > 0 ? taken : words));
};

/** A value for a leaf: what it takes mostly, or anything. */
const writtenFor = (path: readonly string[], node: Node): fc.Arbitrary<string> => {
  if (/Probe$/u.test(path.at(-1) ?? '')) return handler;
  const types = [node.type].flat();
  const anything = { arbitrary: tree, weight: 1 };
  if (types[0] === 'object') {
    const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
    const entries =
      values && values.type !== 'object'
        ? fc.array(fc.tuple(key, fitting(values)), { maxLength: 3 }).map(map)
        : object;
    return fc.oneof({ arbitrary: entries, weight: 7 }, anything);
  }
  if (types[0] === 'array') {
    const items = node.items?.type === 'object' ? object : fitting(node.items ?? {});
    return fc.oneof(
      { arbitrary: fc.array(items, { maxLength: 2 }).map((all) => `[${all.join(', ')}]`), weight: 7 },
      anything,
    );
  }
  return fc.oneof({ arbitrary: fitting(node), weight: 15 }, anything);
};

interface Nested {
  [key: string]: Nested | string;
}

const printed = (nested: Nested | string): string =>
  typeof nested === 'string'
    ? nested
    : `{${Object.entries(nested)
        .map(([name, value]) => `${name}: ${printed(value)}`)
        .join(', ')}}`;

const put = (into: Nested, path: readonly string[], value: string): void => {
  const [first = '', ...rest] = path;
  if (rest.length === 0) into[first] = value;
  else {
    const below = into[first];
    const next = typeof below === 'object' ? below : {};
    into[first] = next;
    put(next, rest, value);
  }
};

const placed = (path: readonly string[]): fc.Arbitrary<readonly string[]> =>
  path[0] === 'peer'
    ? fc.constantFrom(path, ['peers', 'a', ...path.slice(1)], ['peers', 'b', ...path.slice(1)])
    : fc.constant(path);

const documents: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(...all).chain(([path, node]) => fc.tuple(placed(path), writtenFor(path, node))),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => {
    const document: Nested = {};
    for (const [path, value] of parts) put(document, path, value);
    return `${Object.entries(document)
      .map(([name, value]) => `${name}: ${printed(value)}`)
      .join('\n')}\n`;
  });

/** What the validator finds in the values, and in the text alone. */
const ours = (text: string): { values: readonly string[]; isText: boolean } => {
  try {
    const source = readYaml(text, 'v');
    const plain: Source = { ...source, problems: [] };
    const { problems } = validate([plain], { name: 'r', namespace: 'fabric' });
    return {
      values: problems.map(({ path, message }) => `${path}: ${message}`),
      isText: source.problems.length > 0,
    };
  } catch (error) {
    if (error instanceof UnreadableInput) return { values: [error.message], isText: true };
    throw error;
  }
};

test('odd documents get the same verdict', async () => {
  const folder = await temporaryFolder();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(documents, async (text) => {
      const { values, isText } = ours(text);
      // What is wrong with the text Helm takes or not, each version in its own way.
      if (isText) return;
      const file = `${count++}.yaml`;
      await writeFiles(folder, { [file]: text });
      const refused = await refusal({ files: [join(folder, file)], release: 'r' });
      assert.is(
        refused !== undefined,
        values.length > 0,
        `${text}Helm: ${refused ?? 'renders'}\nvalidator: ${values.join('\n')}`,
      );
    }),
    { seed, numRuns: runs },
  );
});

test.run();
