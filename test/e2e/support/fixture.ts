/** Between two scenarios: every peer as the main line left it, so that no scenario depends on those before it. */
import { isDeepStrictEqual } from 'node:util';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { execIn, get, isReady, kubectl, ready } from '../../../scripts/cluster/kubectl.ts';
import { deploy, deployed, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { allContainers, docker } from './docker.ts';
import { untilAnswer } from './faults.ts';

/** Label of the main line's package. */
const mainLabel = 'kv_1';

const folder = '/var/hyperledger/production/lifecycle/chaincodes';

/**
 * Takes from a peer all packages but the main line's, with their containers and images: they would be built and started
 * again whenever it starts, also where what that takes is there no longer. Fabric reads the folder when it starts, and
 * has no command for this. What is defined on the channel stays there.
 */
const forgetPackages = async (org: Organisation, peer: string): Promise<void> => {
  const script = `cd ${folder} && for file in *.tar.gz; do [[ $file == ${mainLabel}.* ]] || rm -f "$file"; done`;
  await execIn(podOf(org, peer), 'peer', ['bash', '-c', script]);
  const strange = (name: string): boolean => name.startsWith('dev-') && !name.includes(`-${mainLabel}-`);
  for (const name of (await allContainers(org, peer)).filter(strange))
    await docker(org, peer, 'rm', '--force', name);
  const images = (await docker(org, peer, 'images', '--format', '{{.Repository}}')).trim().split('\n');
  for (const image of images.filter(strange)) await docker(org, peer, 'image', 'rm', '--force', image);
};

const podNow = (org: Organisation, peer: string): Promise<Pod | undefined> =>
  get<Pod>('pod', podOf(org, peer)).catch(() => undefined);

/** Waits until a peer's Pod has the StatefulSet's template, and is ready. */
export const settled = async (org: Organisation, peer: string): Promise<void> => {
  const pod = await podNow(org, peer);
  // A StatefulSet does not replace a Pod that never became ready (kubernetes#67250).
  if (pod && !isReady(pod)) await kubectl(['delete', 'pod', podOf(org, peer), '--ignore-not-found']);
  await kubectl(['rollout', 'status', `statefulset/${peerName(org, peer)}`, '--timeout=240s']);
  await ready(podOf(org, peer), { seconds: 240 });
};

const restoreRelease = async (org: Organisation): Promise<void> => {
  const values = valuesOf(org);
  const now = await deployed(org);
  const hasDocker = (pod: Pod | undefined): boolean =>
    pod?.spec?.initContainers?.some(({ name }) => name === 'dind') ?? false;
  // Before an upgrade where that is possible, so that nothing is built which is thrown away at once.
  const forgotten = new Set<string>();
  for (const peer of org.peers) {
    const pod = await podNow(org, peer);
    if (!pod || !isReady(pod) || !hasDocker(pod)) continue;
    await forgetPackages(org, peer);
    forgotten.add(peer);
  }
  if (!isDeepStrictEqual(now, JSON.parse(JSON.stringify(values)))) {
    await deploy(now === undefined ? 'install' : 'upgrade', org, values);
  }
  for (const peer of org.peers) {
    await settled(org, peer);
    if (!forgotten.has(peer)) await forgetPackages(org, peer);
    await untilAnswer(org, peer, Date.now(), 180);
  }
};

/** Puts the values, packages and images of all peers back to what the main line left; what is so already is not touched. */
export const restore = async (): Promise<void> => {
  await Promise.all(organisations.map(restoreRelease));
};
