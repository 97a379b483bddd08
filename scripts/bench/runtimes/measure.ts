/** Everything that is measured of one runtime, from the installation of its peer to what a killed peer leaves behind. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { ask, untilAnswered } from '../../cluster/calls.ts';
import { approveAndCommit, hand, install, put } from '../../cluster/chaincode.ts';
import { type Organisation, organisations, peerName } from '../../cluster/crypto.ts';
import { expect } from '../../cluster/expect.ts';
import { get, kubectl, ready, replacePod } from '../../cluster/kubectl.ts';
import { peerAddress, step } from '../../cluster/network.ts';
import { eventually, run, sleep } from '../../cluster/process.ts';
import { deploy, podOf, removeRelease, valuesOf } from '../../cluster/releases.ts';
import { channel } from '../../cluster/settings.ts';
import { progress } from '../../support/progress.ts';
import { median } from '../measure.ts';
import { type Latency, latencyOf } from './latency.ts';
import { type Memory, memoryOfPod } from './memory.ts';
import { killPeer, processesOf, watchNode } from './node.ts';
import { privilegesOf, rolesOf, securityLevel } from './privileges.ts';
import type { Runtime, Variant } from './variants.ts';

/** The result of one runtime. Times in milliseconds, memory in MiB. */
export interface Measured {
  readonly name: string;
  /** Type in the package's metadata.json. */
  readonly packageType: string;
  readonly cold: {
    /** `helm install` until the peer is ready, images for the sidecar included. */
    readonly ready: number;
    /** The install command alone. */
    readonly install: number;
    /** First action for the chaincode until the first answer: starting it where that is not the peer's work, installing, approving twice, committing, launching. */
    readonly answer: number;
    /** Of these, approving and committing: the same work for all. */
    readonly definition: number;
  };
  /** Pod deleted to first answer. */
  readonly restart: { readonly median: number; readonly all: readonly number[] };
  readonly latency: Latency;
  readonly memory: readonly Memory[];
  readonly memoryOfPeer: number;
  readonly address: string;
  readonly privileges: {
    readonly peer: readonly string[];
    readonly others: readonly string[];
    readonly level: string;
  };
  /** Seconds after a killed peer was looked, and what was there. */
  readonly left: readonly string[];
}

/** The peer that is measured, and how much. */
export interface Extent {
  readonly org: Organisation;
  readonly peer: string;
  readonly calls: number;
  readonly restarts: number;
  /** Seconds without a call before memory is read, and after a kill before it is looked for what is left. */
  readonly rest: number;
  readonly afterKill: number;
}

/** Without other peers of the organisation there is no one to fetch old private data from; a fresh ledger would ask for each block for a minute. */
export const noPull = { CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD: '1s' };

/** Seconds until an answer. More than the three minutes after which a builder gives a chaincode Pod up. */
const patience = 300;

/** Values of a release with one peer. */
export const onePeer = (
  org: Organisation,
  peer: string,
  values: Runtime['values'],
): ReturnType<typeof valuesOf> => {
  const whole = valuesOf(org, { peer: { ...values, env: { ...noPull, ...values.env } } });
  return { ...whole, peers: { [peer]: {} } };
};

/** Joins the channel. A Service may refuse for a moment after its Pod is ready. */
export const joinChannel = async (org: Organisation, peer: string): Promise<void> => {
  const env = { CORE_PEER_ADDRESS: peerAddress(org, peer), BLOCK: `/tmp/${channel}.block` };
  await eventually(`${peer} of ${org.name} joins`, 60, () => step(org, 'join', env), 500);
};

/** Waits until a peer has all blocks of the other organisation's, so that catching up is no part of what is measured. */
const catchUp = async (org: Organisation, peer: string): Promise<void> => {
  const own = { CORE_PEER_ADDRESS: peerAddress(org, peer) };
  const other = organisations.find(({ name }) => name !== org.name) as Organisation;
  const theirs = { CORE_PEER_ADDRESS: peerAddress(other, other.peers[0] as string) };
  await eventually('the peer has all blocks', 120, async () => {
    const [mine, all] = [await step(org, 'height', own), await step(other, 'height', theirs)];
    expect(Number(mine) >= Number(all), `${mine.trim()} of ${all.trim()} blocks`);
  });
};

