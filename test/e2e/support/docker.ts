/** The daemon of a peer, seen through `docker` in its sidecar. */

import type { Organisation } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { podOf } from '../../../scripts/cluster/releases.ts';

/** Runs a docker command against the daemon of a peer. */
export const docker = (org: Organisation, peer: string, ...args: readonly string[]): Promise<string> =>
  execIn(podOf(org, peer), 'dind', ['docker', ...args]);

const lines = (text: string): string[] => text.trim().split('\n').filter(Boolean);

/** Names of the containers that run in a peer's daemon: of chaincode, or of what compiles it. */
export const running = async (
  org: Organisation,
  peer: string,
  kind: 'chaincode' | 'build',
): Promise<string[]> =>
  lines(await docker(org, peer, 'ps', '--format', '{{.Names}}')).filter(
    (name) => name.startsWith('dev-') === (kind === 'chaincode'),
  );

/** Names of all containers of a peer's daemon, also of those that have ended or never started. */
export const allContainers = async (org: Organisation, peer: string): Promise<string[]> =>
  lines(await docker(org, peer, 'ps', '--all', '--format', '{{.Names}}'));

/** Ids of the chaincode containers that run, which tell whether they are still the same ones. */
export const runningIds = async (org: Organisation, peer: string): Promise<string[]> =>
  lines(await docker(org, peer, 'ps', '--no-trunc', '--quiet', '--filter', 'name=^dev-')).sort();

/** When the run of a peer's daemon that answers now began, in milliseconds since 1970. */
export const beganOf = async ({ org, peer }: { org: Organisation; peer: string }): Promise<number> => {
  const script = 'cat /run/fabric-dind/run /proc/uptime; date +%s';
  const [run = '', uptime = '', date = ''] = lines(
    await execIn(podOf(org, peer), 'dind', ['sh', '-c', script]),
  );
  return (Number(date) - Number.parseFloat(uptime) + Number.parseFloat(run)) * 1000;
};

/** Kills a program of the sidecar as nothing else would, and returns the milliseconds until its daemon answers again. */
export const killInSidecar = async (
  org: Organisation,
  peer: string,
  program: 'dockerd' | 'containerd',
): Promise<number> => {
  const script = `now() { cut -d' ' -f1 /proc/uptime; }
    now
    kill -9 $(pidof ${program})
    until pidof ${program} >/dev/null && docker version >/dev/null 2>&1; do sleep 0.05; done
    now`;
  const [from, to] = lines(await execIn(podOf(org, peer), 'dind', ['sh', '-c', script]));
  return Math.round((Number(to) - Number(from)) * 1000);
};

/** An image with bash in a peer's daemon. */
export const baseImage = async (org: Organisation, peer: string): Promise<string> =>
  lines(await docker(org, peer, 'images', '--format', '{{.Repository}}:{{.Tag}}')).find((name) =>
    name.includes('fabric-baseos'),
  ) as string;

/** Names of the images that were built for chaincode of a label. */
export const chaincodeImages = async (org: Organisation, peer: string, label: string): Promise<string[]> =>
  lines(await docker(org, peer, 'images', '--format', '{{.Repository}}')).filter((name) =>
    name.includes(`-${label}-`),
  );

/** Removes chaincode of a label from a daemon, its container and its image. */
export const removeChaincode = async (org: Organisation, peer: string, label: string): Promise<void> => {
  for (const name of (await allContainers(org, peer)).filter((entry) => entry.includes(`-${label}-`)))
    await docker(org, peer, 'rm', '--force', name);
  for (const image of await chaincodeImages(org, peer, label))
    await docker(org, peer, 'image', 'rm', '--force', image);
  expect((await chaincodeImages(org, peer, label)).length === 0, `an image of ${label} is left`);
};

/** Waits until a peer's daemon compiles what is being installed. */
export const compiling = (org: Organisation, peer: string, installation: Promise<string>): Promise<void> =>
  Promise.race([
    eventually(
      'chaincode is compiled',
      30,
      async () => expect((await running(org, peer, 'build')).length > 0, 'no build container runs'),
      50,
    ),
    installation.then((outcome) => {
      throw new Error(`the installation ended before it could be disturbed: ${outcome}`);
    }),
  ]);
