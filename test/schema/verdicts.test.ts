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
  });
  assert.equal(disagreements, []);
});

test('a broken rule has the same words in Helm', async () => {
  const values = { peer: { image: { tag: '2.5.14' }, gossip: { useLeaderElection: true } } };
  const refused = (await refusal({ values, release: facts.name })) ?? '';
  const { problems } = validateValues(values, facts);
  assert.is(problems.length, 2);
  for (const { message } of problems) {
    const words = message.replace(/^peers\.[^:]*: /u, '');
    assert.ok(refused.includes(words), `${refused}\ndoes not say\n${words}`);
  }
});

test('the longest names fit', async () => {
  const release = 'r'.repeat(53);
  const peer = 'p'.repeat(20);
  const values = { fullnameOverride: 'f'.repeat(31), peers: { [peer]: {} } };
  assert.equal(validateValues(values, { name: release, namespace: 'fabric' }).problems, []);
  assert.is(await refusal({ values, release }), undefined);
  const longer = { ...values, fullnameOverride: 'f'.repeat(32) };
  assert.is(validateValues(longer, { name: release, namespace: 'fabric' }).problems.length, 1);
  assert.match((await refusal({ values: longer, release })) ?? '', 'a StatefulSet may have 52');
});

test.run();
