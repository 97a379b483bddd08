/** The client's Pod: as an application in the cluster, it finds peers by DNS and Services and shares the node with them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Organisation } from '../../cluster/crypto.ts';
import { apply, execIn, ready } from '../../cluster/kubectl.ts';
import { manifest, peerAddress } from '../../cluster/network.ts';
import { run } from '../../cluster/process.ts';
import { channel, settings } from '../../cluster/settings.ts';
import { top } from '../../support/top.ts';
import { type Connection, type Recording, type Stream, stopFile, type Task } from './task.ts';

const pod = 'load-client';

/** The client and its packages as one file. */
export const bundle = async (): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-load-'));
  try {
    const output = join(folder, 'client.mjs');
    // Packages of CommonJS ask for Node's modules by require; pkcs11js is native, and for hardware keys alone.
    const require =
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await run(join(top, 'node_modules/.bin/esbuild'), [
      join(import.meta.dirname, 'client.ts'),
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--target=node18',
      '--keep-names',
      '--external:pkcs11js',
      `--banner:js=${require}`,
      `--outfile=${output}`,
    ]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Starts the Pod, with the client in it. */
export const startClient = async (org: Organisation): Promise<void> => {
  await apply(await manifest('load-client.yaml', { RELEASE: org.release, NODE: settings.node }));
  await ready(pod);
  await execIn(pod, 'client', ['sh', '-c', 'cat >/tmp/client.mjs'], await bundle());
};

/** A connection to one peer. */
export const toPeer = (org: Organisation, peer: string, retries: boolean): Connection => ({
  target: `dns:///${peerAddress(org, peer)}`,
  retries,
});

/** A connection to all peers of the organisation, by a Service whose name stands in no certificate here. */
export const toAll = (retries: boolean): Connection => ({
  target: `dns:///peers.${settings.namespace}.svc:7051`,
  serverName: 'localhost',
  retries,
});

/** Runs the client until its time is over or `stop` is called. */
export const call = async (
  org: Organisation,
  task: { connections: readonly Connection[]; streams: readonly Stream[]; seconds: number },
): Promise<Recording> => {
  const whole: Task = { channel, mspId: org.mspId, ...task };
  const command = ['sh', '-c', `rm -f ${stopFile} && exec node /tmp/client.mjs`];
  return JSON.parse(await execIn(pod, 'client', command, JSON.stringify(whole))) as Recording;
};

/** Has a running client end. */
export const stop = async (): Promise<void> => {
  await execIn(pod, 'client', ['touch', stopFile]);
};
