/** What happens when a part dies: the time until chaincode answers again, and that nothing had to be installed anew. */
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn, kubectl, ready, replacePod, restarts } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { docker } from '../support/docker.ts';
import { untilAnswer } from '../support/faults.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

export const restart = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org1, 'peer1');

  await check('a deleted Pod comes back with its images and answers', async () => {
    await untilAnswer(org1, 'peer1', Date.now());
    const start = Date.now();
    await replacePod(pod);
    checks.timing('Pod deleted to first answer (claim)', await untilAnswer(org1, 'peer1', start));
  });

  await check('a killed peer comes back and its chaincode answers', async () => {
    const before = await restarts(pod, 'peer');
    const start = Date.now();
    await execIn(pod, 'peer', ['bash', '-c', 'kill -9 1; kill -QUIT 1']).catch(() => '');
    await eventually(
      'the peer was restarted',
      60,
      async () => expect((await restarts(pod, 'peer')) > before, 'not yet'),
      50,
    );
    checks.timing('peer killed to first answer', await untilAnswer(org1, 'peer1', start));
    await ready(pod);
  });

  await check('a daemon that lost its data makes the peer restart and build again', async () => {
    const before = await restarts(pod, 'peer');
    const start = Date.now();
    await execIn(pod, 'dind', [
      'sh',
      '-c',
      'docker rm -f $(docker ps -aq) >/dev/null; docker image rm -f $(docker images -q "dev-*") >/dev/null; echo lost >/var/lib/docker/fabric-dind-id; kill -9 $(pidof dockerd)',
    ]).catch(() => '');
    await eventually(
      'the peer was restarted',
      180,
      async () => expect((await restarts(pod, 'peer')) > before, 'not yet'),
      500,
    );
    checks.timing('data of the daemon lost to first answer', await untilAnswer(org1, 'peer1', start, 180));
  });

  await check('with an emptyDir a deleted Pod loads its images and builds again', async () => {
    const values = valuesOf(org2);
    const dind = { ...values.peer?.dind, storage: { type: 'emptyDir' as const } };
    await deploy('upgrade', org2, { ...values, peer: { ...values.peer, dind } });
    const other = podOf(org2, 'peer0');
    await eventually('the Pod has an emptyDir', 120, async () => {
      const volumes = await kubectl([
        'get',
        'pod',
        other,
        '-o',
        'jsonpath={.spec.volumes[?(@.name=="docker")].emptyDir}',
      ]);
      expect(volumes !== '', 'not yet');
    });
    await untilAnswer(org2, 'peer0', Date.now(), 180);
    const start = Date.now();
    await replacePod(other);
    checks.timing('Pod deleted to first answer (emptyDir)', await untilAnswer(org2, 'peer0', start, 180));
    expect((await docker(org2, 'peer0', 'images', '-q')).trim() !== '', 'no image');
  });
};
