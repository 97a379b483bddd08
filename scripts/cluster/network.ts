/** The fixture: namespace, orderer, administrators, Secrets of the peers, images for the sidecars. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  adminIdentity,
  genesisBlock,
  makeCrypto,
  type Organisation,
  ordererIdentity,
  organisations,
  peerIdentity,
  peerName,
} from './crypto.ts';
import { apply, applySecret, execIn, kubectl, ready } from './kubectl.ts';
import { eventually, run } from './process.ts';
import { channel, settings } from './settings.ts';

const { namespace } = settings;

/** Address of a peer, as others in the cluster use it. */
export const peerAddress = (org: Organisation, peer: string): string =>
  `${peerName(org, peer)}.${namespace}.svc:7051`;

/** The Pod of an organisation's administrator; the Secret of his identity has a name of its own. */
const adminPod = (org: Organisation): string => `admin-${org.release}`;

/** The Secret of an administrator's identity. */
export const adminSecret = (org: Organisation): string => `${adminPod(org)}-msp`;

/** The orderer, as all in the cluster reach it. */
export const ordererAddress = `orderer.${namespace}.svc:7050`;

/** A manifest of this folder with its ${…} filled in. */
export const manifest = async (name: string, facts: Readonly<Record<string, string>>): Promise<string> => {
  const text = await readFile(join(import.meta.dirname, 'manifests', name), 'utf8');
  return text.replace(/\$\{([A-Z]+)\}/gu, (_, key: string) => facts[key] ?? '');
};

/** Runs one of the steps as an organisation's administrator; its input is environment variables. */
export const step = async (
  org: Organisation,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const script = await readFile(join(import.meta.dirname, 'steps', `${name}.sh`), 'utf8');
  const assignments = Object.entries({ CHANNEL: channel, ORDERER: ordererAddress, ...env });
  return execIn(
    adminPod(org),
    'admin',
    ['env', ...assignments.map(([key, value]) => `${key}=${value}`), 'bash', '-s'],
    script,
  );
};

/** Copies a file to the administrators' Pods, at /tmp. */
export const giveAdmins = async (name: string, content: Buffer): Promise<void> => {
  for (const org of organisations) {
    await execIn(adminPod(org), 'admin', ['sh', '-c', `cat >/tmp/${name}`], content);
  }
};

/** Puts a chaincode package into the claim from which the Jobs of the releases take it. */
export const offerPackage = async (name: string, content: Buffer): Promise<void> => {
  const [first] = organisations as [Organisation];
  await execIn(adminPod(first), 'admin', ['sh', '-c', `cat >/packages/${name}`], content);
};

const imageTars = ['fabric-ccenv.tar', 'fabric-baseos.tar', 'fabric-nodeenv.tar'];

/** Whether the sidecars load their images from tars; else they pull. */
export const hasImageTars = (): boolean => imageTars.every((name) => existsSync(join(settings.images, name)));

const fillImages = async (): Promise<void> => {
  await apply(await manifest('images.yaml', { TOOLS: settings.tools }));
  await ready('fill-images');
  for (const name of imageTars) {
    const path = join(settings.images, name);
    const { size } = await stat(path);
    const there = await execIn('fill-images', 'fill', [
      'sh',
      '-c',
      `stat -c %s /images/${name} 2>/dev/null || echo 0`,
    ]);
    if (Number(there) === size) continue;
    console.error(`e2e: copying ${name} (${Math.round(size / 2 ** 20)} MiB)`);
    await run('sh', [
      '-c',
      `kubectl --namespace ${namespace} exec -i fill-images -c fill -- sh -c 'cat >/images/${name}' <"${path}"`,
    ]);
  }
  await kubectl(['delete', 'pod', 'fill-images', '--wait=true']);
};

const secrets = async (): Promise<void> => {
  const orderer = await ordererIdentity();
  await applySecret('orderer-msp', orderer.msp);
  await applySecret('orderer-tls', orderer.tls);
  const trusted: string[] = [];
  for (const org of organisations) {
    const admin = await adminIdentity(org);
    await applySecret(adminSecret(org), admin.msp);
    trusted.push(admin.tls['ca.crt'] as string);
    for (const peer of org.peers) {
      const identity = await peerIdentity(org, peer);
      await applySecret(`${peerName(org, peer)}-msp`, identity.msp);
      await applySecret(`${peerName(org, peer)}-tls`, identity.tls);
    }
  }
  await applySecret('trust', {
    'orderer.pem': orderer.tls['ca.crt'] as string,
    'peers.pem': trusted.join(''),
  });
};

/** Makes the network without peers; a second call changes nothing. */
export const startNetwork = async (): Promise<void> => {
  await makeCrypto();
  await run('kubectl', ['create', 'namespace', namespace]).catch(async () => {
    await run('kubectl', ['get', 'namespace', namespace]);
  });
  await run('kubectl', [
    'label',
    'namespace',
    namespace,
    '--overwrite',
    'pod-security.kubernetes.io/enforce=privileged',
  ]);
  await eventually('the namespace has its ServiceAccount', 30, () =>
    kubectl(['get', 'serviceaccount', 'default']),
  );
  await secrets();
  await apply(await manifest('network.yaml', { FABRIC: settings.fabric }));
  for (const org of organisations) {
    const facts = { NAME: adminPod(org), TOOLS: settings.tools, MSPID: org.mspId, ORDERER: ordererAddress };
    await apply(await manifest('admin.yaml', facts));
  }
  if (hasImageTars()) await fillImages();
  else console.error(`e2e: no image tars in ${settings.images}; the sidecars pull`);
  await Promise.all(organisations.map((org) => ready(adminPod(org))));
  await kubectl(['rollout', 'status', 'deployment/orderer', '--timeout=120s']);
  await giveAdmins(`${channel}.block`, await genesisBlock());
  const [first] = organisations;
  await eventually('the orderer serves the channel', 60, () =>
    step(first as Organisation, 'channel', { ORDERER_ADMIN: 'orderer:7053', BLOCK: `/tmp/${channel}.block` }),
  );
};

/** Removes the namespace and all that is in it. */
export const removeNetwork = async (): Promise<void> => {
  await run('kubectl', [
    'delete',
    'namespace',
    namespace,
    '--ignore-not-found',
    '--wait=true',
    '--timeout=180s',
  ]);
};
