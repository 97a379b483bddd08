/** What clients see while a part of a peer fails and another peer of the organisation endorses too. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { ask } from '../../cluster/calls.ts';
import { approveAndCommit, goChaincode, hand, install, put } from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { kubectlImage } from '../../cluster/images.ts';
import { execIn, get, replacePod, uidOf } from '../../cluster/kubectl.ts';
import { eventually, sleep } from '../../cluster/process.ts';
import { deploy, podOf, releaseReady, removeRelease, valuesOf } from '../../cluster/releases.ts';
import { progress } from '../../support/progress.ts';
import { joinChannel, noPull } from '../runtimes/measure.ts';
import { killPeer, watchNode } from '../runtimes/node.ts';
import type { FaultSeen, View } from './numbers.ts';
import { call, stop, toAll, toPeer } from './pod.ts';
import { callsOf, holeOf, secondsAround } from './statistics.ts';
import type { Connection, Recording, Stream } from './task.ts';

/** How much is measured: calls a second of each client, evaluations and submissions, and seconds around a fault. */
export interface Extent {
  readonly perSecond: { readonly evaluate: number; readonly submit: number };
  readonly before: number;
  /** At least so long after the fault, and so long after the peer is whole again. */
  readonly after: number;
  readonly quiet: number;
}

interface Client {
  readonly name: string;
  readonly connection: Connection;
}

const clientsOf = (org: Organisation): Client[] => [
  { name: 'one peer', connection: toPeer(org, 'peer0', false) },
  { name: 'one peer, retries', connection: toPeer(org, 'peer0', true) },
  { name: 'both peers', connection: toAll(false) },
  { name: 'both peers, retries', connection: toAll(true) },
];

const kinds = ['evaluate', 'submit'] as const;

type Values = ReturnType<typeof valuesOf>;

/** A part of a peer fails; resolves when it has, or for a rollout when that is over. */
interface Fault {
  readonly name: string;
  readonly cause: (org: Organisation, values: Values) => Promise<void>;
}

const killIn =
  (process: string) =>
  async (org: Organisation): Promise<void> => {
    const script = `pid=$(pidof ${process}) && { kill -9 $pid || true; }`;
    await execIn(podOf(org, 'peer0'), 'dind', ['sh', '-c', script]).catch((error: Error) => {
      // Where the daemon is the container's main process, the command ends with it.
      if (!/code 137|exit code 137|ended with 137/u.test(error.message)) throw error;
    });
  };

const faults: readonly Fault[] = [
  { name: 'dockerd killed', cause: killIn('dockerd') },
  { name: 'containerd killed', cause: killIn('containerd') },
  { name: 'peer killed', cause: async (org) => killPeer(await uidOf(podOf(org, 'peer0'))) },
  {
    name: 'Pod deleted',
    cause: async (org) => {
      await replacePod(podOf(org, 'peer0'));
    },
  },
  {
    name: 'rollout over both',
    cause: async (org, values) => {
      const peer = { ...values.peer, podAnnotations: { round: String(Date.now()) } };
      await deploy('upgrade', org, { ...values, peer });
    },
  },
];

/** Names of the faults, in the order of the plot. */
export const faultNames = faults.map(({ name }) => name);

/** Waits until all peers are ready and answer by themselves. */
const whole = async (org: Organisation): Promise<void> => {
  await releaseReady(org, 240);
  for (const peer of org.peers)
    await eventually(`${peer} answers`, 120, () => ask(org, peer, 'kv', 'get', 'a'), 200);
};

const setUp = async (org: Organisation): Promise<Values> => {
  const { registry, repository, tag } = await kubectlImage();
  const values: Values = {
    ...valuesOf(org, { peer: { env: noPull } }),
    rollout: { enabled: true, image: { registry, repository, tag } },
  };
  await deploy('install', org, values);
  await releaseReady(org, 300);
  const chaincode = await goChaincode();
  await hand(chaincode);
  for (const peer of org.peers) {
    await joinChannel(org, peer);
    await eventually(`${peer} installs`, 120, () => install(org, peer, chaincode), 1000);
  }
  await approveAndCommit(chaincode);
  await eventually('peer0 endorses', 120, () => put(org, 'peer0', 'kv', 'a', '1'), 1000);
  await whole(org);
  const { spec } = await get<Pod>('pod', podOf(org, 'peer0'));
  await watchNode(spec?.nodeName ?? '');
  // The peers know each other's chaincode by gossip, and a gateway that does not know it yet has no second peer.
  await sleep(10_000);
  return values;
};

const seenOf = (
  fault: string,
  clients: readonly Client[],
  recording: Recording,
  at: number,
  done: number,
): FaultSeen => {
  const ofClient = (index: number) => kinds.flatMap((_, kind) => callsOf(recording, index * 2 + kind));
  const views = clients.flatMap(({ name }, index) =>
    kinds.map((kind, offset): View => {
      const calls = callsOf(recording, index * 2 + offset);
      return { client: name, kind, hole: holeOf(calls, recording.outcomes) };
    }),
  );
  const seconds = clients.map(({ name }, index) => [name, secondsAround(ofClient(index), at)] as const);
  return { fault, whole: (done - at) / 1000, views, seconds: Object.fromEntries(seconds) };
};

const watchFault = async (
  fault: Fault,
  org: Organisation,
  values: Values,
  extent: Extent,
): Promise<FaultSeen> => {
  const clients = clientsOf(org);
  const streams = clients.flatMap((_, connection) =>
    kinds.map(
      (kind): Stream => ({ connection, kind, chaincode: 'kv', mode: { perSecond: extent.perSecond[kind] } }),
    ),
  );
  const calling = call(org, {
    connections: clients.map(({ connection }) => connection),
    streams,
    seconds: 240,
  });
  // Whoever fails first is told; the other one must not be an unhandled rejection.
  calling.catch(() => {});
  await sleep((extent.before + 2) * 1000);
  const begun = Date.now();
  let done = begun;
  try {
    await fault.cause(org, values);
    await whole(org);
    done = Date.now();
    await sleep(Math.max(extent.quiet * 1000, begun + extent.after * 1000 - Date.now()));
  } finally {
    await stop();
  }
  const recording = await calling;
  return seenOf(fault.name, clients, recording, begun - recording.begun, done - recording.begun);
};

const told = ({ views }: FaultSeen): string =>
  views.map(({ client, kind, hole }) => `${client} ${kind} ${hole.failed}/${hole.calls}`).join(', ');

/** Makes each fault on one of two peers, in turn, while four clients call. */
export const watchFaults = async (
  org: Organisation,
  extent: Extent,
  names: readonly string[] = faultNames,
): Promise<FaultSeen[]> => {
  progress('load: two peers, with chaincode on both');
  try {
    const values = await setUp(org);
    const seen: FaultSeen[] = [];
    for (const fault of faults.filter(({ name }) => names.includes(name))) {
      const one = await watchFault(fault, org, values, extent);
      progress(`load: ${fault.name}: whole after ${one.whole.toFixed(1)} s; failed: ${told(one)}`);
      seen.push(one);
      await sleep(extent.quiet * 1000);
    }
    return seen;
  } finally {
    await removeRelease(org);
  }
};
