/** Releases of the packaged chart, one for each organisation. */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { findHelm, type Helm } from '../helm/index.ts';
import { packageChart } from '../package/chart-package.ts';
import { onExit } from '../support/cleanup.ts';
import { chartFolder } from '../support/top.ts';
import { type Chaincode, packageFile } from './chaincode.ts';
import { type Organisation, organisations, peerName } from './crypto.ts';
import type { Image } from './images.ts';
import { kubectl, ready } from './kubectl.ts';
import { adminSecret, hasImageTars, ordererAddress, peerAddress } from './network.ts';
import { eventually } from './process.ts';
import { channel, settings } from './settings.ts';

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

/** What the administrator's Jobs do for a release: its peers join the channel and get a chaincode. */
export interface Work {
  /** Image of the Jobs. */
  readonly tools: Image;
  /** The chaincode, whose package lies in the claim `packages`. */
  readonly chaincode: Chaincode;
}

let work: Work | undefined;

/** From now on the values of all organisations ask for this. */
export const doByJobs = (given: Work): void => {
  work = given;
};

const workOf = (org: Organisation): ValuesOverrides => {
  if (!work) return {};
  const others = organisations.filter(({ name }) => name !== org.name);
  const { registry, repository, tag } = work.tools;
  return {
    administrator: {
      image: { registry, repository, tag },
      msp: { secretName: adminSecret(org) },
      timeoutSeconds: 300,
    },
    channels: {
      [channel]: {
        orderers: [{ address: ordererAddress, tlsCaCert: { name: 'trust', key: 'orderer.pem' } }],
        anchorPeers: ['peer0'],
        endorsers: Object.fromEntries(
          others.map((other) => [
            other.mspId,
            { address: peerAddress(other, 'peer0'), tlsCaCert: { name: 'trust', key: 'peers.pem' } },
          ]),
        ),
      },
    },
    chaincodes: {
      [work.chaincode.name]: {
        channels: [channel],
        version: '1',
        package: { claim: { name: 'packages', path: packageFile(work.chaincode) } },
      },
    },
  };
};

/** Values of an organisation's release: what the cluster needs, and nothing that a user would not write. */
export const valuesOf = (org: Organisation, overrides: ValuesOverrides = {}): ValuesOverrides => ({
  mspId: org.mspId,
  peers: Object.fromEntries(org.peers.map((peer) => [peer, {}])),
  ...workOf(org),
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

const jobsOf = async (org: Organisation): Promise<Job[]> => {
  const selector = `app.kubernetes.io/instance=${org.release}`;
  const list = JSON.parse(await kubectl(['get', 'jobs', '-l', selector, '-o', 'json'])) as { items: Job[] };
  return list.items;
};

const has = (job: Job, type: string): boolean =>
  job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ??
  false;

/** What the Pods of a Job said last. */
export const jobLog = (name: string): Promise<string> =>
  kubectl(['logs', '-l', `batch.kubernetes.io/job-name=${name}`, '--tail=30', '--prefix=false']);

/** The names and uids of the Jobs of a release. */
export const jobs = async (org: Organisation): Promise<ReadonlyMap<string, string>> =>
  new Map((await jobsOf(org)).map(({ metadata }) => [metadata?.name ?? '', metadata?.uid ?? '']));

/**
 * Waits until all Jobs of a release have done their work.
 * @throws with the last words of the Job when one has failed.
 */
export const jobsDone = async (org: Organisation, seconds = 300): Promise<void> => {
  let failed: Job | undefined;
  await eventually(
    `the Jobs of ${org.release} are done`,
    seconds,
    async () => {
      const all = await jobsOf(org);
      failed = all.find((job) => has(job, 'Failed'));
      const open = all.filter((job) => !has(job, 'Complete') && !has(job, 'Failed'));
      if (!failed && open.length > 0)
        throw new Error(`${open.map(({ metadata }) => metadata?.name).join(', ')}`);
    },
    250,
  );
  if (failed)
    throw new Error(`${failed.metadata?.name} failed: ${await jobLog(failed.metadata?.name ?? '')}`);
};
