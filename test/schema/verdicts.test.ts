/** The validator and Helm give the same verdict, and the validator blames the right value. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReleaseFacts } from '../../schema/expression/evaluate.ts';
import type { Values } from '../../schema/generated/values.ts';
import { valuesSchema } from '../../schema/index.ts';
import { evaluateRules, rules } from '../../schema/rules/evaluate.ts';
import { mergedValues, validateValues } from '../../schema/validate/validate.ts';
import { concurrently, refusal } from '../support/rendered.ts';

interface Case {
  readonly name: string;
  readonly values: object;
  readonly bad?: string;
  readonly release?: string;
}

const cases = load(await readFile(join(import.meta.dirname, 'verdicts.yaml'), 'utf8')) as readonly Case[];
const facts = { name: 'r', namespace: 'fabric' };
const factsOf = ({ release }: Case): ReleaseFacts => ({ ...facts, name: release ?? facts.name });

for (const of of cases) {
  const { name, values, bad } = of;
  test(`${bad ? 'bad' : 'good'}: ${name}`, () => {
    const { problems } = validateValues(values, factsOf(of));
    if (bad === undefined) assert.equal(problems, []);
    else
      assert.ok(
        problems.some(({ path }) => path === bad),
        `blamed ${JSON.stringify(problems)} instead of ${bad}`,
      );
  });
}

test('Helm agrees about all of them', async () => {
  const disagreements: string[] = [];
  await concurrently(cases, 2, async (of) => {
    const { name, values, bad } = of;
    const refused = await refusal({ values, release: factsOf(of).name });
    if ((refused !== undefined) !== (bad !== undefined))
      disagreements.push(`${name}: ${refused ?? 'rendered'}`);
    // A rule speaks with one voice; of the schema, the words are Helm's own.
    if (refused === undefined || !refused.includes('These values cannot work')) return;
    for (const { message } of validateValues(values, factsOf(of)).problems)
      if (!refused.includes(message))
        disagreements.push(`${name}: Helm does not say "${message}": ${refused}`);
  });
  assert.equal(disagreements, []);
});

test('every rule is broken by one of them', () => {
  const fits = new Ajv({ strict: false }).compile<Values>(valuesSchema as SchemaObject);
  const broken = new Set(
    cases.flatMap((of) => {
      const merged = mergedValues([{ name: 'values', value: of.values, places: new Map(), problems: [] }]);
      // Rules are evaluated over what the schema accepts.
      return fits(merged) ? evaluateRules(merged, factsOf(of)).map(({ rule }) => rule) : [];
    }),
  );
  assert.equal(
    rules.map(({ sentence }) => sentence).filter((sentence) => !broken.has(sentence)),
    [],
  );
});

test('all broken rules are told at once', async () => {
  const values = { peer: { image: { tag: '2.5.14' }, gossip: { useLeaderElection: true } } };
  const refused = (await refusal({ values, release: facts.name })) ?? '';
  const { problems } = validateValues(values, facts);
  assert.is(problems.length, 2);
  for (const { message } of problems) assert.ok(refused.includes(message), refused);
});

test.run();
