/** A network for a bench on a cluster, and its removal, whatever happens. */
import { execFileSync } from 'node:child_process';
import { type Organisation, organisations } from '../cluster/crypto.ts';
import { madeImages, removeImages } from '../cluster/images.ts';
import { ready } from '../cluster/kubectl.ts';
import { removeNetwork, startNetwork } from '../cluster/network.ts';
import { run } from '../cluster/process.ts';
import { cleanTools, deploy, podOf } from '../cluster/releases.ts';
import { settings } from '../cluster/settings.ts';
import { onExit } from '../support/cleanup.ts';
import { progress } from '../support/progress.ts';
import { joinChannel, onePeer } from './runtimes/measure.ts';

const [, org2] = organisations as [Organisation, Organisation];

/** What an interrupted run still removes, without waiting: the stand-in daemon clears its folder when its Pod is stopped. */
const removeAtOnce = (): void => {
  const quietly = (command: string, args: readonly string[]): void => {
    try {
      execFileSync(command, args, { stdio: 'ignore', timeout: 30_000 });
    } catch {
      progress(`could not clean up: ${command} ${args.join(' ')}`);
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

/**
 * Makes a channel with the second organisation's peer, does the work, and removes everything, also when interrupted.
 * @throws CommandFailed when no cluster answers, or the network does not start.
 */
export const onNetwork = async <T>(work: () => Promise<T>): Promise<T> => {
  await run('kubectl', ['version', '--request-timeout=10s']);
  const forget = onExit(removeAtOnce);
  try {
    await removeNetwork();
    await startNetwork();
    await startOther();
    return await work();
  } finally {
    await removeNetwork();
    await removeImages();
    cleanTools();
    forget();
  }
};
