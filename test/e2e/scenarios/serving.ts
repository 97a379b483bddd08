/** Chaincode that runs keeps running: dockerd dies beneath it, and only a sidecar that ends takes it along, in good order. */
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn, freshPod, lastEnd, restarts } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { podOf } from '../../../scripts/cluster/releases.ts';
import { servesThrough } from '../support/caller.ts';
import type { Checks } from '../support/checks.ts';
import { baseImage, docker, killInSidecar, running } from '../support/docker.ts';
import { fault, untilAnswer, type Victim } from '../support/faults.ts';

const [org1] = organisations as [Organisation];
const victim: Victim = { org: org1, peer: 'peer1' };
const pod = podOf(org1, 'peer1');

const inSidecar = (script: string): Promise<string> => execIn(pod, 'dind', ['sh', '-c', script]);

const kvContainer = async (): Promise<string> =>
  (await running(org1, 'peer1', 'chaincode')).find((name) => name.includes('-kv_1-')) as string;

/** Runs what ends the sidecar's container, and returns when that began; the peer's container is to stay. */
const sidecarEnds = async (body: () => Promise<unknown>): Promise<number> => {
  const [daemons, peers] = [await restarts(pod, 'dind'), await restarts(pod, 'peer')];
  const start = Date.now();
  await body();
  await eventually('the sidecar was restarted', 60, async () =>
    expect((await restarts(pod, 'dind')) === daemons + 1, 'not yet'),
  );
  expect((await restarts(pod, 'peer')) === peers, 'the peer was restarted');
  return start;
};

const daemonDies = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'dockerd dies: no call fails, chaincode is the same, and the next daemon starts it again when it dies',
    victim,
    async () => {
      await untilAnswer(org1, 'peer1', Date.now());
      await servesThrough(victim, async () => {
        checks.timing('dockerd killed: the API is back after', await killInSidecar(org1, 'peer1', 'dockerd'));
      });
      const start = Date.now();
      await docker(org1, 'peer1', 'kill', await kvContainer());
      checks.timing(
        'chaincode killed after its daemon: to first answer',
        await untilAnswer(org1, 'peer1', start),
      );
    },
  );

const neverBack = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'a daemon that does not come back ends its container, and all starts anew',
    victim,
    async () => {
      const start = await sidecarEnds(() =>
        inSidecar('mv "$(command -v dockerd)" /gone; kill -9 $(pidof dockerd)'),
      );
      checks.timing('dockerd does not come back: to first answer', await untilAnswer(org1, 'peer1', start));
    },
  );

const orderlyEnd = (checks: Checks): Promise<boolean> =>
  fault(checks, 'a sidecar that is told to end stops its containers in time', victim, async () => {
    await freshPod(pod);
    const tells = "trap 'sleep 1; exit 7' TERM; while :; do sleep 0.1; done";
    await docker(
      org1,
      'peer1',
      'run',
      '-d',
      '--name',
      'tells',
      await baseImage(org1, 'peer1'),
      'bash',
      '-c',
      tells,
    );
    const start = await sidecarEnds(() => inSidecar('kill -TERM 1'));
    const { code: ended, at } = await lastEnd(pod, 'dind');
    checks.timing('sidecar told to end: ended after', at - start);
    expect(ended === 0 && at - start < 12_000, `it ended with ${ended} after ${at - start} ms`);
    checks.timing('sidecar told to end: to first answer', await untilAnswer(org1, 'peer1', start));
    const code = (await docker(org1, 'peer1', 'inspect', '--format', '{{.State.ExitCode}}', 'tells')).trim();
    await docker(org1, 'peer1', 'rm', '--force', 'tells');
    expect(code === '7', `a container that ends with 7 when it is told to ended with ${code}`);
  });

export const serving = async (checks: Checks): Promise<void> => {
  await daemonDies(checks);
  await neverBack(checks);
  await orderlyEnd(checks);
  await checks.check('chaincode counts against a limit of processes of its own', async () => {
    await untilAnswer(org1, 'peer1', Date.now());
    const pid = (
      await docker(org1, 'peer1', 'inspect', '--format', '{{.State.Pid}}', await kvContainer())
    ).trim();
    // cgroup v1 has a hierarchy for pids; v2 has one for all.
    const script = `for root in /sys/fs/cgroup/pids/docker /sys/fs/cgroup/docker; do
        [ -f $root/pids.max ] || continue
        cat $root/pids.max
        grep -lx ${pid} $root/*/cgroup.procs
      done`;
    const [limit, place] = (await inSidecar(script)).trim().split('\n');
    expect(limit === '4096', `the limit is ${limit}`);
    expect(place, 'chaincode is not below it');
  });
};
