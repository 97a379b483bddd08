/** How cost grows with the number of chaincodes on one peer with a sidecar. */
import {
  approveAndCommit,
  type Chaincode,
  goChaincodeAs,
  hand,
  install,
  put,
} from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { expect } from '../../cluster/expect.ts';
import { execIn, ready, replacePod } from '../../cluster/kubectl.ts';
import { eventually, sleep } from '../../cluster/process.ts';
import { deploy, podOf, removeRelease } from '../../cluster/releases.ts';
import { progress } from '../../support/progress.ts';
import { joinChannel, onePeer } from '../runtimes/measure.ts';
import { memoryInDocker, memoryOfPod } from '../runtimes/memory.ts';
import type { Size } from './numbers.ts';
import { call, toPeer } from './pod.ts';
import { callsOf } from './statistics.ts';
import { answered, type Recording, type Stream } from './task.ts';

/** How much is measured: numbers of chaincodes, in growing order, and seconds without a call before memory is read. */
export interface Extent {
  readonly chaincodes: readonly number[];
  readonly rest: number;
}

/** When each stream had its first answer, in milliseconds since 1970. */
const firstAnswers = (recording: Recording, streams: number): number[] =>
  Array.from({ length: streams }, (_, stream) => {
    const first = callsOf(recording, stream).find(([, , , outcome]) => outcome === answered);
    expect(first, `chaincode ${stream + 1} of ${streams} did not answer: ${recording.outcomes.at(-1)}`);
    return recording.begun + first[1] + first[2];
  });

const add = async (org: Organisation, chaincode: Chaincode): Promise<void> => {
  await hand(chaincode);
  await install(org, 'peer0', chaincode);
  await approveAndCommit(chaincode);
  await eventually('it endorses', 60, () => put(org, 'peer0', chaincode.name, 'a', '1'), 500);
};

/** Deletes the Pod, and asks every chaincode of the new one until it answers. */
const restart = async (
  org: Organisation,
  names: readonly string[],
): Promise<{ first: number; all: number }> => {
  const pod = podOf(org, 'peer0');
  const deleted = Date.now();
  await replacePod(pod);
  const streams = names.map(
    (chaincode): Stream => ({ connection: 0, kind: 'evaluate', chaincode, mode: { untilAnswered: true } }),
  );
  const recording = await call(org, { connections: [toPeer(org, 'peer0', false)], streams, seconds: 240 });
  const answers = firstAnswers(recording, names.length).map((at) => (at - deleted) / 1000);
  await ready(pod, { seconds: 240 });
  return { first: Math.min(...answers), all: Math.max(...answers) };
};

const memoryNow = async (org: Organisation): Promise<Size['memory']> => {
  const pod = podOf(org, 'peer0');
  const containers = await memoryOfPod(pod);
  const of = (name: string): number => containers.find(({ what }) => what === name)?.mebibytes ?? Number.NaN;
  const inside = await memoryInDocker((...args) => execIn(pod, 'dind', ['docker', ...args]));
  const chaincode = inside.reduce((sum, { mebibytes }) => sum + mebibytes, 0);
  return { peer: of('peer'), dind: of('dind'), chaincode };
};

/** Installs more and more chaincode on one peer, and looks at it between. */
export const growth = async (org: Organisation, { chaincodes, rest }: Extent): Promise<Size[]> => {
  progress('load: a peer for many chaincodes');
  try {
    await deploy('install', org, onePeer(org, 'peer0', {}));
    await ready(podOf(org, 'peer0'), { seconds: 300 });
    await joinChannel(org, 'peer0');
    const names: string[] = [];
    const sizes: Size[] = [];
    for (const count of chaincodes) {
      while (names.length < count) {
        const chaincode = await goChaincodeAs(`kvgrowth${names.length + 1}`);
        await add(org, chaincode);
        names.push(chaincode.name);
      }
      const times = await restart(org, names);
      await sleep(rest * 1000);
      sizes.push({ chaincodes: count, memory: await memoryNow(org), ...times });
      progress(`load: ${JSON.stringify(sizes.at(-1))}`);
    }
    return sizes;
  } finally {
    await removeRelease(org);
  }
};
