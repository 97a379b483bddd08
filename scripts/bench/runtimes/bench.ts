/** All runtimes, one after the other, on one cluster and one channel. */
import { type Organisation, organisations } from '../../cluster/crypto.ts';
import { Skipped } from '../../cluster/expect.ts';
import { messagesOf } from '../../support/errors.ts';
import { progress } from '../../support/progress.ts';
import { skipped } from '../../support/skipped.ts';
import { onNetwork } from '../network.ts';
import { type Extent, measureRuntime } from './measure.ts';
import type { Outcome } from './table.ts';
import { variants } from './variants.ts';

const [org1] = organisations as [Organisation];

const attempt = async (name: string, work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Skipped)) {
      const why = messagesOf(error).join(': ');
      progress(`runtimes: FAILED: ${name}: ${why}`);
      return { name, failed: why };
    }
    skipped(`runtime ${name}: ${error.message}`);
    return { name, skipped: error.message };
  }
};

/**
 * Measures the runtimes of these names, all of them if none is named.
 * @throws CommandFailed when no cluster answers, or the network without peers does not start.
 */
export const benchRuntimes = async (
  names: readonly string[],
  extent: Omit<Extent, 'org' | 'peer'>,
): Promise<Outcome[]> => {
  const whole: Extent = { ...extent, org: { ...org1, peers: ['peer0'] }, peer: 'peer0' };
  progress('runtimes: the network');
  return onNetwork(async () => {
    const outcomes: Outcome[] = [];
    for (const variant of variants.filter(({ name }) => names.length === 0 || names.includes(name)))
      outcomes.push(
        await attempt(variant.name, async () => ({
          name: variant.name,
          measured: await measureRuntime(variant, whole),
        })),
      );
    return outcomes;
  });
};
