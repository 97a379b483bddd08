/** A peer is backed up, lost with its claims, and joins again by its own snapshot; snapshots of claims in order. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CronJob, Job } from 'kubernetes-types/batch/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { put, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { kubectlImage } from '../../../scripts/cluster/images.ts';
import { apply, execIn, get, kubectl, ready } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, jobsDone, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel } from '../../../scripts/cluster/settings.ts';
import { goModule } from '../../../scripts/support/go-module.ts';
import type { Checks } from '../support/checks.ts';
import { heightOf } from '../support/faults.ts';

const [org] = organisations as [Organisation];
const peer = 'peer1';
const definition = 'volumesnapshots.snapshot.storage.k8s.io';

const withPeer = (own: NonNullable<ValuesOverrides['peer']>): ValuesOverrides => {
  const values = valuesOf(org);
  return { ...values, peers: { ...values.peers, [peer]: own } };
};

/** Starts a CronJob's Job now, changed as said, and returns what it told. */
const runNow = async (suffix: string, job: string, env: Record<string, string> = {}): Promise<string> => {
  const cronJob = await get<CronJob>('cronjob', `${podOf(org, peer).replace(/-0$/u, '')}-${suffix}`);
  const labels = cronJob.spec?.jobTemplate.metadata?.labels;
  const spec = structuredClone(cronJob.spec?.jobTemplate.spec) as NonNullable<Job['spec']>;
  for (const variable of spec.template.spec?.containers[0]?.env ?? [])
    variable.value = env[variable.name] ?? variable.value ?? '';
  await apply(JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: job, labels }, spec }));
  return job;
};

const told = async (job: string): Promise<string> => {
  await eventually(`${job} is done`, 180, async () => {
    const { status } = await get<Job>('job', job);
    expect(status?.succeeded === 1, await kubectl(['logs', `job/${job}`, '--all-containers', '--tail=5']));
  });
  return kubectl(['logs', `job/${job}`, '--all-containers']);
};

interface Snapshot {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly status?: object;
}

const snapshots = async (): Promise<Snapshot[]> =>
  JSON.parse(await kubectl(['get', definition, '-o', 'json'])).items;

/** What a CSI driver would do, for one VolumeSnapshot. */
const finish = async ({ metadata }: Snapshot): Promise<void> => {
  await kubectl([
    'patch',
    definition,
    metadata.name,
    '--subresource=status',
    '--type=merge',
    '-p',
    '{"status": {"readyToUse": true}}',
  ]);
};

