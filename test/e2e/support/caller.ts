/** A client inside the cluster that calls all the time, and what it saw while something broke. */
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn } from '../../../scripts/cluster/kubectl.ts';
import { peerAddress, step } from '../../../scripts/cluster/network.ts';
import { told } from '../../../scripts/cluster/outcome.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import { runningIds } from './docker.ts';
import { livesOf, type Victim } from './faults.ts';

/** A call: when it ended, in milliseconds since 1970, and what was told. */
export interface Call {
  readonly at: number;
  readonly answered: boolean;
  readonly text: string;
}

const callsIn = (text: string): Call[] =>
  text
    .trim()
    .split('\n')
    .map((line) => /^(\d+) (answer|refusal) ?(.*)$/u.exec(line))
    .flatMap((match) =>
      match ? [{ at: Number(match[1]), answered: match[2] === 'answer', text: match[3] ?? '' }] : [],
    );

/** Runs something while a client, which needs no API server for it, queries chaincode kv of a peer. */
export const callsDuring = async ({ org, peer }: Victim, body: () => Promise<unknown>): Promise<Call[]> => {
  const admin = `admin-${org.release}`;
  const file = `/tmp/queries-${Date.now()}`;
  const calls = async (): Promise<Call[]> => callsIn(await execIn(admin, 'admin', ['cat', file]));
  const env = { CORE_PEER_ADDRESS: peerAddress(org, peer), NAME: 'kv', FILE: file };
  await step(org, 'queries', { ...env, ARGS: '{"Args":["get","a"]}' });
  await eventually('the client calls', 20, async () =>
    expect((await calls()).length >= 3, 'no calls before the fault'),
  );
  try {
    await body();
    await sleep(2000);
  } finally {
    await execIn(admin, 'admin', ['touch', `${file}.stop`]);
  }
  return calls();
};

/** Fails when a call of {@link callsDuring} was not answered, and tells how long the longest silence was. */
export const allAnswered = (calls: readonly Call[]): void => {
  const refusals = calls.filter(({ answered }) => !answered);
  const silence = Math.max(...calls.slice(1).map(({ at }, i) => at - (calls[i] as Call).at));
  console.log(
    `                  ${calls.length} calls, ${refusals.length} failed; longest from answer to answer ${(silence / 1000).toFixed(1)} s`,
  );
  expect(refusals.length === 0, `${refusals.length} calls failed: ${told(refusals[0]?.text ?? '')}`);
};

/**
 * Runs something that chaincode must not notice: every call is answered, its containers are the same, and nothing of the
 * Pod was restarted.
 */
export const servesThrough = async (victim: Victim, body: () => Promise<unknown>): Promise<void> => {
  const lives = await livesOf(victim);
  const containers = (await runningIds(victim.org, victim.peer)).join(' ');
  allAnswered(await callsDuring(victim, body));
  const now = await livesOf(victim);
  expect(now === lives, `something was restarted: ${lives}; now ${now}`);
  const others = await eventually('the daemon answers', 30, () => runningIds(victim.org, victim.peer));
  expect(others.join(' ') === containers, `containers ${containers}; now ${others.join(' ')}`);
};
