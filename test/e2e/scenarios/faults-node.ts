/** Faults around a peer: its node drained, its process killed, the API server away, an image that nobody has. */
import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import { install, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn, get, kubectl, ready, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { outcomeOf, sees } from '../../../scripts/cluster/outcome.ts';
import { eventually, run } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { apiServer, withoutApiServer } from '../support/api-server.ts';
import { servesThrough } from '../support/caller.ts';
import type { Checks } from '../support/checks.ts';
import { beganOf, compiling } from '../support/docker.ts';
import { fault, installAnyway, livesOf, untilAnswer, type Victim } from '../support/faults.ts';
import { processesOf, processIn } from '../support/node.ts';
import { freshPackage } from '../support/variants.ts';

const [org1] = organisations as [Organisation];
const victim: Victim = { org: org1, peer: 'peer1' };
const pod = podOf(org1, 'peer1');
const interrupted = /EOF|transport is closing|connection refused|connection reset|error reading from server/u;

/** Drains the Pod alone from its node, and returns why its successor has no node. */
const drain = async (node: string): Promise<string> => {
  // Of its uid, for the Pod's own name may be that of another Pod in another namespace.
  const label = `fabric-dind-e2e=${await uidOf(pod)}`;
  await kubectl(['label', 'pod', pod, label]);
  await run('kubectl', [
    'drain',
    node,
    `--pod-selector=${label}`,
    '--ignore-daemonsets',
    '--delete-emptydir-data',
    '--timeout=120s',
  ]);
  return eventually('its successor has no node', 30, async () => {
    const { status } = await get<Pod>('pod', pod);
    const why = status?.conditions?.find(({ type }) => type === 'PodScheduled');
    expect(why?.status === 'False', 'not yet');
    return why.message ?? '';
  });
};

export const faultsNode = async (checks: Checks): Promise<void> => {
  await fault(
    checks,
    'a node drained in the middle of an installation: the peer comes back, and the next installation works',
    victim,
    async () => {
      const chaincode = await freshPackage('kv_drained');
      const before = await get<Pod>('pod', pod);
      const node = before.spec?.nodeName as string;
      const first = outcomeOf(install(org1, 'peer1', chaincode));
      await compiling(org1, 'peer1', first);
      const start = Date.now();
      try {
        const why = await drain(node);
        console.log(`                  kubectl says: ${why}`);
        expect(/unschedulable/u.test(why), why);
        expect((await read(org1, 'peer0', 'kv', 'a')) === '1', 'the other peer does not answer');
      } finally {
        await run('kubectl', ['uncordon', node]);
      }
      sees(await first, interrupted);
      await ready(pod, { not: before.metadata?.uid as string });
      checks.timing(
        'drained during an installation to first answer',
        await untilAnswer(org1, 'peer1', start),
      );
      await installAnyway(victim, chaincode);
    },
  );

  await fault(
    checks,
    'a daemon killed while the API server is away: it comes back without it, and no call fails',
    victim,
    () =>
      servesThrough(victim, async () => {
        const daemon = await processIn(await uidOf(pod), /^(\S*\/)?dockerd /u);
        const back = await withoutApiServer(await apiServer(), 25_000, () => process.kill(daemon, 'SIGKILL'));
        await eventually('the API server answers', 60, () => run('kubectl', ['get', '--raw', '/readyz']));
        const began = await beganOf(victim);
        expect(began < back - 20_000, `the daemon came back ${began - back} ms after the API server`);
        const { spec } = await get<Pod>('pod', pod);
        const { status } = await get<Node>('node', spec?.nodeName as string);
        expect(
          status?.conditions?.some((entry) => entry.type === 'Ready' && entry.status === 'True'),
          'the node is not ready',
        );
      }),
  );

  await fault(
    checks,
    'a peer killed in the middle of an installation: older chaincode answers, and the installation works',
    victim,
    async () => {
      const chaincode = await freshPackage('kv_peerless');
      const uid = await uidOf(pod);
      const before = await restarts(pod, 'peer');
      const here = (await processesOf(uid)).length > 0;
      const first = outcomeOf(install(org1, 'peer1', chaincode));
      await compiling(org1, 'peer1', first);
      const start = Date.now();
      if (here) process.kill(await processIn(uid, /^(\S*\/)?peer node start/u), 'SIGKILL');
      // From inside nothing kills the first process of a container, but Go ends at SIGQUIT.
      else await execIn(pod, 'peer', ['bash', '-c', 'kill -QUIT 1']);
      sees(await first, interrupted);
      await eventually('the peer was restarted', 60, async () =>
        expect((await restarts(pod, 'peer')) === before + 1, 'not yet'),
      );
      checks.timing(
        'peer killed during an installation to first answer',
        await untilAnswer(org1, 'peer1', start),
      );
      await installAnyway(victim, chaincode);
    },
  );

  await fault(
    checks,
    'no image and no registry: the peer waits with a clear message, and starts with policy Ignore',
    victim,
    async () => {
      const values = valuesOf(org1);
      const missing = (failurePolicy: 'Fail' | 'Ignore') => ({
        ...values,
        peers: {
          peer0: {},
          peer1: { preload: { failurePolicy, images: [{ name: 'nowhere/nothing:1' }], pull: false } },
        },
      });
      const other = await livesOf({ org: org1, peer: 'peer0' });
      await deploy('upgrade', org1, missing('Fail'));
      const seen = await eventually('prepare fails', 90, async () => {
        const log = await kubectl(['logs', pod, '-c', 'prepare']).catch(() => '');
        expect(log.includes('missing: nowhere/nothing:1'), 'not yet');
        return log;
      });
      console.log(`                  kubectl logs says: ${seen.trim().split('\n').at(-1)}`);
      await deploy('upgrade', org1, missing('Ignore'));
      // A StatefulSet does not replace a Pod that never became ready (kubernetes#67250); the runbook says so.
      await kubectl(['delete', 'pod', pod, '--ignore-not-found']);
      await ready(pod);
      await untilAnswer(org1, 'peer1', Date.now());
      const current = await uidOf(pod);
      await deploy('upgrade', org1, values);
      await ready(pod, { not: current });
      expect((await livesOf({ org: org1, peer: 'peer0' })) === other, 'the other peer was restarted');
    },
  );
};
