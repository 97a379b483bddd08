/** Releases of the packaged chart, one for each organisation. */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { findHelm, type Helm } from '../helm/index.ts';
import { packageChart } from '../package/chart-package.ts';
import { onExit } from '../support/cleanup.ts';
import { chartFolder } from '../support/top.ts';
import { type Organisation, peerName } from './crypto.ts';
import { kubectl, ready } from './kubectl.ts';
import { hasImageTars } from './network.ts';
import { settings } from './settings.ts';

let prepared: Promise<{ helm: Helm; chart: string; folder: string }> | undefined;
let removeFolder = (): void => {};

const prepare = async (): Promise<{ helm: Helm; chart: string; folder: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-e2e-'));
  removeFolder = onExit(() => rmSync(folder, { recursive: true, force: true }));
  const [helm, made] = await Promise.all([findHelm(), packageChart(chartFolder, folder)]);
  return { helm, chart: made.path, folder };
};

/** Helm and the packaged chart. */
export const tools = (): Promise<{ helm: Helm; chart: string; folder: string }> => {
  prepared ??= prepare();
  return prepared;
};

/** Removes the packaged chart; when the run is interrupted, that happens by itself. */
export const cleanTools = (): void => removeFolder();

/** Helm in the run's namespace. */
export const helm = async (...args: readonly string[]): Promise<string> => {
  const { helm } = await tools();
  return helm.run(['--namespace', settings.namespace, ...args], { timeout: 600_000 });
};

const requests = settings.cpu ? { resources: { requests: { cpu: settings.cpu, memory: '64Mi' } } } : {};

/** The tars have their builder images by the first two numbers of Fabric's version, and the chart asks for all three. */
const builderNames = (): ValuesOverrides['peer'] => {
  const [, line] = /^([0-9]+[.][0-9]+)[.][0-9]+$/u.exec(settings.fabric) ?? [];
  if (line === undefined || !hasImageTars()) return {};
  const [builder, golang] = [`hyperledger/fabric-ccenv:${line}`, `hyperledger/fabric-baseos:${line}`];
  return { chaincode: { images: { builder, golang } } };
};

/** Sizes that ledger claims have been given: a claim never shrinks again. */
const ledgerSizes = new Map<string, string>();

/** From now on the values of an organisation's release ask for ledger claims of this size. */
export const growLedgers = (org: Organisation, size: string): void => {
  ledgerSizes.set(org.release, size);
};

/** Values of an organisation's release: what the cluster needs, and nothing that a user would not write. */
export const valuesOf = (org: Organisation, overrides: ValuesOverrides = {}): ValuesOverrides => ({
  mspId: org.mspId,
  peers: Object.fromEntries(org.peers.map((peer) => [peer, {}])),
  ...overrides,
  peer: {
    image: { tag: settings.fabric },
    ledger: { size: ledgerSizes.get(org.release) ?? '1Gi' },
    ...requests,
    ...overrides.peer,
    chaincode: { ...builderNames()?.chaincode, ...overrides.peer?.chaincode },
    dind: { image: { tag: settings.dind }, ...requests, ...overrides.peer?.dind },
    preload: {
      ...(hasImageTars()
        ? { pull: false, volume: { persistentVolumeClaim: { claimName: 'fabric-images' } } }
        : {}),
      ...overrides.peer?.preload,
    },
  },
});

/** Installs or upgrades a release, without waiting for its Pods. */
export const deploy = async (
  command: 'install' | 'upgrade',
  org: Organisation,
  values: ValuesOverrides,
): Promise<string> => {
  const { chart, folder } = await tools();
  const file = join(folder, `${org.release}.json`);
  await writeFile(file, JSON.stringify(values));
  return helm(command, org.release, chart, '--values', file, '--timeout', '5m');
};

/** The values that a release was last given; undefined when there is no such release. */
export const deployed = async (org: Organisation): Promise<unknown> => {
  try {
    return JSON.parse(await helm('get', 'values', org.release, '--output', 'json'));
  } catch (error) {
    if (error instanceof Error && error.message.includes('release: not found')) return undefined;
    throw error;
  }
};

/** The Pod of a peer. */
export const podOf = (org: Organisation, peer: string): string => `${peerName(org, peer)}-0`;

/** Waits until all peers of a release are ready. */
export const releaseReady = async (org: Organisation, seconds = 180): Promise<void> => {
  await Promise.all(org.peers.map((peer) => ready(podOf(org, peer), { seconds })));
};

/** Uninstalls a release, if it is there; its claims stay. */
export const uninstall = async (org: Organisation): Promise<void> => {
  await helm('uninstall', org.release, '--ignore-not-found', '--wait', '--timeout', '3m');
  await kubectl([
    'wait',
    '--for=delete',
    'pod',
    '-l',
    `app.kubernetes.io/instance=${org.release}`,
    '--timeout=120s',
  ]);
};

/** Uninstalls a release, and removes its claims. */
export const removeRelease = async (org: Organisation): Promise<void> => {
  await uninstall(org);
  await kubectl(['delete', 'pvc', '-l', `app.kubernetes.io/instance=${org.release}`, '--wait=true']);
};