const cold = async (runtime: Runtime, { org, peer }: Extent): Promise<Measured['cold']> => {
  const { chaincode } = runtime;
  const begun = Date.now();
  await deploy('install', org, onePeer(org, peer, runtime.values));
  await ready(podOf(org, peer), { seconds: 300 });
  const whenReady = Date.now() - begun;
  await joinChannel(org, peer);
  await catchUp(org, peer);
  await hand(chaincode);
  const start = Date.now();
  await runtime.start();
  const beforeInstall = Date.now();
  await install(org, peer, chaincode);
  const installed = Date.now();
  await approveAndCommit(chaincode);
  const defined = Date.now();
  const answer = await untilAnswered(org, peer, chaincode.name, start);
  return { ready: whenReady, install: installed - beforeInstall, definition: defined - installed, answer };
};

const restart = async (runtime: Runtime, { org, peer }: Extent): Promise<number> => {
  const pod = podOf(org, peer);
  const start = Date.now();
  await replacePod(pod);
  const took = await untilAnswered(org, peer, runtime.chaincode.name, start, patience);
  await ready(pod);
  return took;
};

/** Kills the peer, deletes its Pod by force, keeps it from coming back, and looks later. */
const killed = async (runtime: Runtime, { org, peer, afterKill }: Extent): Promise<string[]> => {
  const pod = podOf(org, peer);
  const { metadata, spec } = await get<Pod>('pod', pod);
  const uid = metadata?.uid ?? '';
  await watchNode(spec?.nodeName ?? '');
  await killPeer(uid);
  // Side by side, so that neither the kubelet nor the StatefulSet brings the peer back in between.
  await Promise.all([
    kubectl(['scale', 'statefulset', peerName(org, peer), '--replicas=0']),
    kubectl(['delete', 'pod', pod, '--grace-period=0', '--force']),
  ]);
  await sleep(afterKill * 1000);
  const processes = await processesOf(uid);
  return [
    ...processes.map(({ pid, command }) => `process ${pid} of the peer's Pod: ${command.slice(0, 80)}`),
    ...(await runtime.left()),
  ];
};

const packageType = async ({ chaincode }: Runtime): Promise<string> => {
  const metadata = await run('tar', ['-xzOf', chaincode.file, 'metadata.json']);
  return (JSON.parse(metadata) as { type: string }).type;
};

/**
 * Measures one runtime on a fresh peer, and removes the peer and its claims.
 * @throws Skipped where this cluster cannot show it.
 */
export const measureRuntime = async (variant: Variant, extent: Extent): Promise<Measured> => {
  const { org, peer } = extent;
  const say = (what: string): void => progress(`runtimes: ${variant.name}: ${what}`);
  const pod = podOf(org, peer);
  say('setting up');
  const runtime = await variant.set(org, peer);
  const { name } = runtime.chaincode;
  try {
    say('a fresh peer, its chaincode installed');
    const first = await cold(runtime, extent);
    await put(org, peer, name, 'a', '1');
    const restarts: number[] = [];
    for (let round = 1; round <= extent.restarts; round += 1) {
      say(`restart ${round} of ${extent.restarts}`);
      restarts.push(await restart(runtime, extent));
    }
    expect(
      (await ask(org, peer, name, 'get', 'a')) === '1',
      'after the restarts the ledger says something else',
    );
    say(`${extent.calls} queries`);
    const latency = await latencyOf(org, peer, runtime.chaincode, extent.calls);
    say(`resting for ${extent.rest} s`);
    await sleep(extent.rest * 1000);
    const memory = await runtime.memory();
    const own = (await memoryOfPod(pod)).find(({ what }) => what === 'peer');
    const others = await Promise.all((await runtime.pods()).map(privilegesOf));
    const privileges = {
      peer: [...(await privilegesOf(pod)), ...(await rolesOf(peerName(org, peer)))],
      others: others.flat(),
      level: await securityLevel(pod),
    };
    const address = (await runtime.address()).trim();
    say('killing the peer');
    const left = await killed(runtime, extent);
    return {
      name: variant.name,
      packageType: await packageType(runtime),
      cold: first,
      restart: { median: median(restarts), all: restarts },
      latency,
      memory,
      memoryOfPeer: own?.mebibytes ?? Number.NaN,
      address,
      privileges,
      left,
    };
  } finally {
    say('removing it');
    await removeRelease(org);
    await runtime.remove();
  }
};
