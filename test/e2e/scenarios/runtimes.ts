/** Runtimes beside the sidecar: a peer without Docker, and the wiring of chaincode Jobs with a stand-in builder. */
import { type Checks, expect } from '../support/checks.ts';
import { execIn, kubectl, ready, uidOf } from '../support/cluster.ts';
import { type Organisation, organisations } from '../support/crypto.ts';
import { run } from '../support/process.ts';
import { deploy, helm, podOf, releaseReady, valuesOf } from '../support/releases.ts';
import { settings } from '../support/settings.ts';

const [org1] = organisations as [Organisation];

export const runtimes = async (checks: Checks): Promise<void> => {
  const values = valuesOf(org1);
  const pod = podOf(org1, 'peer1');

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
      expect(hosts.includes(`127.0.0.1\t${org1.release}-fabric-dind-peer1.${settings.namespace}.svc`), hosts);
    },
  );

  await checks.check('and back to the sidecar', async () => {
    const before = await uidOf(pod);
    await deploy('upgrade', org1, values);
    await ready(pod, { not: before });
    await releaseReady(org1);
    await kubectl(['get', 'pod', pod]);
  });
};
