/** Random values from the model: the validator and Helm give the same verdict, on valid ones and on broken ones. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../schema/components/root.ts';
import { isNullable, isSection, leaves, type Node } from '../../schema/model/node.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { refusal } from '../support/rendered.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.error(`property: SEED=${seed}`);

type Path = readonly string[];

const samples = [
  '',
  'a',
  'peer-x',
  'info',
  '5m',
  '2Gi',
  '10m',
  '1.5',
  'host:7051',
  '/run/x',
  '198.18.0.1/24',
  'off',
  '3.1.5',
  '28.5.2-dind',
];

/** A value that the schema accepts; strings are samples that fit the pattern, and the default. */
const valid = (node: Node): fc.Arbitrary<unknown> => {
  if (node.enum) return fc.constantFrom(...node.enum);
  const types = [node.type].flat();
  const absent = isNullable(node) ? [fc.constant(null)] : [];
  switch (types[0]) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: node.minimum ?? -5, max: Math.min(node.maximum ?? 5_000_000, 2 ** 31 - 1) });
    case 'string': {
      const pattern = new RegExp(node.pattern ?? '^', 'u');
      const fitting = [...samples, String(node.default ?? 'a')].filter((sample) => pattern.test(sample));
      const number = types.includes('number') ? [fc.constantFrom(0, 0.5, 3, 1e6, 2 ** 32)] : [];
      return fc.oneof(fc.constantFrom(...fitting), ...number);
    }
    case 'array':
      return fc.constantFrom([], node.default ?? []);
    default:
      return fc.oneof(fc.constantFrom({}, node.default ?? {}), ...absent);
  }
};

/** What no schema of a leaf of this type accepts. */
const invalid = (node: Node): unknown[] => {
  const types = [node.type].flat();
  return [
    ...(isNullable(node) ? [] : [null]),
    ...(types.some((type) => ['string', 'number', 'integer'].includes(type ?? '')) ? [] : [7, 'text']),
    ...(types.includes('boolean') ? [] : [true]),
    ...(types.includes('array') ? [] : [[]]),
    ...(types.includes('object') ? [] : [{ zz: 1 }]),
  ];
};

const nested = (path: Path, value: unknown): Record<string, unknown> =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

const mergeInto = (base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> => {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const known = result[key];
    const isMap = (of: unknown): of is Record<string, unknown> =>
      typeof of === 'object' && of !== null && !Array.isArray(of);
    result[key] = isMap(known) && isMap(value) ? mergeInto(known, value) : value;
  }
  return result;
};

const all = [...leaves(root)].filter(([path]) => path[0] !== 'peers');

/** A value of the release, of `peer`, or of one of two peers. */
const placed = ([path, node]: readonly [Path, Node]): fc.Arbitrary<readonly [Path, Node]> =>
  path[0] === 'peer'
    ? fc
        .constantFrom<Path>(['peer'], ['peers', 'peer0'], ['peers', 'other'])
        .map((start) => [[...start, ...path.slice(1)], node] as const)
    : fc.constant([path, node] as const);

/** A few values at a time, so that a shrunk failure names what matters. */
const overrides: fc.Arbitrary<Record<string, unknown>> = fc
  .array(
    fc
      .constantFrom(...all)
      .chain(placed)
      .chain(([path, node]) => valid(node).map((value) => nested(path, value))),
    { maxLength: 12 },
  )
  .map((parts) => parts.reduce(mergeInto, { peers: { peer0: {}, other: {} } }));

const agree = async (given: Record<string, unknown>): Promise<void> => {
  const { problems } = validateValues(given, { name: 'r', namespace: 'fabric' });
  const refused = await refusal({ values: given, release: 'r' });
  assert.is(
    refused !== undefined,
    problems.length > 0,
    `${JSON.stringify(given)}\nHelm: ${refused ?? 'renders'}\nvalidator: ${JSON.stringify(problems)}`,
  );
};

test('random values get the same verdict', async () => {
  await fc.assert(fc.asyncProperty(overrides, agree), { seed, numRuns: 60 });
});

const mistake: fc.Arbitrary<readonly [Path, unknown]> = fc
  .constantFrom(...all)
  .chain(placed)
  .chain(([path, node]) =>
    fc.oneof(
      fc.constantFrom(...invalid(node)).map((value) => [path, value] as const),
      // A key that its section does not know, at whatever depth.
      fc.constant([[...path.slice(0, -1), `${path.at(-1)}x`], 1] as const),
    ),
  )
  .filter(([path]) => path[0] !== 'global' || path[1] === 'imageRegistry');

test('one random mistake is refused by both, and the validator names its path', async () => {
  await fc.assert(
    fc.asyncProperty(overrides, mistake, async (given, [path, value]) => {
      const broken = mergeInto(given, nested(path, value));
      const { problems } = validateValues(broken, { name: 'r', namespace: 'fabric' });
      assert.ok(
        problems.some((problem) => problem.path === path.join('.')),
        `${JSON.stringify(broken)}\nblamed ${JSON.stringify(problems)} instead of ${path.join('.')}`,
      );
      assert.is.not(await refusal({ values: broken, release: 'r' }), undefined, JSON.stringify(broken));
    }),
    { seed, numRuns: 40 },
  );
});

test('the model has no section that these tests forget', () => {
  assert.ok(all.length > 200, `${all.length} values`);
  assert.ok(isSection(root));
});

test.run();
