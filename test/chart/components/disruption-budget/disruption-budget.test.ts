/** A PodDisruptionBudget over the organisation's peers. */
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../../../schema/generated/values.ts';
import { validateValues } from '../../../../schema/validate/validate.ts';
import { type Rendered, render } from '../../../support/rendered.ts';

type Budget = NonNullable<ValuesOverrides['podDisruptionBudget']>;

const peers = { peer0: {}, peer1: {}, peer2: {} };

const rendered = (podDisruptionBudget: Budget): Promise<readonly Rendered[]> =>
  render({ values: { peers, podDisruptionBudget }, release: 'r' });

const budgetIn = (objects: readonly Rendered[]): PodDisruptionBudget | undefined =>
  objects.find(({ kind }) => kind === 'PodDisruptionBudget') as unknown as PodDisruptionBudget;

test('there is none without being asked for', async () => {
  assert.is(budgetIn(await rendered({})), undefined);
});

test('one over all peers selects every Pod of a peer, and no other', async () => {
  const objects = await rendered({ enabled: true });
  const { spec } = budgetIn(objects) ?? {};
  assert.equal([spec?.maxUnavailable, spec?.minAvailable], [1, undefined]);
  assert.is(spec?.unhealthyPodEvictionPolicy, 'AlwaysAllow');
  const selected = Object.entries(spec?.selector?.matchLabels ?? {});
  const pods = objects
    .filter(({ kind }) => kind === 'StatefulSet')
    .map((set) => (set as unknown as StatefulSet).spec?.template.metadata?.labels ?? {});
  assert.is(pods.length, 3);
  assert.ok(pods.every((labels) => selected.every(([key, value]) => labels[key] === value)));
  assert.ok(selected.some(([key, value]) => key.endsWith('component') && value === 'peer'));
});

test('minAvailable takes the place of maxUnavailable', async () => {
  const { spec } = budgetIn(await rendered({ enabled: true, minAvailable: 2 })) ?? {};
  assert.equal([spec?.maxUnavailable, spec?.minAvailable], [undefined, 2]);
});

test('a budget that lets no node drain is refused, and one that protects nothing is worth a warning', () => {
  const told = (kind: 'problems' | 'warnings', podDisruptionBudget: Budget, of: object = peers): string =>
    validateValues({ mspId: 'AMSP', peers: of, podDisruptionBudget })
      [kind].map(({ message }) => message)
      .join('\n');
  assert.match(
    told('problems', { enabled: true, minAvailable: 3 }),
    /3 peers must stay ready, and the release has no more/u,
  );
  assert.match(told('problems', { enabled: true, minAvailable: 1 }, {}), /must stay ready/u);
  assert.match(told('warnings', { enabled: true }, {}), /the budget protects nothing/u);
  assert.is(told('problems', { enabled: true, minAvailable: 2 }), '');
  assert.not.match(told('warnings', { enabled: true }), /budget/u);
  assert.is(told('problems', { minAvailable: 3 }), '');
});

test.run();
