/** Faults around a peer: its node drained, its process killed, the API server away, an image that nobody has. */
import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import { install, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect, skip } from '../../../scripts/cluster/expect.ts';
import { execIn, get, kubectl, ready, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { peerAddress, step } from '../../../scripts/cluster/network.ts';
import { outcomeOf, sees } from '../../../scripts/cluster/outcome.ts';
import { eventually, run, sleep } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { compiling } from '../support/docker.ts';
import { fault, installAnyway, livesOf, untilAnswer, type Victim } from '../support/faults.ts';
import { processesLike, processesOf, processIn } from '../support/node.ts';
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

/** The API server's process, where it is one of this machine. */
const apiServer = async (): Promise<number> => {
  const server = await run('kubectl', [
    'config',
    'view',
    '--minify',
    '--output=jsonpath={.clusters[0].cluster.server}',
  ]);
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries?.map(({ address }) => address));
  const here = ['localhost', ...own].includes(new URL(server.trim()).hostname);
  const [found, ...more] = here ? await processesLike(/^(\S+ )?(\S*\/)?kube-apiserver /u) : [];
  return found && more.length === 0 ? found.pid : skip('the API server is not a process of this machine');
};

interface Query {
  readonly at: number;
  readonly answered: boolean;
  readonly text: string;
}

const queriesIn = (text: string): Query[] =>
  text
    .trim()
    .split('\n')
    .map((line) => /^(\d+) (answer|refusal) ?(.*)$/u.exec(line))
    .flatMap((match) =>
      match ? [{ at: Number(match[1]), answered: match[2] === 'answer', text: match[3] ?? '' }] : [],
    );

/** Stops the API server while something goes on. Whatever becomes of this process, it is let go on. */
const withoutApiServer = async (milliseconds: number, body: () => void): Promise<number> => {
  const server = await apiServer();
  const rescue = `sleep ${Math.ceil(milliseconds / 1000) + 10}; kill -CONT ${server}`;
  spawn('sh', ['-c', rescue], { detached: true, stdio: 'ignore' }).unref();
  process.kill(server, 'SIGSTOP');
  try {
    body();
    await sleep(milliseconds);
  } finally {
    process.kill(server, 'SIGCONT');
  }
  return Date.now();
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
    'a daemon killed while the API server is away: chaincode answers again before the API server does',
    victim,
    async () => {
      const uid = await uidOf(pod);
      const daemon = await processIn(uid, /^(\S*\/)?dockerd /u);
      const peers = await restarts(pod, 'peer');
      await apiServer();
      const file = `/tmp/queries-${Date.now()}`;
      const env = { CORE_PEER_ADDRESS: peerAddress(org1, 'peer1'), NAME: 'kv', FILE: file };
      await step(org1, 'queries', { ...env, ARGS: '{"Args":["get","a"]}' });
      await sleep(1000);
      const killed = Date.now();
      const back = await withoutApiServer(25_000, () => process.kill(daemon, 'SIGKILL'));
      await eventually('the API server answers', 60, () => run('kubectl', ['get', '--raw', '/readyz']));
      await execIn(`admin-${org1.release}`, 'admin', ['touch', `${file}.stop`]);
      const all = queriesIn(await execIn(`admin-${org1.release}`, 'admin', ['cat', file]));
      expect(
        all.some(({ at, answered }) => at <= killed && answered),
        'no answer before the fault',
      );
      const refusal = all.find(({ at, answered }) => at > killed && !answered);
      expect(refusal, 'chaincode answered all the time: the daemon was not killed');
      sees(refusal.text, /cannot connect to (the Docker daemon|Docker endpoint)/iu);
      const answer = all.find(({ at, answered }) => at > refusal.at && answered);
      expect(answer, 'chaincode did not answer again');
      expect(answer.at < back, `chaincode answered ${answer.at - back} ms after the API server was back`);
      checks.timing('dockerd killed without an API server to first answer', answer.at - killed);
      expect((await uidOf(pod)) === uid, 'the Pod is another one');
      expect((await restarts(pod, 'peer')) === peers, 'the peer was restarted');
      const { spec } = await get<Pod>('pod', pod);
      const { status } = await get<Node>('node', spec?.nodeName as string);
      expect(
        status?.conditions?.some((entry) => entry.type === 'Ready' && entry.status === 'True'),
        'the node is not ready',
      );
    },
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
