/**
 * Odd documents: scalars that YAML 1.1 reads as something else, null handlers, keys that are no text, maps and lists of
 * whatever Kubernetes takes, in every place that the schema has.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import fc from 'fast-check';
import { root } from '../../schema/components/root.ts';
import { leaves, type Node } from '../../schema/model/node.ts';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { top } from '../../scripts/support/top.ts';
import { everything } from '../support/everything.ts';
import { kubernetesObjects } from './kubernetes-objects.ts';
import { type Document, put, type Written, writtenOf } from './written.ts';

/** Scalars as they are written. */
const scalars = [
  ...['y', 'N', 'on', 'off', 'yes', 'null', '~', '', 'true', '"true"', '0', '1', '-1', '007', '0x1F', '0o17'],
  ...['1_000', '1e3', '1e30', '.5', '1.10', '12:30:45', '2001-01-01', '512m', '2Gi', '20K', '5s', '"5 s"'],
  ...['x', '"x y"', '"<<"', "'it''s'", '"a\\nb"', '"\\u2028"', '99999999999999999999', '-.5', '!!str 5'],
  ...[
    '"{{ .Release.Name }}"',
    'ä',
    '"a: b"',
    '"#"',
    '2.5.16',
    '0.5',
    '4',
    '1000',
    '65536',
    '524288Ki',
    '1Ti',
  ],
  ...[
    '.inf',
    '.nan',
    '-0',
    '"0"',
    '"- a"',
    '" a"',
    '"a "',
    '"\\t"',
    '"%"',
    'a/b',
    'a:b',
    '10.0.0.0/8',
    '::1',
  ],
  ...['example.com', 'http://x', '/a/b', '"a,b"', '9223372036854775808', 'Org1MSP', 'debug', '1h30m', '"*"'],
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
  ],
  ...[
    '"<<"',
    '__proto__',
    'constructor',
    'name',
    'kubernetes.io/metadata.name',
    'CORE_X',
    '"a: b"',
    'ä',
    '""',
  ],
  ...['checksum/runtime', 'helm.sh/resource-policy', 'app.kubernetes.io/name', 'nofile', 'cpu', 'memory'],
);

const map = (entries: readonly (readonly [string, Written])[]): Written => new Map(entries);

const { tree } = fc.letrec<{ tree: Written }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 }).map(map),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}));
const object = fc.array(fc.tuple(key, tree), { maxLength: 3 }).map(map);

/** Scalars that a leaf takes, however they are written. */
const fitting = (node: Node): fc.Arbitrary<string> => {
  const accepts = new Ajv({ strict: false }).compile(node as SchemaObject);
  const words = [
    ...scalars,
    ...(node.enum ?? []).map((word) => JSON.stringify(word)),
    ...(Array.isArray(node.examples) ? node.examples : [])
      .filter((example) => typeof example !== 'object')
      .map((example) => JSON.stringify(example)),
    JSON.stringify(node.default ?? ''),
  ];
  const taken = words.filter((word) => accepts((readYaml(`k: ${word}`, 'v').value as { k: unknown }).k));
  const numbers = [node.minimum, node.maximum].filter((limit) => limit !== undefined).map(String);
  const listed = fc.constantFrom(...(taken.length > 0 ? taken : words), ...numbers);
  if (node.pattern === undefined) return listed;
  const matching = fc
    .stringMatching(new RegExp(node.pattern))
    .filter((word) => accepts(word))
    .map((word) => JSON.stringify(word));
  return fc.oneof(listed, matching);
};

/** What a node takes mostly: a list or map of what it describes, or a scalar. */
const fittingFor = (name: string, node: Node): fc.Arbitrary<Written> => {
  const types = [node.type].flat();
  const known = kubernetesObjects(name);
  if (types.includes('object')) {
    const { additionalProperties: values, properties } = node;
    if (known !== undefined) return fc.oneof({ arbitrary: known, weight: 3 }, object);
    const listed = Object.entries(properties ?? {}).map(([entry, below]) =>
      fc.tuple(fc.constant(entry), writtenFor(entry, below)),
    );
    const pattern = (node.propertyNames as Node | undefined)?.pattern;
    const keys =
      pattern === undefined
        ? key
        : fc.oneof(
            key,
            fc.stringMatching(new RegExp(pattern)).map((name) => JSON.stringify(name)),
          );
    const free = fc.tuple(keys, typeof values === 'object' ? writtenFor('', values) : tree);
    const entries = [...listed, ...(values === false ? [] : [free])];
    const some = fc.array(fc.oneof(...entries), { maxLength: 3 }).map(map);
    return types.includes('string') ? fc.oneof(some, fitting(node)) : some;
  }
  if (types[0] === 'array')
    return fc.array(known === undefined ? writtenFor('', node.items ?? {}) : fc.oneof(known, object), {
      maxLength: 3,
    });
  return fitting(node);
};

/** A value for a node: what it takes mostly, or anything. */
const writtenFor = (name: string, node: Node): fc.Arbitrary<Written> =>
  fc.oneof({ arbitrary: fittingFor(name, node), weight: 15 }, { arbitrary: tree, weight: 1 });

const all = [...leaves(root)].filter(([path]) => path[0] !== 'peers');

const places = (path: readonly string[]): (readonly string[])[] =>
  path[0] === 'peer' ? [path, ...['a', 'b'].map((peer) => ['peers', peer, ...path.slice(1)])] : [path];

const part = fc.oneof(
  ...all.map(([path, node]) =>
    fc.tuple(fc.constantFrom(...places(path)), writtenFor(path.at(-1) as string, node)),
  ),
);

const folder = join(top, 'examples');
const { peers: _, ...onePeer } = everything;

/** Values that turn much on, so that the odd ones are rendered too. */
const bases: readonly Document[] = [
  onePeer,
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readYaml(readFileSync(join(folder, file), 'utf8'), file).value),
].map((values) => writtenOf(values) as Document);

/** Documents of one to four odd values, half of them over values that turn much on. */
export const documents: fc.Arbitrary<Document> = fc
  .tuple(
    fc.oneof(fc.constant<Document>(new Map()), fc.constantFrom(...bases)),
    fc.array(part, { minLength: 1, maxLength: 4 }),
  )
  .map(([base, parts]) => parts.reduce((into, [path, value]) => put(into, path, value), base));

const isOpen = (node: Node | undefined): boolean => node?.additionalProperties === true;

const open = new Set(
  all.filter(([, node]) => isOpen(node) || isOpen(node.items)).map(([path]) => path.join('.')),
);

/** Whether a path is that of a Kubernetes object, or a list of them, that the chart passes on as it is. */
export const isPassedOn = (path: readonly string[]): boolean =>
  path.at(-2) === 'valueFrom' ||
  open.has((path[0] === 'peers' ? ['peer', ...path.slice(2)] : path).join('.'));
