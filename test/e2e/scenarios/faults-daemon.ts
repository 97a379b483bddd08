/** Faults of the daemon: late, killed in the middle of something, with its leavings about, beside other daemons. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { install, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { apply, execIn, get, ready, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { outcomeOf, sees, told } from '../../../scripts/cluster/outcome.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { servesThrough } from '../support/caller.ts';
import type { Checks } from '../support/checks.ts';
import { compiling, docker, killInSidecar, removeChaincode, running, runningIds } from '../support/docker.ts';
import {
  answersDuring,
  fault,
  heightOf,
  installAnyway,
  livesOf,
  receivesBlocks,
  seesWhile,
  untilAnswer,
  type Victim,
} from '../support/faults.ts';
import { freshPackage } from '../support/variants.ts';

const [org1, org2] = organisations as [Organisation, Organisation];
const victim: Victim = { org: org1, peer: 'peer1' };
const noDaemon = /cannot connect to (the Docker daemon|Docker endpoint)/iu;

/** Kills the daemon of a peer as nothing else would. */
const killDaemon = async (org: Organisation, peer: string): Promise<void> => {
  await execIn(podOf(org, peer), 'dind', ['sh', '-c', 'kill -9 $(pidof dockerd)']).catch(() => '');
};

/** Ends the container of a daemon, and all chaincode in it. */
const endSidecar = async (org: Organisation, peer: string): Promise<void> => {
  await execIn(podOf(org, peer), 'dind', ['sh', '-c', 'kill -9 -1']).catch(() => '');
};

/** A dockerd before dockerd, that waits. */
const lateDaemon = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'late-daemon' },
  data: { dockerd: '#!/bin/sh\nPATH=${PATH#/late:}\nsleep 60\nexec dockerd "$@"\n' },
};

