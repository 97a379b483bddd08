/** Random values: whatever is generated from the model is rendered, and whatever is broken is refused by both. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Node } from '../../schema/model/node.ts';
import { isSection } from '../../schema/model/node.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { root } from '../../schema/values/root.ts';
import { refusal } from '../support/rendered.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.error(`property: SEED=${seed}`);

/** Text that a pattern of the model accepts, by what the pattern is for. */
const textOf = (node: Node): fc.Arbitrary<unknown> => {
  const pattern = node.pattern ? new RegExp(node.pattern, 'u') : /^/u;
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
  ];
  const fitting = [...samples, String(node.default ?? '')].filter((sample) => pattern.test(sample));
  return fc.constantFrom(...fitting);
};

const anyOf = (node: Node): fc.Arbitrary<unknown> => {
  if (node.enum) return fc.constantFrom(...node.enum);
  switch ([node.type].flat()[0]) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: node.minimum ?? -5, max: Math.min(node.maximum ?? 5_000_000, 2 ** 31 - 1) });
    case 'string':
      return textOf(node);
    case 'array':
      return fc.constantFrom([], node.default);
    default:
      return fc.constantFrom({}, node.default ?? {});
  }
};

/** Random overrides of a section: each child is there or not. */
const overridesOf = (node: Node): fc.Arbitrary<unknown> => {
  if (!isSection(node)) return anyOf(node);
  const children = Object.fromEntries(
    Object.entries(node.properties).map(([key, child]) => [key, overridesOf(child)]),
  );
  return fc.record(children, { requiredKeys: [] }).map((all) =>
    // Few at a time, so that a shrunk failure names what matters.
    Object.fromEntries(Object.entries(all).filter((_, i) => i % 3 === 0)),
  );
};

const peerNode = root.properties?.peer as Node;
const values = fc.record({
  peers: fc.record({ peer0: overridesOf(peerNode), other: overridesOf(peerNode) }),
});

const agree = async (given: unknown): Promise<void> => {
  const { problems } = validateValues(given, { name: 'r', namespace: 'fabric' });
  const refused = await refusal({ values: given as object, release: 'r' });
  assert.is(
    refused !== undefined,
    problems.length > 0,
    `${JSON.stringify(given)}\n${refused}\n${JSON.stringify(problems)}`,
  );
};

test('random overrides get the same verdict', async () => {
  await fc.assert(fc.asyncProperty(values, agree), { seed, numRuns: 60 });
});

const broken = fc
  .tuple(values, fc.constantFrom<unknown>(null, [], 'text', 7, true, { zz: 1 }), fc.nat())
  .map(([given, bad, pick]) => {
    const peer0 = (given as { peers: { peer0: Record<string, unknown> } }).peers.peer0;
    const keys = Object.keys(peerNode.properties ?? {});
    return { peers: { peer0: { ...peer0, [keys[pick % keys.length] as string]: bad } } };
  });

test('values with a random mistake get the same verdict', async () => {
  await fc.assert(fc.asyncProperty(broken, agree), { seed, numRuns: 40 });
});

test.run();
