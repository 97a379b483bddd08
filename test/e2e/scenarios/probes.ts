/** What the peer's probes make of a peer that hangs, whose ports are taken, and whose certificates were renewed. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { ask } from '../../../scripts/cluster/calls.ts';
import { type Organisation, organisations, peerName, renewedTls } from '../../../scripts/cluster/crypto.ts';
import { expect, skip } from '../../../scripts/cluster/expect.ts';
import {
  applySecret,
  execIn,
  freshPod,
  get,
  isReady,
  kubectl,
  ready,
  restarts,
  uidOf,
} from '../../../scripts/cluster/kubectl.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, releaseReady, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { runningIds } from '../support/docker.ts';
import { fault, untilAnswer, type Victim } from '../support/faults.ts';
import { processesOf, processIn } from '../support/node.ts';

const [org1] = organisations as [Organisation];
const victim: Victim = { org: org1, peer: 'peer1' };
const pod = podOf(org1, 'peer1');
const peerProcess = /^(\S*\/)?peer node start/u;
const times = `${org1.release}-fabric-dind-gossip`;

/** The times of the chart take minutes, which would show no more. */
const quick = {
  readinessProbe: { periodSeconds: 2, failureThreshold: 2 },
  livenessProbe: { periodSeconds: 2, failureThreshold: 4, terminationGracePeriodSeconds: 2 },
};

const jitter = async (): Promise<string> =>
  (await get<{ data: Record<string, string> }>('configmap', times)).data['restart-jitter'] as string;

const setJitter = (seconds: string): Promise<string> =>
  kubectl([
    'patch',
    'configmap',
    times,
    '--type=merge',
    '-p',
    JSON.stringify({ data: { 'restart-jitter': seconds } }),
  ]);

/** What was patched belongs to the patch, and Helm 4 would be refused a later change: nobody has it any more. */
const disown = async (): Promise<void> => {
  const object = ['configmap', times];
  const text = await kubectl(['get', ...object, '-o', 'json', '--show-managed-fields']);
  const { managedFields } = JSON.parse(text).metadata as { managedFields: { manager: string }[] };
  const others = managedFields.filter(({ manager }) => manager !== 'kubectl-patch');
  await kubectl([
    'patch',
    ...object,
    '--type=merge',
    '-p',
    JSON.stringify({ metadata: { managedFields: others } }),
  ]);
};

/** The peer's process, where it is one of this machine. */
const peerHere = async (): Promise<number> => processIn(await uidOf(pod), peerProcess);

const listens = async (pid: number): Promise<boolean> =>
  /:1B8B [0-9A-F]+:0000 0A /u.test(
    `${await readFile(`/proc/${pid}/net/tcp`, 'utf8')}${await readFile(`/proc/${pid}/net/tcp6`, 'utf8')}`,
  );

/** The next peer in the Pod, as soon as it listens. */
const nextThatListens = async (before: number): Promise<number> => {
  const uid = await uidOf(pod);
  const pid = await eventually(
    'the next peer',
    60,
    async () => {
      const found = (await processesOf(uid)).find(
        (entry) => peerProcess.test(entry.command) && entry.pid !== before,
      );
      return found?.pid ?? Promise.reject(new Error('not yet'));
    },
    5,
  );
  await eventually('it listens', 60, async () => expect(await listens(pid), 'not yet'), 1);
  return pid;
};

const restartsOnce = async (peers: number, seconds: number): Promise<void> => {
  await eventually('the peer was restarted', seconds, async () =>
    expect((await restarts(pod, 'peer')) > peers, 'not yet'),
  );
};

const squatted = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'a killed peer gets its ports, though its chaincode lives on and takes them',
    victim,
    async () => {
      const peer = await peerHere();
      const [daemons, old] = [await restarts(pod, 'dind'), (await runningIds(org1, 'peer1')).join(' ')];
      for (const port of ['7051', '7052', '9443']) await ask(org1, 'peer1', 'kv', 'squat', port);
      const start = Date.now();
      process.kill(peer, 'SIGKILL');
      checks.timing('peer killed, its ports taken: to first answer', await untilAnswer(org1, 'peer1', start));
      const now = await runningIds(org1, 'peer1');
      expect(!now.some((id) => old.includes(id)), 'chaincode of the peer before runs on');
      expect((await restarts(pod, 'dind')) === daemons, 'the sidecar was restarted');
      await ready(pod);
    },
  );

