/** Runtimes beside the sidecar: a peer without Docker, the node's Docker, chaincode as a service and as Jobs. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { ask, bring, untilAnswered } from '../../../scripts/cluster/calls.ts';
import { put } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import {
  hostDocker,
  hostDockerValues,
  startHostDocker,
  stopHostDocker,
} from '../../../scripts/cluster/host-docker.ts';
import { builderImage, chaincodeImage } from '../../../scripts/cluster/images.ts';
import {
  jobsValues,
  madeByBuilder,
  makeAccount,
  removeJobs,
  runningPods,
} from '../../../scripts/cluster/jobs.ts';
import { execIn, get, kubectl, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { imagePackage, servicePackage } from '../../../scripts/cluster/packages.ts';
import { eventually, run } from '../../../scripts/cluster/process.ts';
import { deploy, helm, podOf, releaseReady, valuesOf } from '../../../scripts/cluster/releases.ts';
import { serviceAddress, startService, stopService } from '../../../scripts/cluster/service.ts';
import { settings } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';

const [org1] = organisations as [Organisation];
const pod = podOf(org1, 'peer1');

/** Gives peer1 other values than its siblings, and waits until its Pod is ready with them; none are the defaults. */
const change = async (peer: NonNullable<ValuesOverrides['peer']>): Promise<void> => {
  await deploy('upgrade', org1, { ...valuesOf(org1), peers: { peer0: {}, peer1: peer } });
  await kubectl(['rollout', 'status', `statefulset/${peerName(org1, 'peer1')}`, '--timeout=180s']);
  await ready(pod);
};

/** The node's own daemon builds and runs what the peer has installed, and the chaincode finds the peer's Pod. */
const nodeSocket = async (checks: Checks): Promise<void> => {
  await checks.check(
    "the node's Docker builds and runs chaincode, which reaches the peer's Pod",
    async () => {
      await startHostDocker();
      try {
        await change(hostDockerValues);
        await untilAnswered(org1, 'peer1', 'kv', Date.now());
        const host = await ask(org1, 'peer1', 'kv', 'host');
        const { status, spec } = await get<Pod>('pod', pod);
        const line = await hostDocker(
          'inspect',
          '--format',
          '{{.Name}} {{.HostConfig.NetworkMode}} {{.Args}}',
          host,
        );
        expect(line.startsWith(`/dev-${org1.release}-fabric-dind-peer1-kv_1-`), line);
        expect(line.includes(' bridge ') && line.includes(`${status?.podIP}:7052`), line);
        const names = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name }) => name);
        expect(!names.includes('dind'), `the Pod still has a sidecar: ${names.join(' ')}`);
        console.log(`                  chaincode in the node's Docker: ${line.trim()}`);
        await put(org1, 'peer1', 'kv', 'host-docker', '1');
        expect(
          (await ask(org1, 'peer1', 'kv', 'get', 'host-docker')) === '1',
          'what was written is not there',
        );
      } finally {
        // Before the daemon goes: a Pod whose socket has gone never starts again.
        await change({});
        await stopHostDocker();
      }
    },
  );
};

/** The sidecar, chaincode as a service and chaincode as Jobs on one peer. */
const threeAtOnce = async (checks: Checks): Promise<void> => {
  const done = await checks.check(
    'sidecar, service and Jobs: three chaincodes answer on one peer',
    async () => {
      const [builder, image] = [await builderImage(), await chaincodeImage()];
      await makeAccount();
      await change(jobsValues(builder));
      const service = await servicePackage('kvservice', serviceAddress);
      await startService(image, service);
      await bring(org1, 'peer1', service);
      await bring(org1, 'peer1', await imagePackage('kvjob', image));
      for (const [name, value] of Object.entries({ kv: 'sidecar', kvservice: 'service', kvjob: 'job' })) {
        await untilAnswered(org1, 'peer1', name, Date.now());
        await put(org1, 'peer1', name, 'three', value);
      }
      const places = await Promise.all(
        ['kv', 'kvservice', 'kvjob'].map((name) => ask(org1, 'peer1', name, 'host')),
      );
      const values = await Promise.all(
        ['kv', 'kvservice', 'kvjob'].map((name) => ask(org1, 'peer1', name, 'get', 'three')),
      );
      console.log(`                  they run in ${places.join(', ')}`);
      expect(values.join(' ') === 'sidecar service job', `they answered ${values.join(' ')}`);
      const [first, second, third] = places as [string, string, string];
      expect(first === pod, `kv runs in ${first}, not in the Pod of its peer`);
      expect(second.startsWith('kv-service-'), `kvservice runs in ${second}`);
      expect(third.startsWith('hlfcc-kvjob1-'), `kvjob runs in ${third}`);
    },
  );
  if (!done) return;

  await checks.check('a chaincode Job is what the builder promises, and has no token', async () => {
    const { jobs, secrets } = await madeByBuilder();
    expect(jobs.length === 1 && secrets.length === 1, `${jobs.length} Jobs, Secrets: ${secrets.join(' ')}`);
    const { spec } = jobs[0] as (typeof jobs)[0];
    expect(spec?.backoffLimit === 0 && spec.ttlSecondsAfterFinished === 300, JSON.stringify(spec));
    const [running] = await runningPods();
    const mounts = running?.spec?.containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath);
    expect(mounts?.join() === '/etc/hyperledger/fabric', `it mounts ${mounts?.join(' ')}`);
    const told = running?.spec?.containers[0]?.env?.find(({ name }) => name === 'CORE_PEER_ADDRESS')?.value;
    expect(
      told === `${org1.release}-fabric-dind-peer1-chaincode.${settings.namespace}.svc:7052`,
      `it dials ${told}`,
    );
  });

  await checks.check('a restarted peer gets a Job of its own again, and the one before it ends', async () => {
    const [old] = await runningPods();
    const before = await uidOf(pod);
    await kubectl(['delete', 'pod', pod, '--wait=false']);
    await ready(pod, { not: before });
    await untilAnswered(org1, 'peer1', 'kvjob', Date.now());
    expect((await ask(org1, 'peer1', 'kvjob', 'get', 'three')) === 'job', 'another answer');
    await eventually('the Job of before has ended', 30, async () => {
      const names = (await runningPods()).map(({ metadata }) => metadata?.name);
      expect(names.length === 1 && names[0] !== old?.metadata?.name, `running: ${names.join(' ')}`);
    });
    await untilAnswered(org1, 'peer1', 'kv', Date.now());
    await untilAnswered(org1, 'peer1', 'kvservice', Date.now());
  });
};

