/** Channels and chaincodes as values: what the administrator's Jobs do, when they do it again, and what they say. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ConfigMap, Secret } from 'kubernetes-types/core/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { packageFile, put, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { chaincodeImage } from '../../../scripts/cluster/images.ts';
import { execIn, get, kubectl } from '../../../scripts/cluster/kubectl.ts';
import { offerPackage } from '../../../scripts/cluster/network.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import { deploy, jobLog, jobs, jobsDone, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';
import { settled } from '../support/fixture.ts';
import { freshPackage } from '../support/variants.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

type Chaincodes = NonNullable<ValuesOverrides['chaincodes']>;

/** The values of a release with further chaincodes. */
const withChaincodes = (org: Organisation, more: Chaincodes): ValuesOverrides => {
  const values = valuesOf(org);
  return { ...values, chaincodes: { ...values.chaincodes, ...more } };
};

const upgrade = (org: Organisation, more: Chaincodes): Promise<string> =>
  deploy('upgrade', org, withChaincodes(org, more));

const jobOf = async (org: Organisation, part: string): Promise<string> => {
  const names = [...(await jobs(org)).keys()];
  const [name] = names.filter((found) => found.includes(part));
  expect(name !== undefined, `no Job is called like ${part} among ${names.join(' ')}`);
  return name;
};

/** What the Jobs of a release saw of the channel. */
const seen = async (
  org: Organisation,
): Promise<{
  heights: Record<string, number>;
  chaincodes: Record<string, { version: string; sequence: number }>;
}> => {
  const { data } = await get<ConfigMap>('configmap', `${org.release}-fabric-dind-channels`);
  return JSON.parse(data?.[channel] ?? '{}') as never;
};

/** The identifiers of the packages that a peer has. */
const packages = async (peer: string): Promise<string[]> => {
  const found = await execIn(podOf(org1, peer), 'peer', [
    'sh',
    '-c',
    'ls /var/hyperledger/production/lifecycle/chaincodes',
  ]);
  return [...found.matchAll(/^(.+)[.]([0-9a-f]{64})[.]tar[.]gz$/gmu)].map(
    ([, label, hash]) => `${label}:${hash}`,
  );
};

/** What a package of a service tells peers about it. */
const connectionOf = (label: string): Promise<string> =>
  execIn(podOf(org1, 'peer0'), 'peer', [
    'sh',
    '-c',
    `tar -xzOf /var/hyperledger/production/lifecycle/chaincodes/${label}.*.tar.gz code.tar.gz | tar -xzO connection.json`,
  ]);

const decoded = (text = ''): string => Buffer.from(text, 'base64').toString();

