/** The maintenance Job: it has what its peer has of identity and ledger, and can be upgraded. */
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { type Rendered, render } from '../../../support/rendered.ts';

const stopped = { peers: { peer0: { replicas: 0, maintenance: { command: 'reset' } } } };

const jobOf = (objects: readonly Rendered[]): { name: string; pod: PodTemplateSpec } => {
  const [job] = objects.filter(
    ({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-reset-'),
  ) as unknown as Job[];
  assert.ok(job?.spec, 'no Job');
  return { name: job.metadata?.name ?? '', pod: job.spec.template };
};

const withExample = async (name: string): Promise<PodTemplateSpec> =>
  jobOf(await render({ files: [join(top, 'examples', `${name}.yaml`)], values: stopped })).pod;

test('the template of a Job has nothing that changes with the version of the chart', async () => {
  const { pod } = jobOf(await render({ values: stopped }));
  assert.equal(
    Object.keys(pod.metadata?.labels ?? {}).filter((label) => /^helm|version$/u.test(label)),
    [],
  );
  assert.is(pod.metadata?.annotations, undefined);
});

test('it waits for the Pod of its peer to be gone, and no Service takes it for that', async () => {
  const objects = await render({ values: stopped });
  const { pod } = jobOf(objects);
  const [term] = pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const [statefulSet] = objects.filter(({ kind }) => kind === 'StatefulSet') as unknown as StatefulSet[];
  const selector = statefulSet?.spec?.selector;
  assert.equal(term?.labelSelector, selector);
  const labels = pod.metadata?.labels ?? {};
  assert.ok(Object.entries(selector?.matchLabels ?? {}).some(([key, value]) => labels[key] !== value));
});

test("the module's library is there for a peer whose key is in hardware", async () => {
  const { spec } = await withExample('identity-hsm');
  assert.is(spec?.initContainers?.[0]?.name, 'hsm-client');
  assert.ok(spec?.volumes?.some(({ name }) => name === 'hsm'));
  assert.ok(spec?.containers[0]?.volumeMounts?.some(({ mountPath }) => mountPath === '/opt/hsm'));
});

test("Vault's agent writes the identity into the Job's container, and ends", async () => {
  const { metadata, spec } = await withExample('identity-vault');
  const annotation = (name: string): string | undefined =>
    metadata?.annotations?.[`vault.hashicorp.com/${name}`];
  assert.is(annotation('agent-inject'), 'true');
  assert.is(annotation('agent-pre-populate-only'), 'true');
  assert.is(annotation('agent-inject-containers'), spec?.containers[0]?.name);
  assert.ok(
    spec?.volumes?.some(({ name }) => name === annotation('agent-service-account-token-volume-name')),
  );
});

test.run();