const hangs = async (checks: Checks): Promise<void> => {
  await fault(checks, 'a peer that listens and does not serve yet is not ready', victim, async () => {
    await freshPod(pod);
    const before = await peerHere();
    process.kill(before, 'SIGKILL');
    const pid = await nextThatListens(before);
    process.kill(pid, 'SIGSTOP');
    try {
      for (let round = 0; round < 20; round++) {
        await sleep(500);
        expect(await listens(pid), 'it listens no longer');
        expect(!isReady(await get<Pod>('pod', pod)), `ready after ${round / 2} s`);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await ready(pod);
    expect((await peerHere()) === pid, 'the peer was restarted');
  });

  await fault(checks, 'a peer that hangs becomes unready, and is restarted', victim, async () => {
    await freshPod(pod);
    const peers = await restarts(pod, 'peer');
    const pid = await peerHere();
    const start = Date.now();
    process.kill(pid, 'SIGSTOP');
    // The readiness probe sees that connections pile up. Without a caller only the liveness probe sees the peer hang.
    const caller = connect(7051, (await get<Pod>('pod', pod)).status?.podIP);
    caller.on('error', () => {});
    try {
      await eventually('it is not ready', 60, async () => {
        expect(!isReady(await get<Pod>('pod', pod)), 'ready');
        expect((await restarts(pod, 'peer')) === peers, 'it was restarted before');
      });
    } finally {
      caller.destroy();
    }
    checks.timing('peer hangs: not ready after', Date.now() - start);
    await restartsOnce(peers, 120);
    checks.timing('peer hangs: to first answer', await untilAnswer(org1, 'peer1', start));
    await ready(pod);
  });
};

/** The serial number of the certificate with which a peer serves. */
const served = async (peer: string): Promise<string> =>
  execIn(podOf(org1, peer), 'dind', [
    'sh',
    '-c',
    'openssl s_client -connect 127.0.0.1:7051 </dev/null 2>/dev/null | openssl x509 -noout -serial',
  ]);

/** Puts a renewed certificate into the Secret of a peer, and waits until the Pod has it. */
const renew = async (peer: string): Promise<void> => {
  const tls = await renewedTls(org1, peer);
  await applySecret(`${peerName(org1, peer)}-tls`, tls);
  await eventually(
    `${peer} has its new certificate`,
    120,
    async () => {
      // A change of the Pod makes the kubelet look at once.
      await kubectl(['annotate', 'pod', podOf(org1, peer), '--overwrite', `e2e/looked=${Date.now()}`]);
      const mounted = await execIn(podOf(org1, peer), 'peer', [
        'cat',
        '/etc/hyperledger/identity/tls/server.crt',
      ]);
      expect(mounted.trim() === String(tls['tls.crt']).trim(), 'not yet');
    },
    1000,
  );
};

const renewed = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'a renewed certificate restarts the peer, which serves with it; with restartOnChange: false it does not',
    victim,
    async () => {
      const other = podOf(org1, 'peer0');
      await freshPod(pod);
      const told = await execIn(pod, 'peer', ['printenv', 'RESTART_JITTER']);
      expect(told.trim() === '2', `the peer has a jitter of ${told}`);
      const [uid, peers, others] = [
        await uidOf(pod),
        await restarts(pod, 'peer'),
        await restarts(other, 'peer'),
      ];
      const [old, oldOther] = [await served('peer1'), await served('peer0')];
      expect(/^serial=/u.test(old) && /^serial=/u.test(oldOther), `no certificate is served: ${old}`);
      await Promise.all([renew('peer1'), renew('peer0')]);
      const start = Date.now();
      await restartsOnce(peers, 60);
      checks.timing(
        'certificate renewed, jitter 2 s: to first answer',
        await untilAnswer(org1, 'peer1', start),
      );
      await ready(pod);
      expect((await served('peer1')) !== old, 'the peer serves with the certificate of before');
      await sleep(Math.max(0, start + 20_000 - Date.now()));
      expect((await uidOf(pod)) === uid, 'the Pod is another one');
      expect((await restarts(pod, 'peer')) === peers + 1, 'the peer was restarted more than once');
      expect((await restarts(other, 'peer')) === others, 'the other peer was restarted');
      expect((await served('peer0')) === oldOther, 'the other peer serves with the new certificate');
    },
  );

export const probes = async (checks: Checks): Promise<void> => {
  const values = valuesOf(org1);
  let before = '';
  const prepared = await checks.check(
    'peers with quick probes, one of which keeps its certificate',
    async () => {
      const uids = await Promise.all(org1.peers.map((peer) => uidOf(podOf(org1, peer))));
      const peers = { peer0: { identity: { restartOnChange: false } }, peer1: quick };
      await deploy('upgrade', org1, { ...values, peers });
      await Promise.all(org1.peers.map((peer, i) => ready(podOf(org1, peer), { not: uids[i] as string })));
      before = await jitter();
      // Read when the peer's container starts, which the checks bring about.
      await setJitter('2');
      await untilAnswer(org1, 'peer1', Date.now());
      if ((await processesOf(await uidOf(pod))).length === 0) skip('the nodes are not this machine');
    },
  );
  if (prepared) {
    await squatted(checks);
    await hangs(checks);
    await renewed(checks);
  }
  await checks.check('and back to the probes of the chart', async () => {
    // Helm 4 does not undo what somebody else changed, but refuses to upgrade.
    if (before !== '') {
      await setJitter(before);
      await disown();
    }
    const uid = await uidOf(pod);
    await deploy('upgrade', org1, values);
    await ready(pod, { not: uid });
    await releaseReady(org1);
    await untilAnswer(org1, 'peer1', Date.now());
  });
};
