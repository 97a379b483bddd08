/** A stand-in for a node's own Docker daemon, which no node has any more. */
import { join } from 'node:path';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { apply, execIn, kubectl, ready } from './kubectl.ts';
import { hasImageTars, manifest } from './network.ts';
import { run } from './process.ts';
import { settings } from './settings.ts';

const folder = '/run/fabric-dind-host-docker';
const pod = 'host-docker';

/** Group of the socket; any that no image uses. */
const groupId = 2377;

/** Values of a peer that uses the node's daemon. */
export const hostDockerValues: NonNullable<ValuesOverrides['peer']> = {
  dind: { enabled: false },
  hostDocker: { enabled: true, socket: `${folder}/${settings.namespace}/docker.sock`, groupId },
};

/** Runs a docker command against it. */
export const hostDocker = (...args: readonly string[]): Promise<string> =>
  execIn(pod, 'dockerd', ['docker', ...args]);

/** Starts the daemon, with the images that building Go chaincode takes; without tars it pulls them when it builds. */
export const startHostDocker = async (): Promise<void> => {
  await apply(
    await manifest('host-docker.yaml', {
      DIND: settings.dind,
      NAMESPACE: settings.namespace,
      GROUP: String(groupId),
    }),
  );
  await ready(pod);
  if (!hasImageTars()) return;
  for (const name of ['fabric-ccenv', 'fabric-baseos'])
    await run('sh', [
      '-c',
      'kubectl --namespace "$1" exec -i "$2" -c dockerd -- docker load --quiet <"$3"',
      'sh',
      settings.namespace,
      pod,
      join(settings.images, `${name}.tar`),
    ]);
};

/** Stops the daemon, which removes its folder from the node. */
export const stopHostDocker = async (): Promise<void> => {
  await kubectl(['delete', 'pod', pod, '--ignore-not-found', '--wait=true']);
};
