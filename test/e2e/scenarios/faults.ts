/** Faults: what the user sees, and that neither the ledger nor other chaincode suffers. */
import { hand, install, read, secondGoChaincode } from '../support/chaincode.ts';
import { type Checks, expect } from '../support/checks.ts';
import { execIn, kubectl, ready, uidOf } from '../support/cluster.ts';
import { type Organisation, organisations } from '../support/crypto.ts';
import { eventually, sleep } from '../support/process.ts';
import { deploy, podOf, valuesOf } from '../support/releases.ts';
import { docker } from './isolation.ts';
import { untilAnswer } from './restart.ts';

const [org1] = organisations as [Organisation];

/** The line of an output in which Fabric says what is wrong. */
const told = (output: string): string =>
  output
    .split('\n')
    .findLast((line) => /error/iu.test(line) && !line.startsWith('command terminated'))
    ?.slice(0, 200) ?? output;

export const faults = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org1, 'peer1');

  await check('a daemon killed in the middle of an installation: the next installation works', async () => {
    const second = await secondGoChaincode();
    await hand(second);
    const first = install(org1, 'peer1', second).then(
      () => 'installed',
      (error: Error) => error.message,
    );
    await sleep(1500);
    await execIn(pod, 'dind', ['sh', '-c', 'kill -9 $(pidof dockerd)']).catch(() => '');
    const outcome = await first;
    console.log(`                  the user sees: ${told(outcome)}`);
    await eventually('the package is installed', 120, () => install(org1, 'peer1', second), 2000);
    await untilAnswer(org1, 'peer1', Date.now());
  });

  await check(
    'a removed chaincode image: other chaincode answers, and a restarted peer builds it again',
    async () => {
      const name = (await docker(org1, 'peer1', 'ps', '--format', '{{.Names}}'))
        .split('\n')
        .find((line) => line.includes('kv_1')) as string;
      const image = (await docker(org1, 'peer1', 'inspect', '--format', '{{.Config.Image}}', name)).trim();
      await docker(org1, 'peer1', 'rm', '-f', name);
      await docker(org1, 'peer1', 'image', 'rm', '-f', image);
      const seen = await read(org1, 'peer1', 'kv', 'a').catch((error: Error) => error.message);
      console.log(`                  the user sees: ${told(seen)}`);
      const start = Date.now();
      const before = await uidOf(pod);
      await kubectl(['delete', 'pod', pod, '--wait=false']);
      await ready(pod, { not: before });
      checks.timing(
        'chaincode image lost: peer restarted to first answer',
        await untilAnswer(org1, 'peer1', start, 180),
      );
    },
  );

  await check(
    'no image and no registry: the peer waits with a clear message, and starts with policy Ignore',
    async () => {
      const values = valuesOf(org1);
      const missing = (failurePolicy: 'Fail' | 'Ignore') => ({
        ...values,
        peers: {
          peer0: {},
          peer1: { preload: { failurePolicy, images: [{ name: 'nowhere/nothing:1' }], pull: false } },
        },
      });
      await deploy('upgrade', org1, missing('Fail'));
      await eventually('prepare fails', 90, async () => {
        const log = await kubectl(['logs', pod, '-c', 'prepare']).catch(() => '');
        expect(log.includes('missing: nowhere/nothing:1'), 'not yet');
      });
      await deploy('upgrade', org1, missing('Ignore'));
      // A StatefulSet does not replace a Pod that never became ready (kubernetes#67250); the runbook says so.
      await kubectl(['delete', 'pod', pod, '--ignore-not-found']);
      await ready(pod);
      await untilAnswer(org1, 'peer1', Date.now());
      const current = await uidOf(pod);
      await deploy('upgrade', org1, values);
      await ready(pod, { not: current });
    },
  );

  await check('a crashed containerd of the sidecar does not lose chaincode for good', async () => {
    await execIn(pod, 'dind', ['sh', '-c', 'kill -9 $(pidof containerd)']).catch(() => '');
    await untilAnswer(org1, 'peer1', Date.now(), 180);
  });
};
