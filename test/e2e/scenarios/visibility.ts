/** What operators see: metrics of peer and daemon, which chaincode cannot reach, and the names that alerts and panels use. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { put } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { chartFolder } from '../../../scripts/support/top.ts';
import type { Checks } from '../support/checks.ts';
import { baseImage, docker } from '../support/docker.ts';
import { installAnyway, untilAnswer } from '../support/faults.ts';
import { freshPackage } from '../support/variants.ts';

const [org1] = organisations as [Organisation];

/** Metrics that Kubernetes serves; the others must be the peer's or the daemon's. */
const fromKubernetes = /^(kube|kubelet|container)_/u;

/** Metrics with a label that Fabric fills only when something goes wrong are absent until then. */
const onlyAfterFailures = new Set([
  'chaincode_launch_failures',
  'chaincode_launch_timeouts',
  'chaincode_execute_timeouts',
  'endorser_endorsement_failures',
]);

/** Reads a page over HTTP with bash alone. */
const page = (address: string, port: number): string =>
  `exec 3<>/dev/tcp/${address}/${port} && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`;

/** The names of metrics in a query. */
const metricsIn = (text: string): string[] =>
  [...text.matchAll(/\b([a-z]+(?:_[a-z]+)+)\{/gu)].map(([, name]) => name as string);

export const visibility = async (checks: Checks): Promise<void> => {
  const pod = podOf(org1, 'peer1');
  const values = valuesOf(org1);
  const watched = {
    dind: {
      metrics: { enabled: true },
      daemon: { ulimits: { nofile: { soft: 4096, hard: 1_000_000_000 } } },
    },
    networkPolicy: { enabled: true, metricsFrom: [{ podSelector: {} }] },
  };
  let address = '';

  await checks.check('an upgrade brings metrics of the daemon, which another Pod reads', async () => {
    const before = await uidOf(pod);
    await deploy('upgrade', org1, { ...values, peers: { peer0: {}, peer1: watched } });
    address = (await ready(pod, { not: before })).status?.podIP ?? '';
    await untilAnswer(org1, 'peer1', Date.now());
    const metrics = await execIn(`admin-${org1.release}`, 'admin', ['bash', '-c', page(address, 9323)]);
    expect(metrics.includes('engine_daemon_container_states_containers'), metrics.slice(0, 300));
  });

  await checks.check(
    'nothing in the Pod reaches them: not chaincode, not a build, not the peer',
    async () => {
      const image = await baseImage(org1, 'peer1');
      const addresses = [address, '127.0.0.1', '198.18.0.1'];
      const probe = `for a in ${addresses.join(' ')}; do timeout 2 bash -c "exec 3<>/dev/tcp/$a/9323" 2>/dev/null && echo open $a; done; timeout 2 bash -c "exec 3<>/dev/tcp/${address}/7051" && echo peer`;
      for (const network of ['host', 'bridge']) {
        const found = await docker(
          org1,
          'peer1',
          'run',
          '--rm',
          '--network',
          network,
          image,
          'bash',
          '-c',
          probe,
        );
        expect(found.trim() === 'peer', `from the network ${network}: ${found}`);
      }
      const found = await execIn(pod, 'peer', ['bash', '-c', probe]);
      expect(found.trim() === 'peer', `from the peer: ${found}`);
    },
  );

  await checks.check('every metric of the alerts and the dashboard is served', async () => {
    // A build and a block, for their metrics.
    await installAnyway({ org: org1, peer: 'peer1' }, await freshPackage('kv_measured'));
    await put(org1, 'peer1', 'kv', 'measured', '1');
    const files = ['alerts.yaml', 'dashboard.json'].map((name) =>
      readFile(join(chartFolder, 'files/monitoring', name), 'utf8'),
    );
    const wanted = new Set((await Promise.all(files)).flatMap(metricsIn));
    const pages = [page(address, 9323), page(address, 9443)];
    const served = await Promise.all(
      pages.map((script) => execIn(`admin-${org1.release}`, 'admin', ['bash', '-c', script])),
    );
    const names = new Set(served.join('\n').match(/^[a-z_]+/gmu));
    const missing = [...wanted].filter(
      (name) => !names.has(name) && !fromKubernetes.test(name) && !onlyAfterFailures.has(name),
    );
    expect(wanted.size > 15, `only ${wanted.size} metrics were found in the files`);
    expect(missing.length === 0, `nobody serves ${missing.join(' ')}`);
  });

  await checks.check("containers get the ulimits of the values, lowered to the node's", async () => {
    const most = (await execIn(pod, 'dind', ['sh', '-c', 'ulimit -H -n'])).trim();
    const image = await baseImage(org1, 'peer1');
    const limits = await docker(org1, 'peer1', 'run', '--rm', image, 'bash', '-c', 'ulimit -n; ulimit -H -n');
    expect(limits.trim() === `4096\n${most}`, `${limits.trim()}; the node allows ${most}`);
  });
};
