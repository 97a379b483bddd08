/** The parts of the load bench, one after the other, on one cluster and one channel. */
import { type Organisation, organisations } from '../../cluster/crypto.ts';
import { messagesOf } from '../../support/errors.ts';
import { progress } from '../../support/progress.ts';
import { circumstances } from '../circumstances.ts';
import { onNetwork } from '../network.ts';
import { watchFaults } from './faults.ts';
import { growth } from './growth.ts';
import type { Numbers } from './numbers.ts';
import { startClient } from './pod.ts';
import { throughput } from './throughput.ts';

const [org1] = organisations as [Organisation];
const alone: Organisation = { ...org1, peers: ['peer0'] };

const extents = {
  throughput: {
    runtimes: ['dind', 'ccaas', 'jobs'],
    callers: [1, 8, 32],
    perSecond: { evaluate: 40, submit: 15 },
    seconds: 7,
    warm: 2,
  },
  faults: { perSecond: { evaluate: 8, submit: 4 }, before: 8, after: 20, quiet: 6 },
  growth: { chaincodes: [1, 10, 30], rest: 15 },
} as const;

/** A part of the bench. */
export type Part = keyof typeof extents;

/** All parts. */
export const parts = Object.keys(extents) as Part[];

const measured = async (part: Part): Promise<Numbers> => {
  const around = await circumstances();
  if (part === 'throughput')
    return { throughput: { ...around, ...(await throughput(alone, extents.throughput)) } };
  if (part === 'growth') return { growth: { ...around, sizes: await growth(alone, extents.growth) } };
  const { evaluate, submit } = extents.faults.perSecond;
  return {
    faults: { ...around, perSecond: evaluate + submit, seen: await watchFaults(org1, extents.faults) },
  };
};

/** What a run must not exceed, in minutes: all parts take about twenty on two processors. */
export const longest = 40;

/**
 * Measures some parts; a part that fails is told, and does not stop the others.
 * @param keep is given the numbers of each part when it is over, so that an interrupted run keeps them.
 * @returns the names of the parts that failed.
 * @throws CommandFailed when no cluster answers, or the network without peers does not start.
 */
export const benchLoad = (
  wanted: readonly Part[],
  keep: (numbers: Numbers) => Promise<void>,
): Promise<Part[]> =>
  onNetwork(async () => {
    await startClient(org1);
    const failed: Part[] = [];
    for (const part of parts.filter((name) => wanted.includes(name))) {
      const begun = Date.now();
      try {
        await keep(await measured(part));
        progress(`load: ${part} took ${((Date.now() - begun) / 60_000).toFixed(1)} min`);
      } catch (error) {
        progress(`load: FAILED: ${part}: ${messagesOf(error).join(': ')}`);
        failed.push(part);
      }
    }
    return failed;
  });
