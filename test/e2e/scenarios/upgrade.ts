/** From one version of the chart to the next, as a user gets them from a repository and a registry, under running peers. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { put, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect, Skipped } from '../../../scripts/cluster/expect.ts';
import { uidOf } from '../../../scripts/cluster/kubectl.ts';
import { sleep } from '../../../scripts/cluster/process.ts';
import { deploy, helm, podOf, releaseReady, tools, valuesOf } from '../../../scripts/cluster/releases.ts';
import { packageChart } from '../../../scripts/package/chart-package.ts';
import { publish } from '../../../scripts/publish/http-repository.ts';
import { push } from '../../../scripts/publish/oci-registry.ts';
import { chartFolder } from '../../../scripts/support/top.ts';
import { hasRegistry, withRegistry, withWebServer } from '../../support/registry.ts';
import type { Checks } from '../support/checks.ts';

const [org1] = organisations as [Organisation];

/** The chart of the sources as it would be under another version. */
const packageOf = async (version: string, folder: string): Promise<string> => {
  const chart = join(folder, version, 'fabric-dind');
  await cp(chartFolder, chart, { recursive: true });
  const path = join(chart, 'Chart.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/^version: .*$/mu, `version: ${version}`));
  return (await packageChart(chart, folder)).path;
};

const uids = (): Promise<string[]> => Promise.all(org1.peers.map((peer) => uidOf(podOf(org1, peer))));

const chartNow = async (): Promise<string> => {
  const [release] = JSON.parse(await helm('list', '--filter', `^${org1.release}$`, '--output', 'json')) as {
    chart: string;
  }[];
  return release?.chart ?? '';
};

/** Upgrades, and sees whether a peer was restarted by nothing but a version. */
const upgraded = async (version: string, args: readonly string[]): Promise<void> => {
  const before = await uids();
  await helm('upgrade', org1.release, ...args, '--timeout', '5m');
  expect((await chartNow()) === `fabric-dind-${version}`, `helm list: ${await chartNow()}`);
  // The StatefulSet's controller needs a moment to replace a Pod.
  await sleep(5000);
  await releaseReady(org1);
  expect((await uids()).join() === before.join(), 'a new version of the chart alone has replaced a Pod');
  await put(org1, 'peer0', 'kv', 'upgraded', version);
  const found = await read(org1, 'peer1', 'kv', 'upgraded');
  expect(found === version, `read ${found}`);
};

export const upgrade = async (checks: Checks): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-upgrade-'));
  try {
    const values = join(folder, 'values.json');
    await writeFile(values, JSON.stringify(valuesOf(org1)));
    const [first, next] = [await packageOf('0.1.1', folder), await packageOf('0.2.0', folder)];
    const repository = join(folder, 'repository');
    for (const archive of [first, next]) await publish({ archive, repository });

    await checks.check('helm upgrade from a repository: peers of 0.1.0 become 0.1.1 without a restart', () =>
      withWebServer(repository, (address) =>
        upgraded('0.1.1', ['fabric-dind', '--repo', address, '--version', '0.1.1', '--values', values]),
      ),
    );

    await checks.check('helm upgrade from a registry: by tag to 0.2.0, and by digest back to 0.1.1', () => {
      if (!hasRegistry) throw new Skipped('no docker-registry here (apt-get install docker-registry)');
      return withRegistry(async (registry) => {
        const { helm: program } = await tools();
        const { digest } = await push({ helm: program, archive: first, registry });
        await push({ helm: program, archive: next, registry });
        const chart = `${registry}/fabric-dind`;
        const plain = ['--plain-http', '--values', values];
        await upgraded('0.2.0', [chart, '--version', '0.2.0', ...plain]);
        await upgraded('0.1.1', [`${chart}@${digest}`, ...plain]);
      });
    });

    await checks.check('and back to the chart of this run', async () => {
      await deploy('upgrade', org1, valuesOf(org1));
      await releaseReady(org1);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
