/** What is done between the sidecar and the peer: chaincode runs again before the Pod is ready, and Docker's data is kept small. */

import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { removeImages, tarsImage } from '../../../scripts/cluster/images.ts';
import { execIn, kubectl, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { docker } from '../support/docker.ts';
import { untilAnswer } from '../support/faults.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

export const upkeep = async (checks: Checks): Promise<void> => {
  const pod = podOf(org1, 'peer1');
  const values = valuesOf(org1);

  await checks.check('a restarted Pod is ready when its chaincode runs again', async () => {
    await untilAnswer(org1, 'peer1', Date.now());
    await eventually('the sidecar remembers what runs', 40, async () => {
      const ran = await execIn(pod, 'dind', ['cat', '/var/lib/docker/fabric-dind-running']);
      expect(ran.includes('kv_1'), 'not yet');
    });
    const before = await uidOf(pod);
    const start = Date.now();
    await kubectl(['delete', 'pod', pod, '--wait=false']);
    await ready(pod, { not: before });
    const runs = await docker(org1, 'peer1', 'ps', '--format', '{{.Image}}');
    checks.timing('Pod deleted to ready, with its chaincode running', Date.now() - start);
    expect(runs.includes('kv_1'), `ready, and only this runs: ${runs}`);
  });

  await checks.check(
    'beyond its upper size Docker loses what nobody asks for, and nothing else',
    async () => {
      await execIn(pod, 'dind', [
        'sh',
        '-c',
        'head -c 300000000 /dev/urandom >/tmp/blob && tar -C /tmp -c blob | docker import - junk:1 >/dev/null && rm /tmp/blob',
      ]);
      const images = async (): Promise<string[]> =>
        (await docker(org1, 'peer1', 'images', '--format', '{{.Repository}}:{{.Tag}}'))
          .trim()
          .split('\n')
          .sort();
      const asked = await execIn(pod, 'peer', [
        'sh',
        '-c',
        'echo "$CORE_CHAINCODE_BUILDER"; echo "$CORE_CHAINCODE_GOLANG_RUNTIME"',
      ]);
      // The tars have names of other Fabric versions besides, which nobody asks for.
      const kept = (await images()).filter((name) => name.startsWith('dev-') || asked.includes(name));
      expect(kept.length > 2 && kept.some((name) => name.includes('kv_1')), `found ${kept.join(' ')}`);
      const before = await uidOf(pod);
      const small = { dind: { prune: { maxSize: '100M', keepPerLabel: 1 } } };
      await deploy('upgrade', org1, { ...values, peers: { peer0: {}, peer1: small } });
      await ready(pod, { not: before });
      const after = await images();
      expect(
        JSON.stringify(after) === JSON.stringify(kept),
        `kept ${after.join(' ')}, not ${kept.join(' ')}`,
      );
      const log = await kubectl(['logs', pod, '-c', 'prepare']);
      expect(log.includes('removing junk:1') && log.includes('nothing of it can be spared'), log);
      await untilAnswer(org1, 'peer1', Date.now());
    },
  );

  await checks.check('and back to the defaults', async () => {
    const before = await uidOf(pod);
    await deploy('upgrade', org1, values);
    await ready(pod, { not: before });
    await untilAnswer(org1, 'peer1', Date.now());
  });

  await checks.check('image tars come out of a plain image', async () => {
    const image = await tarsImage();
    const other = podOf(org2, 'peer0');
    const plain = valuesOf(org2);
    const { registry, repository, tag } = image;
    const { volume: _, ...preload } = plain.peer?.preload ?? {};
    const fromImage = { enabled: true, image: { registry, repository, tag } };
    const before = await uidOf(other);
    await deploy('upgrade', org2, {
      ...plain,
      peer: {
        ...plain.peer,
        dind: { ...plain.peer?.dind, storage: { type: 'emptyDir' } },
        // The builder image is in no tar.
        preload: { ...preload, pull: false, failurePolicy: 'Ignore', fromImage },
      },
    });
    await ready(other, { not: before });
    const log = await kubectl(['logs', other, '-c', 'prepare']);
    expect(/loading \S*fabric-baseos:\S+ from fabric-baseos.tar/u.test(log), log);
    expect((await docker(org2, 'peer0', 'images')).includes('fabric-baseos'), 'the image is not there');
    const current = await uidOf(other);
    await deploy('upgrade', org2, plain);
    await ready(other, { not: current });
    await removeImages(image);
    await untilAnswer(org2, 'peer0', Date.now(), 180);
  });
};
