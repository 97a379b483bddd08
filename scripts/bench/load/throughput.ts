/** How many calls a peer answers, and how fast, by the place where chaincode runs. */
import { put } from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { Skipped } from '../../cluster/expect.ts';
import { kubectl } from '../../cluster/kubectl.ts';
import { uninstall } from '../../cluster/releases.ts';
import { messagesOf } from '../../support/errors.ts';
import { progress } from '../../support/progress.ts';
import { skipped } from '../../support/skipped.ts';
import { cold } from '../runtimes/measure.ts';
import { type Variant, variants } from '../runtimes/variants.ts';
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

const loadsOf = async (
  runtime: string,
  chaincode: string,
  org: Organisation,
  extent: Extent,
): Promise<Load[]> => {
  const loads: Load[] = [];
  for (const kind of kinds) {
    const modes = [...extent.callers.map((callers) => ({ callers })), { perSecond: extent.perSecond[kind] }];
    for (const mode of modes) {
      const recording = await call(org, {
        connections: [toPeer(org, 'peer0', false)],
        streams: [{ connection: 0, kind, chaincode, mode }],
        seconds: extent.warm + extent.seconds,
      });
      const [from, to] = [extent.warm * 1000, (extent.warm + extent.seconds) * 1000];
      const summary = summarise(callsOf(recording, 0), from, to);
      const { errors } = holeOf(recording.calls, recording.outcomes);
      loads.push({ runtime, kind, mode, seconds: extent.seconds, summary, errors });
      const { calls, failed, perSecond, median, p99 } = summary;
      progress(
        `load: ${runtime}: ${kind} ${JSON.stringify(mode)}: ${perSecond.toFixed(0)}/s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(0)} ms, ${failed} of ${calls} failed`,
      );
    }
  }
  return loads;
};

const measureVariant = async (variant: Variant, org: Organisation, extent: Extent): Promise<Load[]> => {
  progress(`load: ${variant.name}: a fresh peer, its chaincode installed`);
  const runtime = await variant.set(org, 'peer0');
  const { name } = runtime.chaincode;
  try {
    await cold(runtime, { org, peer: 'peer0' });
    await put(org, 'peer0', name, 'a', '1');
    return await loadsOf(variant.name, name, org, extent);
  } finally {
    await uninstall(org);
    await kubectl(['delete', 'pvc', '-l', `app.kubernetes.io/instance=${org.release}`, '--wait=true']);
    await runtime.remove();
  }
};

/** Loads each runtime in turn, on a peer of its own; `missing` tells which could not be, and why. */
export const throughput = async (
  org: Organisation,
  extent: Extent,
): Promise<{ loads: Load[]; missing: string[] }> => {
  const loads: Load[] = [];
  const missing: string[] = [];
  for (const variant of variants.filter(({ name }) => extent.runtimes.includes(name))) {
    try {
      loads.push(...(await measureVariant(variant, org, extent)));
    } catch (error) {
      const why = messagesOf(error).join(': ');
      missing.push(`${variant.name}: ${why}`);
      if (error instanceof Skipped) skipped(`load of ${variant.name}: ${why}`);
      else progress(`load: FAILED: ${variant.name}: ${why}`);
    }
  }
  return { loads, missing };
};
