/** What every fault has to show: what the user sees, a whole ledger, and nothing left over. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { ask as askPeer } from '../../../scripts/cluster/calls.ts';
import { type Chaincode, install, put, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { get, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { peerAddress, step } from '../../../scripts/cluster/network.ts';
import { outcomeOf, sees, told } from '../../../scripts/cluster/outcome.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import { podOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from './checks.ts';
import { chaincodeImages, running } from './docker.ts';
import { mountsOf, processesOf } from './node.ts';

/** A peer of an organisation. */
export interface Victim {
  readonly org: Organisation;
  readonly peer: string;
}

/** Asks again and again while something is broken, until the user sees what is expected; the fault may be over soon. */
export const seesWhile = async (
  question: () => Promise<string>,
  expected: RegExp,
  body: () => Promise<unknown>,
): Promise<void> => {
  const seen = eventually(
    `the user sees ${expected}`,
    20,
    async () => {
      const outcome = await outcomeOf(question());
      expect(expected.test(outcome), `the user sees ${told(outcome)}`);
      return outcome;
    },
    10,
  );
  await Promise.all([seen, body()]);
  sees(await seen, expected);
};

/** Queries any function of a chaincode on one peer. */
export const ask = ({ org, peer }: Victim, name: string, ...args: readonly string[]): Promise<string> =>
  askPeer(org, peer, name, ...args);

/** Height of the ledger of a peer. */
export const heightOf = async ({ org, peer }: Victim): Promise<number> =>
  Number(await step(org, 'height', { CORE_PEER_ADDRESS: peerAddress(org, peer) }));

const witness: Victim = { org: organisations[0] as Organisation, peer: 'peer0' };
const isWitness = ({ org, peer }: Victim): boolean => org === witness.org && peer === witness.peer;
const otherThan = (victim: Victim): Victim =>
  isWitness(victim) ? { org: organisations[1] as Organisation, peer: 'peer0' } : witness;

/** Writes a key by another peer, and returns its name, which is its value too. */
const writeElsewhere = async (victim: Victim): Promise<string> => {
  const key = `fault-${Date.now()}`;
  const { org, peer } = otherThan(victim);
  await eventually('another peer endorses', 60, () => put(org, peer, 'kv', key, key));
  return key;
};

/**
 * Proves that a peer whose daemon is away is a peer all the same: it gets a block that another peer endorsed, and its
 * system chaincode answers, by its Service, which leads to it although its Pod is not ready.
 */
export const receivesBlocks = async (victim: Victim): Promise<void> => {
  const before = await heightOf(victim);
  await writeElsewhere(victim);
  await eventually('the peer has the block', 20, async () =>
    expect((await heightOf(victim)) > before, 'its ledger does not grow'),
  );
};

/** Asks again and again while something goes on, and fails when one answer is missing. */
export const answersDuring = async <T>(
  what: string,
  question: () => Promise<unknown>,
  body: () => Promise<T>,
): Promise<T> => {
  let done = false;
  let answers = 0;
  const refusals: string[] = [];
  const asking = (async () => {
    while (!done) {
      await question().then(
        () => answers++,
        (error: Error) => refusals.push(told(error.message)),
      );
      await sleep(100);
    }
  })();
  let result: T;
  try {
    result = await body();
  } finally {
    done = true;
    await asking;
  }
  console.log(`                  ${what} answered ${answers} times meanwhile`);
  expect(refusals.length === 0, `${what} did not answer ${refusals.length} times: ${refusals[0]}`);
  expect(answers > 0, `${what} was never asked`);
  return result;
};

/** Milliseconds since `start` until chaincode of a peer answers. */
export const untilAnswer = async (
  org: Organisation,
  peer: string,
  start: number,
  seconds = 120,
  name = 'kv',
): Promise<number> => {
  await eventually(
    `chaincode ${name} answers again`,
    seconds,
    async () => expect((await read(org, peer, name, 'a')) === '1', 'another answer'),
    50,
  );
  return Date.now() - start;
};

/** How often the containers of a peer's Pod were restarted, with the Pod itself: what a fault must not change. */
export const livesOf = async ({ org, peer }: Victim): Promise<string> => {
  const pod = podOf(org, peer);
  return `${await uidOf(pod)}, dind ${await restarts(pod, 'dind')}, peer ${await restarts(pod, 'peer')}`;
};

/** Installs, as often as it takes, and waits until the image is there too. */
export const installAnyway = async ({ org, peer }: Victim, chaincode: Chaincode): Promise<void> => {
  await eventually(`${chaincode.label} is installed`, 120, () => install(org, peer, chaincode), 1000);
  await eventually(`${chaincode.label} is built`, 60, async () =>
    expect((await chaincodeImages(org, peer, chaincode.label)).length === 1, 'no image'),
  );
};

/**
 * One process of chaincode for each container that the daemon knows, and no build that goes on: nothing is left of a
 * daemon or a peer before.
 */
const nothingStray = async (victim: Victim): Promise<void> => {
  const builds = await running(victim.org, victim.peer, 'build');
  expect(builds.length === 0, `a build goes on: ${builds.join(' ')}`);
  const uid = await uidOf(podOf(victim.org, victim.peer));
  const all = await processesOf(uid);
  if (all.length === 0) return;
  const alive = all.filter(({ command }) => /-peer\.address[= ]/u.test(command));
  const known = await running(victim.org, victim.peer, 'chaincode');
  expect(
    alive.length === known.length,
    `${alive.length} processes of chaincode, but the daemon knows ${known.length} containers`,
  );
};

const nothingOf = async (uid: string): Promise<void> => {
  const left = await processesOf(uid);
  expect(left.length === 0, `processes are left: ${left.map(({ command }) => command).join(', ')}`);
  const mounts = await mountsOf(uid);
  expect(mounts.length === 0, `mounts are left: ${mounts.join('\n')}`);
};

/**
 * A check that breaks a peer. Before, a key is written; after, the peer has it still, its ledger is no shorter, chaincode
 * answers, and nothing of an older Pod, daemon or peer is left.
 */
export const fault = (
  checks: Checks,
  name: string,
  victim: Victim,
  body: () => Promise<void>,
): Promise<boolean> =>
  checks.check(name, async () => {
    const { org, peer } = victim;
    const pod = podOf(org, peer);
    const key = await writeElsewhere(victim);
    const uid = await uidOf(pod);
    const has = async (): Promise<void> =>
      expect((await read(org, peer, 'kv', key)) === key, `${key} is not in the ledger`);
    await eventually('the peer has the key', 60, has);
    const height = await heightOf(victim);
    await body();
    await eventually('the peer has the key still', 60, has);
    const now = await heightOf(victim);
    expect(now >= height, `the ledger shrank from ${height} to ${now} blocks`);
    await eventually('nothing stray runs', 30, () => nothingStray(victim));
    const { metadata } = await get<Pod>('pod', pod);
    if (metadata?.uid !== uid) await eventually('nothing is left of the Pod', 30, () => nothingOf(uid));
  });