export const backup = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org, peer);
  const claims = [`${pod.replace(/-0$/u, '')}-ledger`, `${pod.replace(/-0$/u, '')}-docker`];
  const target = { persistentVolumeClaim: { claimName: 'backups' } };

  const made = await check('a snapshot of the channel is copied, and the peer keeps none', async () => {
    await put(org, 'peer0', 'kv', 'saved', 'yes');
    await apply(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'backups' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      }),
    );
    await deploy(
      'upgrade',
      org,
      withPeer({ backup: { ledgerSnapshot: { enabled: true, channels: [channel], target, keep: 1 } } }),
    );
    await jobsDone(org);
    await ready(pod, { seconds: 240 });
    await eventually('it has the value', 60, async () =>
      expect((await read(org, peer, 'kv', 'saved')) === 'yes', 'not yet'),
    );
    const log = await told(await runNow('backup', 'backup-1'));
    expect(/block [0-9]+ is in \/backup\/peer1\//u.test(log), log);
    const left = await execIn(pod, 'peer', [
      'sh',
      '-c',
      'ls /var/hyperledger/production/snapshots/completed/*',
    ]);
    expect(left.trim() === '', left);
  });
  if (!made) return;

  await check('without a new block nothing is made again; with one, the old snapshot goes', async () => {
    const again = await told(await runNow('backup', 'backup-2'));
    expect(again.includes('is there already'), again);
    await put(org, 'peer0', 'kv', 'saved', 'later');
    await eventually('it has the value', 60, async () =>
      expect((await read(org, peer, 'kv', 'saved')) === 'later', 'not yet'),
    );
    const log = await told(await runNow('backup', 'backup-3'));
    expect(log.includes('is in /backup/') && log.includes('is removed'), log);
  });

  await check('the peer is lost with its claims, joins by the snapshot and answers', async () => {
    const values = valuesOf(org);
    const { [peer]: _, ...others } = values.peers ?? {};
    await deploy('upgrade', org, { ...values, peers: others });
    await kubectl(['wait', '--for=delete', `pod/${pod}`, '--timeout=120s']);
    // A Pod that has ended still holds the claim.
    await kubectl(['delete', 'job', '-l', `fabric-dind/peer=${peer}`]);
    await kubectl(['delete', 'pvc', ...claims, '--timeout=60s']);
    const mount = { name: 'backup', mountPath: '/backup', readOnly: true };
    const restored = withPeer({
      extraVolumes: [{ name: 'backup', ...target }],
      extraVolumeMounts: [mount],
      // Mounted within a ledger that is yet to be made.
      ledger: { snapshots: { volume: { emptyDir: {} } } },
    });
    const joined = restored.channels?.[channel];
    await deploy('upgrade', org, {
      ...restored,
      channels: {
        [channel]: { ...joined, block: { snapshot: `/backup/${peer}/${channel}/latest` } } as never,
      },
    });
    await ready(pod, { seconds: 240 });
    await jobsDone(org);
    await eventually('it answers', 120, async () =>
      expect((await read(org, peer, 'kv', 'saved')) === 'later', 'not yet'),
    );
    expect((await heightOf({ org, peer })) >= (await heightOf({ org, peer: 'peer0' })), 'it is behind');
    const first = await execIn(pod, 'peer', [
      'sh',
      '-c',
      'ls /var/hyperledger/production/ledgersData/chains/chains/*/bootstrappingSnapshot.info',
    ]);
    expect(first.includes('bootstrappingSnapshot.info'), 'it has joined by the first block');
  });

  await check('claims are snapshotted one after the other, and the oldest are removed', async () => {
    const module = await goModule('github.com/kubernetes-csi/external-snapshotter/client/v8@v8.7.0');
    const file = join(module, 'config/crd/snapshot.storage.k8s.io_volumesnapshots.yaml');
    await apply(await readFile(file, 'utf8'));
    await kubectl(['wait', '--for=condition=Established', `crd/${definition}`, '--timeout=60s']);
    const { registry, repository, tag } = await kubectlImage();
    await deploy('upgrade', org, {
      ...withPeer({ backup: { volumeSnapshot: { enabled: true, keep: 1 } } }),
      rollout: { image: { registry, repository, tag } },
    });
    for (const round of [1, 2]) {
      const job = await runNow('volumes', `volumes-${round}`, { CLAIMS: 'first second' });
      for (const claim of ['first', 'second'])
        await eventually(`the snapshot of ${claim}`, 90, async () => {
          const open = (await snapshots()).filter(({ status }) => status === undefined);
          expect(
            open.length === 1 && open[0]?.metadata.name.startsWith(claim) === true,
            JSON.stringify(open),
          );
          await finish(open[0] as Snapshot);
        });
      await told(job);
    }
    const left = await snapshots();
    const backups = new Set(left.map(({ metadata }) => metadata.labels['fabric-dind/backup']));
    expect(left.length === 2 && backups.size === 1, left.map(({ metadata }) => metadata.name).join(' '));
  });

  await check('a snapshot that fails takes the parts before it along', async () => {
    const job = await runNow('volumes', 'volumes-3', { CLAIMS: 'first second', TIMEOUT: '5' });
    await eventually('the first one is made', 60, async () => {
      const open = (await snapshots()).filter(({ status }) => status === undefined);
      await finish(open[0] as Snapshot);
    });
    await eventually('the backup fails', 90, async () => {
      const log = await kubectl(['logs', `job/${job}`, '--tail=20']);
      expect(log.includes('what it has made is removed'), log);
    });
    await kubectl(['delete', 'job', job]);
    await eventually('nothing is left of it', 30, async () =>
      expect((await snapshots()).length === 2, JSON.stringify(await snapshots())),
    );
    await kubectl(['delete', 'crd', definition]);
  });

  await check('and back to the peer as it was', async () => {
    await deploy('upgrade', org, valuesOf(org));
    await ready(pod, { seconds: 240 });
    await kubectl(['delete', 'pvc', 'backups', '--wait=false']);
  });
};