/** Values of a peer whose daemon starts late. */
const late = {
  extraVolumes: [{ name: 'late', configMap: { name: lateDaemon.metadata.name, defaultMode: 0o755 } }],
  dind: {
    env: { PATH: '/late:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    extraVolumeMounts: [{ name: 'late', mountPath: '/late' }],
  },
};

/** When a container of a Pod was started, in milliseconds. */
const startOf = ({ status }: Pod, name: string): number => {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return Date.parse(String(all.find((entry) => entry.name === name)?.state?.running?.startedAt));
};

export const faultsDaemon = async (checks: Checks): Promise<void> => {
  const pod = podOf(org1, 'peer1');

  await fault(
    checks,
    'a daemon that is 60 s late: the peer waits for it, and its first build is right',
    victim,
    async () => {
      const before = await uidOf(pod);
      await apply(JSON.stringify(lateDaemon));
      // Without its image the peer has to build when it starts, and remembers how that went.
      await removeChaincode(org1, 'peer1', 'kv_1');
      const start = Date.now();
      await deploy('upgrade', org1, { ...valuesOf(org1), peers: { peer0: {}, peer1: late } });
      await eventually('the Pod is another one', 60, async () =>
        expect((await uidOf(pod)) !== before, 'still the old one'),
      );
      sees(await outcomeOf(read(org1, 'peer1', 'kv', 'a')), /connection refused|deadline exceeded/u);
      expect((await read(org1, 'peer0', 'kv', 'a')) === '1', 'the other peer does not answer');
      await ready(pod, { not: before });
      checks.timing(
        'daemon 60 s late: upgrade to first answer, build included',
        await untilAnswer(org1, 'peer1', start),
      );
      const now = await get<Pod>('pod', pod);
      const waited = Math.round((startOf(now, 'peer') - startOf(now, 'dind')) / 1000);
      expect(waited >= 60, `the peer started ${waited} s after the sidecar, whose daemon took 60 s`);
      expect((await restarts(pod, 'peer')) === 0, 'the peer was restarted');
      expect((await restarts(pod, 'dind')) === 0, 'the sidecar was restarted');
      await deploy('upgrade', org1, valuesOf(org1));
      await ready(pod, { not: now.metadata?.uid as string });
    },
  );

  await fault(
    checks,
    'a daemon killed in the middle of an installation: the next installation works',
    victim,
    async () => {
      const second = await freshPackage('kv_disturbed');
      const first = outcomeOf(install(org1, 'peer1', second));
      await compiling(org1, 'peer1', first);
      const start = Date.now();
      await killDaemon(org1, 'peer1');
      sees(await first, /could not build chaincode: docker build failed/u);
      checks.timing(
        'dockerd killed during an installation to first answer',
        await untilAnswer(org1, 'peer1', start),
      );
      await installAnyway(victim, second);
    },
  );

  await fault(
    checks,
    'stale sockets and pid files where a killed daemon leaves them: the sidecar comes back',
    { org: org1, peer: 'peer0' },
    async () => {
      const other = podOf(org1, 'peer0');
      // Low numbers: in the new container they are processes again.
      const leave = `for folder in /run/dind /var/lib/docker /var/lib/docker/containerd; do
          mkdir -p $folder
          for name in docker containerd; do echo 1 >$folder/$name.pid; done
        done
        echo 7 >/run/dind/docker.pid
        kill -9 -1`;
      const before = await restarts(other, 'dind');
      const peers = await restarts(other, 'peer');
      const start = Date.now();
      await seesWhile(
        () => read(org1, 'peer0', 'kv', 'a'),
        noDaemon,
        () => execIn(other, 'dind', ['sh', '-c', leave]).catch(() => ''),
      );
      await receivesBlocks({ org: org1, peer: 'peer0' });
      checks.timing('stale sockets and pid files: to first answer', await untilAnswer(org1, 'peer0', start));
      expect((await restarts(other, 'dind')) === before + 1, 'the sidecar was not restarted just once');
      expect((await restarts(other, 'peer')) === peers, 'the peer was restarted');
      await execIn(other, 'dind', ['test', '-f', '/run/dind/containerd.pid']);
      await execIn(other, 'dind', ['sh', '-c', 'rm -f /run/dind/*.pid /var/lib/docker/*.pid']);
    },
  );

  await fault(
    checks,
    'two releases in one namespace: all is apart, and a container of a daemon that ends takes the chaincode of its own peer alone',
    { org: org2, peer: 'peer0' },
    async () => {
      const peers = organisations.flatMap((org) => org.peers.map((peer) => ({ org, peer })));
      const facts = await Promise.all(
        peers.map(async ({ org, peer }) => {
          await read(org, peer, 'kv', 'a');
          const { spec } = await get<Pod>('pod', podOf(org, peer));
          return {
            daemon: [(await docker(org, peer, 'info', '--format', '{{.ID}}')).trim()],
            root: [(await execIn(podOf(org, peer), 'peer', ['cat', '/run/dind/data-root'])).trim()],
            socket: [
              (
                await execIn(podOf(org, peer), 'peer', ['stat', '-c', '%d:%i', '/run/dind/docker.sock'])
              ).trim(),
            ],
            claim: (spec?.volumes ?? [])
              .filter(({ name }) => name === 'ledger' || name === 'docker')
              .map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? 'an emptyDir'),
            account: [spec?.serviceAccountName ?? ''],
            container: await runningIds(org, peer),
          };
        }),
      );
      for (const what of ['daemon', 'root', 'socket', 'claim', 'account', 'container'] as const) {
        const all = facts.flatMap((entry) => entry[what]).filter((name) => name !== 'an emptyDir');
        expect(all.length >= peers.length, `${what}: found ${all.join(' ')}`);
        expect(new Set(all).size === all.length, `two peers share a ${what}: ${all.join(' ')}`);
      }
      const start = Date.now();
      // Its Pod is not ready meanwhile, but the peer needs no daemon for this, and its Service leads to it.
      await answersDuring(
        'the ledger of the peer',
        () => heightOf({ org: org2, peer: 'peer0' }),
        async () => {
          await seesWhile(
            () => read(org2, 'peer0', 'kv', 'a'),
            noDaemon,
            () => endSidecar(org2, 'peer0'),
          );
          checks.timing(
            'one of three sidecars ended: to first answer',
            await untilAnswer(org2, 'peer0', start),
          );
        },
      );
      for (const [i, { org, peer }] of peers.entries()) {
        const ids = (await runningIds(org, peer)).join(' ');
        const same = ids === facts[i]?.container.join(' ');
        if (org === org2) expect(!same, 'the sidecar that ended has the same containers still');
        else expect(same, `the containers of ${org.release} ${peer} are others`);
      }
    },
  );

  await fault(
    checks,
    'a crashed containerd: no call fails, and soon chaincode is built and started again',
    victim,
    async () => {
      const chaincode = await freshPackage('kv_uncontained');
      const before = await livesOf(victim);
      const start = Date.now();
      await servesThrough(victim, async () => {
        const back = await killInSidecar(org1, 'peer1', 'containerd');
        checks.timing('containerd killed: back after', back);
        const first = await outcomeOf(install(org1, 'peer1', chaincode));
        if (first !== '') console.log(`                  the user sees: ${told(first)}`);
        await installAnyway(victim, chaincode);
      });
      const [name] = (await running(org1, 'peer1', 'chaincode')).filter((entry) => entry.includes('-kv_1-'));
      await docker(org1, 'peer1', 'kill', name as string);
      await untilAnswer(org1, 'peer1', Date.now());
      checks.timing('containerd killed: built and started anew after', Date.now() - start);
      expect((await livesOf(victim)) === before, 'something was restarted');
    },
  );
};
