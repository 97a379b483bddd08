/** The idea itself: chaincode lives in its peer's Pod, reaches the peer there, and nothing else. */
import type { Pod } from 'kubernetes-types/core/v1.js';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect, skip } from '../../../scripts/cluster/expect.ts';
import { execIn, get, kubectl, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { podOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { baseImage, docker, running } from '../support/docker.ts';
import { untilAnswer } from '../support/faults.ts';
import { mountsOf, processesOf } from '../support/node.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

const chaincodes = (org: Organisation, peer: string): Promise<string[]> => running(org, peer, 'chaincode');

export const isolation = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org1, 'peer0');

  await check("chaincode runs in its peer's own daemon, and its image was built there", async () => {
    await untilAnswer(org1, 'peer0', Date.now());
    await untilAnswer(org2, 'peer0', Date.now());
    const mine = await chaincodes(org1, 'peer0');
    const theirs = await chaincodes(org2, 'peer0');
    expect(
      mine.some((name) => name.startsWith('dev-org1-fabric-dind-peer0-kv_1')),
      `found ${mine.join(' ')}`,
    );
    expect(
      !mine.some((name) => name.includes('org2')),
      'chaincode of another organisation is in this daemon',
    );
    expect(
      theirs.length > 0 && theirs.every((name) => name.includes('org2-fabric-dind-peer0')),
      `found ${theirs.join(' ')}`,
    );
    const images = await docker(org1, 'peer0', 'images', '--format', '{{.Repository}}');
    expect(images.includes('dev-org1-fabric-dind-peer0-kv_1'), 'the image is not in the daemon');
  });

  await check('chaincode was told to dial 127.0.0.1:7052', async () => {
    const [name] = await chaincodes(org1, 'peer0');
    const command = await docker(org1, 'peer0', 'inspect', '--format', '{{.Path}} {{.Args}}', name as string);
    expect(command.includes('127.0.0.1:7052'), command);
  });

  await check('chaincode reaches the Docker API at no address of the Pod', async () => {
    const status = await get<Pod>('pod', pod);
    const addresses = ['127.0.0.1', status.status?.podIP ?? '', '198.18.0.1'];
    const image = await baseImage(org1, 'peer0');
    const probe = `for a in ${addresses.join(' ')}; do for p in 2375 2376 2377 4243; do (exec 3<>/dev/tcp/$a/$p) 2>/dev/null && echo open $a:$p; done; done; (exec 3<>/dev/tcp/127.0.0.1/7052) 2>/dev/null && echo peer; ls -d /run/dind /var/run/docker.sock 2>/dev/null; true`;
    const found = await docker(org1, 'peer0', 'run', '--rm', '--network', 'host', image, 'bash', '-c', probe);
    expect(found.trim() === 'peer', `expected the peer alone, found: ${found.trim()}`);
    const listeners = await execIn(pod, 'dind', ['cat', '/proc/net/tcp', '/proc/net/tcp6']);
    const ports = new Set(
      [...listeners.matchAll(/:([0-9A-F]{4}) [0-9A-F]+:0000 0A/gu)].map(([, hex]) =>
        Number.parseInt(hex as string, 16),
      ),
    );
    const strange = [...ports].filter((port) => ![7051, 7052, 9443].includes(port));
    expect(strange.length === 0, `something else listens in the Pod: ${strange.join(' ')}`);
  });

  await check("chaincode's cgroup is below the Pod's", async () => {
    const [name] = await chaincodes(org1, 'peer0');
    const pid = (await docker(org1, 'peer0', 'inspect', '--format', '{{.State.Pid}}', name as string)).trim();
    const groups = await execIn(pod, 'dind', ['cat', `/proc/${pid}/cgroup`]);
    const uid = await uidOf(pod);
    const memory = groups.split('\n').find((line) => /:memory:|^0::/u.test(line)) ?? '';
    expect(memory.includes(uid) || memory.includes(uid.replaceAll('-', '_')), `its cgroup is ${memory}`);
  });

  await check(
    'the peer runs without root, capabilities, a writable root file system or a token',
    async () => {
      const status = await execIn(pod, 'peer', [
        'sh',
        '-c',
        'id -u; grep ^Cap /proc/1/status; touch /x 2>&1; ls /var/run/secrets 2>&1; true',
      ]);
      expect(status.startsWith('1000\n'), status);
      expect(!/Cap(Prm|Eff|Bnd|Amb):\s*0*[1-9a-f]/u.test(status), status);
      expect(/Read-only file system/u.test(status), status);
      expect(/No such file/u.test(status), 'there is a service account token');
    },
  );

  await check('a deleted Pod leaves no process and no mount on the node', async () => {
    const uid = await uidOf(podOf(org1, 'peer1'));
    const before = await processesOf(uid);
    if (before.length === 0) skip('the nodes are not this machine');
    await kubectl(['delete', 'pod', podOf(org1, 'peer1'), '--wait=true']);
    await ready(podOf(org1, 'peer1'), { not: uid });
    const left = await processesOf(uid);
    expect(left.length === 0, `processes are left: ${left.map(({ command }) => command).join(', ')}`);
    const mounts = await mountsOf(uid);
    expect(mounts.length === 0, `mounts are left: ${mounts.join('\n')}`);
  });
};
