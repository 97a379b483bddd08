/** Faults of chaincode and of the room it has: a full disk, memory eaten, a crash. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { crashingChaincode, install, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn, get, kubectl, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { outcomeOf, sees } from '../../../scripts/cluster/outcome.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { allContainers, chaincodeImages, docker } from '../support/docker.ts';
import { answersDuring, ask, fault, livesOf, untilAnswer, type Victim } from '../support/faults.ts';
import { define, freshPackage, otherChaincode } from '../support/variants.ts';

const [, org2] = organisations as [Organisation, Organisation];
const victim: Victim = { org: org2, peer: 'peer0' };
const pod = podOf(org2, 'peer0');

/** Docker's data on a disk of its own that can be filled, little memory for chaincode, and its output in the log. */
const cramped = valuesOf(org2, {
  peer: {
    chaincode: { memory: '128Mi', attachStdout: true },
    dind: { storage: { type: 'emptyDir', medium: 'Memory', sizeLimit: '3Gi' } },
  },
});

/** Two chaincodes beside kv: `other` that goes on, and `crash` that ends as soon as it starts. */
const furnish = async (): Promise<void> => {
  const before = await uidOf(pod);
  await deploy('upgrade', org2, cramped);
  await ready(pod, { not: before, seconds: 240 });
  await otherChaincode(org2, 'peer0');
  const crash = await crashingChaincode();
  await define(crash);
  await install(org2, 'peer0', crash);
  await untilAnswer(org2, 'peer0', Date.now());
};

/** Runs a fault of one chaincode: the other one answers all the time, and neither daemon nor peer is restarted. */
const contained = async (body: () => Promise<void>): Promise<void> => {
  const before = await livesOf(victim);
  await answersDuring('other chaincode', () => read(org2, 'peer0', 'other', 'a'), body);
  const after = await livesOf(victim);
  expect(before === after, `something was restarted: ${before}; now ${after}`);
};

const containerOf = async (label: string): Promise<string> =>
  (await allContainers(org2, 'peer0')).find((name) => name.includes(`-${label}-`)) ?? '';

const stateOf = async (label: string, what: string): Promise<string> =>
  (await docker(org2, 'peer0', 'inspect', '--format', `{{.State.${what}}}`, await containerOf(label))).trim();

export const faultsChaincode = async (checks: Checks): Promise<void> => {
  const furnished = await checks.check(
    'a peer with a small disk, little memory for chaincode, and three chaincodes',
    furnish,
  );
  if (furnished) {
    await checks.check("chaincode's output is in the log of the peer", async () => {
      const log = await kubectl(['logs', pod, '-c', 'peer']);
      const line = log.split('\n').find((text) => text.includes('kv: starting'));
      expect(line, 'the log has no line "kv: starting"');
      console.log(`                  kubectl logs says: ${line}`);
    });
    await runningOut(checks);
    await crashing(checks);
  }
  await checks.check('and back to its claim', async () => {
    const before = await uidOf(pod);
    await deploy('upgrade', org2, valuesOf(org2));
    await eventually('the Pod has its claim', 120, async () => {
      const { spec } = await get<Pod>('pod', pod);
      expect(spec?.volumes?.find(({ name }) => name === 'docker')?.persistentVolumeClaim, 'not yet');
    });
    if (furnished) await ready(pod, { not: before });
    await untilAnswer(org2, 'peer0', Date.now(), 180);
  });
};

const runningOut = async (checks: Checks): Promise<void> => {
  await fault(
    checks,
    'a full disk during an installation: with room again the next installation works, without a restart',
    victim,
    () =>
      contained(async () => {
        const chaincode = await freshPackage('kv_full');
        const filler = '/var/lib/docker/filler';
        await execIn(pod, 'dind', ['sh', '-c', `dd if=/dev/zero of=${filler} bs=64k 2>/dev/null || true`]);
        try {
          sees(await outcomeOf(install(org2, 'peer0', chaincode)), /no space left on device/u);
          expect((await read(org2, 'peer0', 'kv', 'a')) === '1', 'kv does not answer');
        } finally {
          await execIn(pod, 'dind', ['rm', '-f', filler]);
        }
        const start = Date.now();
        await install(org2, 'peer0', chaincode);
        expect(
          (await chaincodeImages(org2, 'peer0', chaincode.label)).length === 1,
          'the image was not built',
        );
        checks.timing('disk full, then room: installed after', Date.now() - start);
      }),
  );

  await fault(checks, 'chaincode that eats its memory: its own container ends, and no other', victim, () =>
    contained(async () => {
      const seen = await outcomeOf(ask(victim, 'kv', 'eat', '400'));
      const start = Date.now();
      sees(seen, /chaincode stream terminated/u);
      await eventually('its container has ended', 10, async () =>
        expect((await stateOf('kv_1', 'Running')) === 'false', 'it runs'),
      );
      expect((await stateOf('kv_1', 'OOMKilled')) === 'true', 'it was not killed for its memory');
      checks.timing('chaincode out of memory: to first answer', await untilAnswer(org2, 'peer0', start));
    }),
  );
};

const crashing = async (checks: Checks): Promise<void> => {
  await fault(
    checks,
    'chaincode that crashes as often as it is started leaves nothing behind but its last container',
    victim,
    () =>
      contained(async () => {
        sees(await outcomeOf(ask(victim, 'crash', 'get', 'a')), /container exited with 3/u);
        const before = await allContainers(org2, 'peer0');
        for (let round = 0; round < 5; round++) {
          const again = await outcomeOf(ask(victim, 'crash', 'get', 'a'));
          expect(/container exited with 3/u.test(again), again);
        }
        const after = await allContainers(org2, 'peer0');
        expect(after.length <= before.length, `${before.length} containers became ${after.length}`);
        const own = after.filter((name) => name.includes('crash_1'));
        expect(own.length <= 1, `left behind: ${own.join(' ')}`);
        expect((await stateOf('crash_1', 'ExitCode')) === '3', 'another exit code');
      }),
  );

  await fault(checks, 'chaincode that crashes while it serves is started at the next invoke', victim, () =>
    contained(async () => {
      await untilAnswer(org2, 'peer0', Date.now());
      const before = await allContainers(org2, 'peer0');
      const seen = await outcomeOf(ask(victim, 'kv', 'crash'));
      const start = Date.now();
      sees(seen, /chaincode stream terminated/u);
      checks.timing('chaincode crashed: to first answer', await untilAnswer(org2, 'peer0', start));
      for (let round = 0; round < 2; round++) {
        await outcomeOf(ask(victim, 'kv', 'crash'));
        await untilAnswer(org2, 'peer0', Date.now());
      }
      const after = await allContainers(org2, 'peer0');
      expect(after.length <= before.length, `${before.length} containers became ${after.length}`);
    }),
  );
};
