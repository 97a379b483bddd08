/** Chaincode as a service: a Deployment and a Service of their own, which no peer starts or stops. */
import type { Chaincode } from './chaincode.ts';
import type { Image } from './images.ts';
import { apply, kubectl } from './kubectl.ts';
import { manifest } from './network.ts';
import { settings } from './settings.ts';

/** The address that the package names. */
export const serviceAddress = `kv-service.${settings.namespace}.svc:9999`;

/** Starts the chaincode and waits until it listens. */
export const startService = async (image: Image, chaincode: Chaincode): Promise<void> => {
  await apply(await manifest('chaincode-service.yaml', { IMAGE: image.digest, ID: chaincode.packageId }));
  await kubectl(['rollout', 'status', 'deployment/kv-service', '--timeout=120s']);
};

/** Removes it. */
export const stopService = async (): Promise<void> => {
  await kubectl([
    'delete',
    'deployment/kv-service',
    'service/kv-service',
    '--ignore-not-found',
    '--wait=true',
  ]);
};
