/** Changed peers restart one after the other, by a Job of few rights that has patience with the API server. */
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { kubectlImage } from '../../../scripts/cluster/images.ts';
import { get, kubectl, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { eventually, run, sleep } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, releaseReady, valuesOf } from '../../../scripts/cluster/releases.ts';
import { settings } from '../../../scripts/cluster/settings.ts';
import { apiServerHere, withoutApiServer } from '../support/api-server.ts';
import type { Checks } from '../support/checks.ts';

const [org1] = organisations as [Organisation];
const account = `${org1.release}-fabric-dind-rollout`;

const readiness = (peer: string): Promise<string> =>
  kubectl([
    'get',
    'pod',
    podOf(org1, peer),
    '--ignore-not-found',
    '-o',
    'jsonpath={.status.conditions[?(@.type=="Ready")].status}',
  ]);

/** How often all peers were seen without a ready one among them while something went on. */
const timesTogether = async (body: () => Promise<void>): Promise<number> => {
  let together = 0;
  let done = false;
  const watch = (async () => {
    while (!done) {
      // An API server that does not answer tells nothing.
      const states = await Promise.all(org1.peers.map(readiness)).catch(() => ['True']);
      if (states.every((state) => state !== 'True')) together++;
      await sleep(100);
    }
  })();
  try {
    await body();
  } finally {
    done = true;
    await watch;
  }
  return together;
};

/** What the Job may do, while its ServiceAccount is there. */
const rightsOfJob = async (): Promise<void> => {
  await eventually('the Job is there', 60, () => get('job', account), 50);
  const user = `system:serviceaccount:${settings.namespace}:${account}`;
  const may = async (...words: readonly string[]): Promise<string> =>
    (
      await run('kubectl', [
        'auth',
        'can-i',
        ...words,
        '--as',
        user,
        '--namespace',
        settings.namespace,
      ]).catch(() => 'no')
    ).trim();
  const wanted: readonly (readonly ['yes' | 'no', ...string[]])[] = [
    ['yes', 'get', `statefulsets.apps/${peerName(org1, 'peer0')}`],
    ['yes', 'delete', `pods/${podOf(org1, 'peer1')}`],
    ['no', 'delete', `pods/admin-${org1.release}`],
    ['no', 'list', 'pods'],
    ['no', 'patch', `statefulsets.apps/${peerName(org1, 'peer0')}`],
    ['no', 'get', 'secrets'],
  ];
  for (const [answer, ...words] of wanted) {
    const told = await may(...words);
    expect(told === answer, `${words.join(' ')}: expected ${answer}, the API server says ${told}`);
  }
};

/** Upgrades both peers of the release with a rollout, while the API server is away for some seconds. */
const rollOver = async (): Promise<void> => {
  // The chart's own image where it can be pulled, else one of the kubectl that is here.
  const made = settings.rolloutImage === 'chart' ? undefined : await kubectlImage();
  const image = made && { registry: made.registry, repository: made.repository, tag: made.tag };
  const values = valuesOf(org1);
  const uids = (): Promise<string[]> => Promise.all(org1.peers.map((peer) => uidOf(podOf(org1, peer))));
  const before = await uids();
  const together = await timesTogether(async () => {
    const upgrade = deploy('upgrade', org1, {
      ...values,
      rollout: { enabled: true, ...(image ? { image } : {}) },
      peer: { ...values.peer, podAnnotations: { round: String(Date.now()) } },
    });
    const disturb = async (): Promise<void> => {
      await rightsOfJob();
      const server = await apiServerHere();
      if (server !== undefined) await withoutApiServer(server, 17_000);
    };
    await Promise.all([upgrade, disturb()]);
  });
  const after = await uids();
  expect(
    after.every((uid, i) => uid !== before[i]),
    'a peer was not restarted',
  );
  expect(together === 0, `all peers were down together, seen ${together} times`);
};

/** One check, part of the life of a release. */
export const rolloutCheck = async (checks: Checks): Promise<void> => {
  await checks.check(
    'changed peers are restarted one after the other, by a Job of few rights, past an API server that is silent',
    async () => {
      await rollOver();
      await deploy('upgrade', org1, valuesOf(org1));
      await releaseReady(org1);
    },
  );
};