export const channels = async (checks: Checks): Promise<void> => {
  await checks.check('what the Jobs saw is told by one object', async () => {
    const { heights, chaincodes } = await seen(org1);
    expect((heights.peer0 ?? 0) > 2 && (heights.peer1 ?? 0) > 2, `heights ${JSON.stringify(heights)}`);
    expect(chaincodes.kv?.sequence === 1 && chaincodes.kv.version === '1', JSON.stringify(chaincodes));
  });

  await checks.check('an unchanged release makes no Job again', async () => {
    const before = await jobs(org1);
    await deploy('upgrade', org1, valuesOf(org1));
    const after = await jobs(org1);
    expect(
      JSON.stringify([...after]) === JSON.stringify([...before]),
      `Jobs before: ${[...before.keys()].join(' ')}; after: ${[...after.keys()].join(' ')}`,
    );
  });

  const first = await freshPackage('grown');
  await offerPackage(packageFile(first), await readFile(first.file));
  const grown = (version: string, sequence: number): Chaincodes => ({
    grown: {
      channels: [channel],
      version,
      sequence,
      package: { claim: { name: 'packages', path: packageFile(first) } },
    },
  });

  await checks.check(
    'a Job says for which organisation it waits, and goes on when that has approved',
    async () => {
      await upgrade(org1, grown('1', 1));
      const job = await jobOf(org1, 'chaincode-grown');
      await eventually('the Job waits', 120, async () => {
        const log = await jobLog(job);
        expect(log.includes('waiting: for Org2MSP to approve sequence 1 of grown'), log);
      });
      await upgrade(org2, grown('1', 1));
      await Promise.all([jobsDone(org1), jobsDone(org2)]);
      await put(org1, 'peer0', 'grown', 'a', '1');
      await eventually('the other organisation has the block', 30, async () => {
        expect((await read(org2, 'peer0', 'grown', 'a')) === '1', 'not there yet');
      });
    },
  );

  await checks.check('a new version by helm upgrade, with its Jobs killed again and again', async () => {
    await Promise.all([upgrade(org1, grown('2', 2)), upgrade(org2, grown('2', 2))]);
    const job = await jobOf(org1, 'chaincode-grown');
    for (let kill = 0; kill < 4; kill += 1) {
      await sleep(randomInt(300, 2500));
      await kubectl([
        'delete',
        'pod',
        '-l',
        `batch.kubernetes.io/job-name=${job}`,
        '--force',
        '--grace-period=0',
      ]);
    }
    await Promise.all([jobsDone(org1), jobsDone(org2)]);
    const { chaincodes } = await seen(org1);
    expect(chaincodes.grown?.sequence === 2 && chaincodes.grown.version === '2', JSON.stringify(chaincodes));
    expect((await read(org1, 'peer0', 'grown', 'a')) === '1', 'the state is gone');
  });

  await checks.check('a sequence that is past is refused once, with what to write', async () => {
    await upgrade(org1, grown('3', 1));
    const job = await jobOf(org1, 'chaincode-grown');
    await eventually('the Job has failed', 60, async () => {
      const status = await kubectl(['get', 'job', job, '-o', 'jsonpath={.status.conditions[*].type}']);
      expect(status.includes('Failed'), `conditions: ${status}`);
    });
    const log = await jobLog(job);
    expect(/Set chaincodes\.grown\.sequence to 2 .* or to 3 /u.test(log), log);
  });

  await checks.check('chaincode as a service: the chart makes package, Deployment and Service', async () => {
    const image = await chaincodeImage();
    const served: Chaincodes = {
      served: {
        channels: [channel],
        version: '1',
        package: {
          service: {
            image: image.digest,
            command: ['/usr/local/bin/kv'],
            indexes: {
              colour: { index: { fields: ['colour'] }, ddoc: 'colour', name: 'colour', type: 'json' },
            },
          },
        },
      },
    };
    await Promise.all([upgrade(org1, served), upgrade(org2, served)]);
    await Promise.all([jobsDone(org1), jobsDone(org2)]);
    await kubectl(['rollout', 'status', 'deployment/org1-fabric-dind-served', '--timeout=60s']);
    const builds = '/var/hyperledger/production/externalbuilder/builds';
    const index = 'release/statedb/couchdb/indexes/colour.json';
    const released = await execIn(podOf(org1, 'peer0'), 'peer', [
      'sh',
      '-c',
      `cat ${builds}/served_1*/${index}`,
    ]);
    expect(released.includes('"ddoc"'), `the builder has released no index: ${released}`);
    await eventually('the Service leads to it', 30, () => put(org1, 'peer0', 'served', 'a', '1'), 1000);
    await eventually('it answers on the other peer', 30, async () => {
      expect((await read(org1, 'peer1', 'served', 'a')) === '1', 'not there yet');
    });
  });

  await checks.check('peers speak TLS with the server, and its keys go with the release', async () => {
    const secret = await get<Secret>('secret', 'org1-fabric-dind-served-tls');
    expect(
      secret.metadata?.ownerReferences?.[0]?.name === 'org1-fabric-dind-channels',
      JSON.stringify(secret.metadata),
    );
    const { root_cert, tls_required } = JSON.parse(await connectionOf('served_1')) as Record<string, unknown>;
    expect(tls_required === true && root_cert === decoded(secret.data?.['ca.crt']).trim(), 'not its CA');
  });

  await checks.check('a package is removed from the peers on request', async () => {
    const served = (await packages('peer1')).filter((id) => id.startsWith('served_1:'));
    expect(served.length === 1, `packages: ${served.join(' ')}`);
    const values = withChaincodes(org1, {});
    const removing = { ...values.peer, chaincode: { ...values.peer?.chaincode, removePackages: served } };
    await deploy('upgrade', org1, { ...values, peer: removing });
    for (const peer of org1.peers) await settled(org1, peer);
    const left = await packages('peer1');
    expect(!left.some((id) => served.includes(id)) && left.length > 0, `packages: ${left.join(' ')}`);
    await put(org1, 'peer1', 'kv', 'afterwards', '1');
  });
};
