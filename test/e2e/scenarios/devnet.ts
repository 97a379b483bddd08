/** A whole network from one command: install, upgrade, Jobs that are killed, a second organisation, and what uninstalling leaves. */
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { PersistentVolumeClaim, Secret } from 'kubernetes-types/core/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { toolsImage } from '../../../scripts/cluster/images.ts';
import { kubectl } from '../../../scripts/cluster/kubectl.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import { helm, tools, valuesOf } from '../../../scripts/cluster/releases.ts';
import { settings } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';

const first = 'dev1';
const second = 'dev2';
const network = `${first}-fabric-dind`;

const little = { resources: { requests: { cpu: '10m', memory: '64Mi' } } };

const values = async (
  devnet: NonNullable<ValuesOverrides['devnet']>,
  peers: readonly string[],
  mspId = 'Org1MSP',
): Promise<ValuesOverrides> => {
  const { registry, repository, tag } = await toolsImage();
  // What the cluster needs is in any release of the fixture; what its network needs is not wanted here.
  const { peer } = valuesOf(organisations[0] as (typeof organisations)[number]);
  return {
    mspId,
    // The fixture's peers have the node's CPUs.
    peer: { ...peer, ...little, dind: { ...peer?.dind, ...little } },
    peers: Object.fromEntries(peers.map((name) => [name, {}])),
    administrator: { image: { registry, repository, tag } },
    devnet: { enabled: true, image: { tag: settings.fabric }, ...devnet },
  };
};

const deploy = async (
  command: 'install' | 'upgrade',
  release: string,
  given: ValuesOverrides,
): Promise<void> => {
  const { chart, folder } = await tools();
  const file = join(folder, `${release}.json`);
  await writeFile(file, JSON.stringify(given));
  await helm(command, release, chart, '--values', file, '--timeout', '5m');
};

const items = async <T>(kinds: string, selector: string): Promise<T[]> =>
  (JSON.parse(await kubectl(['get', kinds, '-l', selector, '-o', 'json'])) as { items: T[] }).items;

const of = (release: string): string => `app.kubernetes.io/instance=${release}`;

const settled = (release: string): Promise<void> =>
  eventually(
    `the Jobs of ${release} are done`,
    300,
    async () => {
      const open = (await items<Job>('jobs', of(release))).filter(
        ({ status }) =>
          !status?.conditions?.some(({ type, status: is }) => type === 'Complete' && is === 'True'),
      );
      expect(open.length === 0, open.map(({ metadata }) => metadata?.name).join(', '));
    },
    250,
  );

/** Data of the devnet's Secrets by name, to compare; never printed. */
const secrets = async (release: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await items<Secret>('secrets', `${of(release)},fabric-dind/devnet`)).map(({ metadata, data }) => [
      metadata?.name ?? '',
      JSON.stringify(data),
    ]),
  );

const claims = async (release: string): Promise<string[]> =>
  (await items<PersistentVolumeClaim>('pvc', of(release))).map(({ metadata }) => metadata?.name ?? '');

const test = (release: string): Promise<string> =>
  helm('test', release, '--filter', `name=${release}-fabric-dind-devnet-test`, '--timeout', '4m');

/** Kills the Pods of a release's Jobs while something goes on. */
const underFire = async (release: string, work: Promise<void>): Promise<void> => {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  for (let kill = 0; kill < 4 && !over; kill += 1) {
    await sleep(randomInt(400, 2500));
    const selector = `batch.kubernetes.io/job-name,${of(release)}`;
    await kubectl([
      'delete',
      'pods',
      '-l',
      selector,
      '--force',
      '--grace-period=0',
      '--field-selector=status.phase!=Succeeded',
    ]);
  }
  await ended;
};

export const devnet = async (checks: Checks): Promise<void> => {
  const begun = Date.now();
  const installed = await checks.check(
    'one command makes a network, and helm test reads what it wrote',
    async () => {
      await deploy('install', first, await values({}, ['peer0', 'peer1']));
      await test(first);
      checks.timing('devnet: helm install to first query', Date.now() - begun);
      await settled(first);
    },
  );
  if (!installed) return;

  await checks.check('an upgrade keeps all keys, and gives a further peer its own', async () => {
    const before = await secrets(first);
    expect(Object.keys(before).length === 7, `Secrets: ${Object.keys(before).join(' ')}`);
    await deploy('upgrade', first, await values({}, ['peer0', 'peer1']));
    const same = await secrets(first);
    for (const name of Object.keys(before)) expect(before[name] === same[name], `${name} has changed`);
    await underFire(first, deploy('upgrade', first, await values({}, ['peer0', 'peer1', 'peer2'])));
    await settled(first);
    const after = await secrets(first);
    for (const name of Object.keys(before).filter((name) => name !== `${network}-devnet`))
      expect(before[name] === after[name], `${name} has changed`);
    expect(`${network}-peer2-msp` in after, 'the further peer has no keys');
    await test(first);
  });

  await checks.check(
    'a second organisation joins by a second release, its Jobs killed again and again',
    async () => {
      await underFire(
        second,
        deploy('install', second, await values({ joins: network }, ['peer0'], 'Org2MSP')),
      );
      await underFire(second, sleep(8000));
      await settled(second);
      await test(second);
      await test(first);
    },
  );

  await checks.check('uninstalling leaves keys and claims, and a new install goes on with them', async () => {
    const before = await secrets(first);
    await helm('uninstall', first, '--wait', '--timeout', '3m');
    const after = await secrets(first);
    expect(JSON.stringify(after) === JSON.stringify(before), `left: ${Object.keys(after).join(' ')}`);
    const left = await claims(first);
    expect(left.length === 7, `claims: ${left.join(' ')}`);
    await deploy('install', first, await values({ keep: false }, ['peer0', 'peer1', 'peer2']));
    await settled(first);
    await test(first);
  });

  await checks.check('with keep: false uninstalling leaves nothing', async () => {
    await deploy('upgrade', second, await values({ joins: network, keep: false }, ['peer0'], 'Org2MSP'));
    for (const release of [second, first]) {
      await helm('uninstall', release, '--wait', '--timeout', '3m');
      await eventually(`nothing of ${release} is left`, 60, async () => {
        const kinds = 'all,secrets,pvc,configmaps,serviceaccounts,roles,rolebindings';
        const left = (await kubectl(['get', kinds, '-l', of(release), '-o', 'name'])).trim();
        expect(left === '', `left: ${left}`);
      });
    }
  });
};
