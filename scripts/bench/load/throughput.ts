/** How many calls a peer answers, and how fast, by the place where chaincode runs. */
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { bring } from '../../cluster/calls.ts';
import { put } from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { Skipped } from '../../cluster/expect.ts';
import { ready } from '../../cluster/kubectl.ts';
import { eventually } from '../../cluster/process.ts';
import { deploy, podOf, removeRelease } from '../../cluster/releases.ts';
import { messagesOf } from '../../support/errors.ts';
import { progress } from '../../support/progress.ts';
import { skipped } from '../../support/skipped.ts';
import { joinChannel, onePeer } from '../runtimes/measure.ts';
import { type Runtime, variants } from '../runtimes/variants.ts';
import type { Load } from './numbers.ts';
import { call, toPeer } from './pod.ts';
import { callsOf, holeOf, summarise } from './statistics.ts';

/** How much is measured. */
export interface Extent {
  readonly runtimes: readonly string[];
  readonly callers: readonly number[];
  /** Calls a second of the open loops. */
  readonly perSecond: { readonly evaluate: number; readonly submit: number };
  /** Of each load, and before it, when its calls do not count. */
  readonly seconds: number;
  readonly warm: number;
}

const kinds = ['evaluate', 'submit'] as const;

const loadOf = async (
  { name: runtime, chaincode }: Runtime,
  { kind, mode }: Pick<Load, 'kind' | 'mode'>,
  org: Organisation,
  { warm, seconds }: Extent,
): Promise<Load> => {
  const recording = await call(org, {
    connections: [toPeer(org, 'peer0', false)],
    streams: [{ connection: 0, kind, chaincode: chaincode.name, mode }],
    seconds: warm + seconds,
  });
  const summary = summarise(callsOf(recording, 0), warm * 1000, (warm + seconds) * 1000);
  const { calls, failed, perSecond, median, p99 } = summary;
  progress(
    `load: ${runtime}: ${kind} ${JSON.stringify(mode)}: ${perSecond.toFixed(0)}/s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(0)} ms, ${failed} of ${calls} failed`,
  );
  const { errors } = holeOf(recording.calls, recording.outcomes);
  return { runtime, kind, mode, seconds, summary, errors };
};

/** Does the work for each runtime; one for which it fails is left out, and `missing` tells why. */
const forEach = async <T, R>(
  all: readonly T[],
  nameOf: (one: T) => string,
  missing: string[],
  work: (one: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  for (const one of all) {
    try {
      results.push(await work(one));
    } catch (error) {
      const why = `${nameOf(one)}: ${messagesOf(error).join(': ')}`;
      missing.push(why);
      if (error instanceof Skipped) skipped(`load of ${why}`);
      else progress(`load: FAILED: ${why}`);
    }
  }
  return results;
};

const start = async (org: Organisation, runtimes: readonly Runtime[]): Promise<void> => {
  const values: NonNullable<ValuesOverrides['peer']> = Object.assign(
    {},
    ...runtimes.map((one) => one.values),
  );
  await deploy('install', org, onePeer(org, 'peer0', { ...values, dind: {} }));
  await ready(podOf(org, 'peer0'), { seconds: 300 });
  await joinChannel(org, 'peer0');
};

/**
 * Loads chaincode of each runtime on one peer that has all of them. Each load is made on one runtime after the other before
 * the next one, so that whatever else the machine does meets all of them.
 */
export const throughput = async (
  org: Organisation,
  extent: Extent,
): Promise<{ loads: Load[]; missing: string[] }> => {
  const missing: string[] = [];
  const loads: Load[] = [];
  progress('load: one peer with a sidecar, a service and Jobs');
  const wanted = variants.filter(({ name }) => extent.runtimes.includes(name));
  const set = await forEach(
    wanted,
    ({ name }) => name,
    missing,
    (variant) => variant.set(org, 'peer0'),
  );
  try {
    await start(org, set);
    const runtimes = await forEach(
      set,
      ({ name }) => name,
      missing,
      async (runtime) => {
        await runtime.start();
        await bring(org, 'peer0', runtime.chaincode);
        await eventually('it endorses', 120, () => put(org, 'peer0', runtime.chaincode.name, 'a', '1'), 1000);
        return runtime;
      },
    );
    for (const kind of kinds) {
      const modes = [
        ...extent.callers.map((callers) => ({ callers })),
        { perSecond: extent.perSecond[kind] },
      ];
      for (const mode of modes)
        for (const runtime of runtimes) loads.push(await loadOf(runtime, { kind, mode }, org, extent));
    }
    return { loads, missing };
  } finally {
    await removeRelease(org);
    for (const runtime of set) await runtime.remove();
  }
};
