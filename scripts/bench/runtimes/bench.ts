/** All runtimes, one after the other, on one cluster and one channel. */
import { execFileSync } from 'node:child_process';
import { type Organisation, organisations } from '../../cluster/crypto.ts';
import { Skipped } from '../../cluster/expect.ts';
import { madeImages, removeImages } from '../../cluster/images.ts';
import { ready } from '../../cluster/kubectl.ts';
import { removeNetwork, startNetwork } from '../../cluster/network.ts';
import { run } from '../../cluster/process.ts';
import { cleanTools, deploy, podOf } from '../../cluster/releases.ts';
import { settings } from '../../cluster/settings.ts';
import { onExit } from '../../support/cleanup.ts';
import { messagesOf } from '../../support/errors.ts';
import { progress } from '../../support/progress.ts';
import { skipped } from '../../support/skipped.ts';
import { type Extent, joinChannel, measureRuntime, onePeer } from './measure.ts';
import type { Outcome } from './table.ts';
import { variants } from './variants.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

/** What an interrupted run still removes, without waiting: the stand-in daemon clears its folder when its Pod is stopped. */
const removeAtOnce = (): void => {
  const quietly = (command: string, args: readonly string[]): void => {
    try {
      execFileSync(command, args, { stdio: 'ignore', timeout: 30_000 });
    } catch {
      progress(`runtimes: could not clean up: ${command} ${args.join(' ')}`);
    }
  };
  quietly('kubectl', ['delete', 'namespace', settings.namespace, '--ignore-not-found', '--wait=false']);
  if (madeImages().length > 0) quietly('ctr', ['images', 'rm', ...madeImages()]);
};

/** The peer of the second organisation, whose consent the channel needs; it runs no chaincode. */
const startOther = async (): Promise<void> => {
  const peer = org2.peers[0] as string;
  await deploy('install', org2, onePeer(org2, peer, { dind: { enabled: false } }));
  await ready(podOf(org2, peer));
  await joinChannel(org2, peer);
};

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
  await run('kubectl', ['version', '--request-timeout=10s']);
  const whole: Extent = { ...extent, org: { ...org1, peers: ['peer0'] }, peer: 'peer0' };
  const forget = onExit(removeAtOnce);
  try {
    await removeNetwork();
    progress('runtimes: the network');
    await startNetwork();
    await startOther();
    const outcomes: Outcome[] = [];
    for (const variant of variants.filter(({ name }) => names.length === 0 || names.includes(name)))
      outcomes.push(
        await attempt(variant.name, async () => ({
          name: variant.name,
          measured: await measureRuntime(variant, whole),
        })),
      );
    return outcomes;
  } finally {
    await removeNetwork();
    await removeImages();
    await cleanTools();
    forget();
  }
};
