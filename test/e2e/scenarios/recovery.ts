/** Faults that Fabric remembers until its process ends, and that the peer's liveness probe mends by ending it. */
import { read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { ready, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { outcomeOf, sees } from '../../../scripts/cluster/outcome.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { chaincodeImages, docker, removeChaincode } from '../support/docker.ts';
import { fault, receivesBlocks, untilAnswer, type Victim } from '../support/faults.ts';
import { otherChaincode } from '../support/variants.ts';

const [org1] = organisations as [Organisation];
const victim: Victim = { org: org1, peer: 'peer1' };
const pod = podOf(org1, 'peer1');
const nobodysBuilder = 'nobody.invalid/ccenv:1';

/** Waits until the peer was restarted in its Pod once more, the daemon not. */
const restartsByItself = async (seconds: number, body: () => Promise<void>): Promise<void> => {
  const uid = await uidOf(pod);
  const [peers, daemons] = [await restarts(pod, 'peer'), await restarts(pod, 'dind')];
  await body();
  await eventually(
    'the peer restarts by itself',
    seconds,
    async () => expect((await restarts(pod, 'peer')) === peers + 1, 'not yet'),
    500,
  );
  expect((await uidOf(pod)) === uid, 'the Pod is another one');
  expect((await restarts(pod, 'dind')) === daemons, 'the daemon was restarted');
};

const imageRemoved = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'a removed chaincode image: other chaincode answers, and the peer restarts by itself and builds it again',
    victim,
    async () => {
      await otherChaincode(org1, 'peer1');
      await untilAnswer(org1, 'peer1', Date.now());
      const start = Date.now();
      await restartsByItself(100, async () => {
        await removeChaincode(org1, 'peer1', 'kv_1');
        sees(await outcomeOf(read(org1, 'peer1', 'kv', 'a')), /No such image/iu);
        expect((await read(org1, 'peer1', 'other', 'a')) === '1', 'other chaincode does not answer');
      });
      checks.timing('chaincode image lost: to first answer', await untilAnswer(org1, 'peer1', start));
    },
  );

/** The tag of the builder that the daemon does have. */
const realBuilder = async (): Promise<string> =>
  (await docker(org1, 'peer1', 'images', '--format', '{{.Repository}}:{{.Tag}}'))
    .split('\n')
    .find((name) => name.includes('/fabric-ccenv:')) as string;

const buildFailed = (checks: Checks): Promise<boolean> =>
  fault(
    checks,
    'a build that failed when the peer started: once its builder is there the peer restarts by itself',
    victim,
    async () => {
      const values = valuesOf(org1);
      const builderless = {
        chaincode: { images: { builder: nobodysBuilder } },
        preload: { failurePolicy: 'Ignore' as const },
      };
      const before = await uidOf(pod);
      try {
        await removeChaincode(org1, 'peer1', 'kv_1');
        await deploy('upgrade', org1, { ...values, peers: { peer0: {}, peer1: builderless } });
        await ready(pod, { not: before, seconds: 180 });
        // The first query waits for the build; the second one is told what Fabric remembers.
        await outcomeOf(read(org1, 'peer1', 'kv', 'a'));
        sees(
          await outcomeOf(read(org1, 'peer1', 'kv', 'a')),
          /error building image.*Failed to pull nobody\.invalid/u,
        );
        await receivesBlocks(victim);
        expect((await chaincodeImages(org1, 'peer1', 'kv_1')).length === 0, 'it was built');
        const start = Date.now();
        await restartsByItself(150, async () => {
          await docker(org1, 'peer1', 'tag', await realBuilder(), nobodysBuilder);
          const again = await outcomeOf(read(org1, 'peer1', 'kv', 'a'));
          expect(again !== '1', 'Fabric does not remember the failed build');
        });
        checks.timing(
          'builder image brought by hand: to first answer',
          await untilAnswer(org1, 'peer1', start),
        );
      } finally {
        await outcomeOf(docker(org1, 'peer1', 'image', 'rm', nobodysBuilder));
        const current = await uidOf(pod);
        await deploy('upgrade', org1, values);
        if (current !== before) await ready(pod, { not: current });
      }
    },
  );

export const recovery = async (checks: Checks): Promise<void> => {
  await imageRemoved(checks);
  await buildFailed(checks);
};