export const runtimes = async (checks: Checks): Promise<void> => {
  const values = valuesOf(org1);

  await checks.check(
    'a peer without Docker starts, on this Fabric too, and its health knows no Docker',
    async () => {
      const before = await uidOf(pod);
      await deploy('upgrade', org1, { ...values, peers: { peer0: {}, peer1: { dind: { enabled: false } } } });
      await ready(pod, { not: before });
      const core = await execIn(pod, 'peer', [
        'grep',
        '-E',
        '^ *(endpoint|id):',
        '/etc/hyperledger/fabric/core.yaml',
      ]);
      expect(/endpoint: ""/u.test(core) && /id: jdoe/u.test(core), core);
      await helm('test', org1.release, '--timeout', '90s');
    },
  );

  await checks.check(
    'the builder of chaincode Jobs is in the peer, with a token of few rights that the sidecar lacks',
    async () => {
      const before = await uidOf(pod);
      const builder = {
        enabled: true,
        // A stand-in: the builder for chaincode as a service, which every peer image has.
        image: { registry: 'docker.io', repository: 'hyperledger/fabric-peer', tag: settings.fabric },
        path: '/opt/hyperledger/ccaas_builder',
      };
      await deploy('upgrade', org1, {
        ...values,
        peers: { peer0: {}, peer1: { kubernetesBuilder: builder } },
      });
      await ready(pod, { not: before });
      await execIn(pod, 'peer', ['test', '-x', '/opt/hyperledger/k8s_builder/bin/detect']);
      await execIn(pod, 'peer', ['test', '-s', '/var/run/secrets/kubernetes.io/serviceaccount/token']);
      const token = await execIn(pod, 'dind', ['ls', '/var/run/secrets']).catch(() => '');
      expect(!token.includes('kubernetes.io'), 'the sidecar has a token');
      const account = `system:serviceaccount:${settings.namespace}:${org1.release}-fabric-dind-peer1`;
      const may = async (...verb: readonly string[]): Promise<string> =>
        (
          await run('kubectl', [
            'auth',
            'can-i',
            ...verb,
            '--as',
            account,
            '--namespace',
            settings.namespace,
          ]).catch(() => 'no')
        ).trim();
      expect((await may('create', 'jobs.batch')) === 'yes', 'it may not create Jobs');
      expect((await may('get', 'secrets')) === 'no', 'it may read Secrets');
      expect((await may('delete', 'jobs.batch')) === 'no', 'it may delete Jobs');
      const hosts = await execIn(pod, 'peer', ['cat', '/etc/hosts']);
      expect(
        hosts.includes(`127.0.0.1\t${org1.release}-fabric-dind-peer1-chaincode.${settings.namespace}.svc`),
        hosts,
      );
    },
  );

  await nodeSocket(checks);
  await threeAtOnce(checks);

  await checks.check('and back to the sidecar', async () => {
    await change({});
    await Promise.all([stopService(), removeJobs()]);
    await releaseReady(org1);
    await untilAnswered(org1, 'peer1', 'kv', Date.now());
    expect((await ask(org1, 'peer1', 'kv', 'host')) === pod, 'kv does not run in the Pod of its peer');
  });
};
