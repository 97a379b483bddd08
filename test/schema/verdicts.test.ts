/** The validator and Helm give the same verdict, and the validator blames the right value. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateValues } from '../../schema/validate/validate.ts';
import { concurrently, refusal } from '../support/rendered.ts';

interface Case {
  readonly name: string;
  readonly values: object;
  readonly bad?: string;
}

const cases = load(await readFile(join(import.meta.dirname, 'verdicts.yaml'), 'utf8')) as readonly Case[];
const facts = { name: 'r', namespace: 'fabric' };

for (const { name, values, bad } of cases) {
  test(`${bad ? 'bad' : 'good'}: ${name}`, () => {
    const { problems } = validateValues(values, facts);
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
  await concurrently(cases, 2, async ({ name, values, bad }) => {
    const refused = await refusal({ values, release: facts.name });
    if ((refused !== undefined) !== (bad !== undefined))
      disagreements.push(`${name}: ${refused ?? 'rendered'}`);
    // A rule speaks with one voice; of the schema, the words are Helm's own.
    if (refused === undefined || !refused.includes('These values cannot work')) return;
    for (const { message } of validateValues(values, facts).problems)
      if (!refused.includes(message))
        disagreements.push(`${name}: Helm does not say "${message}": ${refused}`);
  });
  assert.equal(disagreements, []);
});

test('all broken rules are told at once', async () => {
  const values = { peer: { image: { tag: '2.5.14' }, gossip: { useLeaderElection: true } } };
  const refused = (await refusal({ values, release: facts.name })) ?? '';
  const { problems } = validateValues(values, facts);
  assert.is(problems.length, 2);
  for (const { message } of problems) assert.ok(refused.includes(message), refused);
});

test.run();
