/** Two peers behind one address: HAProxy passes TLS on by the host names of the chart's Ingresses, to a gateway client outside. */
import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect, Skipped } from '../../../scripts/cluster/expect.ts';
import { execIn, get, ready } from '../../../scripts/cluster/kubectl.ts';
import { eventually, run } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { callFromOutside, haproxy, reached } from '../support/outside.ts';

const [org1] = organisations as [Organisation];
const hosts = { peer0: 'peer0.org1.example.com', peer1: 'peer1.org1.example.com' };

const exposed = (): ValuesOverrides => {
  const values = valuesOf(org1);
  return {
    ...values,
    gatewayService: { enabled: true },
    peer: {
      ...values.peer,
      gossip: { external: true },
      keepalive: { interval: '50s' },
      expose: { type: 'ingress', ingress: { className: 'haproxy', controller: 'haproxytech' } },
    },
    peers: {
      peer0: { expose: { host: hosts.peer0 } },
      peer1: { expose: { host: hosts.peer1 } },
    },
  };
};

export const exposure = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);

  const there = await check('HAProxy is here', async () => {
    await run('haproxy', ['-v']).catch(() => {
      throw new Skipped('install haproxy, which Debian has, for peers behind one address');
    });
  });
  if (!there) return;

  await check('exposed, the peers announce their names outside', async () => {
    await deploy('upgrade', org1, exposed());
    for (const peer of org1.peers) {
      // A changed StatefulSet replaces its Pod; the old one is ready for a moment.
      await eventually(`${peer} has the new template`, 120, async () => {
        const said = await execIn(podOf(org1, peer), 'peer', [
          'printenv',
          'CORE_PEER_GOSSIP_EXTERNALENDPOINT',
        ]);
        expect(said.trim() === `${peer}.org1.example.com:443`, said);
      });
      await ready(podOf(org1, peer), { seconds: 240 });
    }
  });

  const ingresses = await Promise.all(
    org1.peers.map((peer) => get<Ingress>('ingress', peerName(org1, peer))),
  );
  const proxy = await haproxy(ingresses);
  const at = (host: string): { host: string; port: number } => ({ host, port: proxy.port });
  try {
    await check('a client outside invokes on one peer, and queries the other, at one address', async () => {
      await reached(org1, at(hosts.peer0), 'submit', 'kv', 'put', 'outside', 'in');
      const said = await reached(org1, at(hosts.peer1), 'evaluate', 'kv', 'get', 'outside');
      expect(said === 'in', said);
    });
    await check('a host name that no peer has leads nowhere', async () => {
      const refused = await callFromOutside(
        org1,
        at('peer9.org1.example.com'),
        'evaluate',
        'kv',
        'get',
        'outside',
      ).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(refused !== undefined, 'it was let in');
    });
    await check("TLS is the peer's own: its certificate has the name, and no other", async () => {
      const said = await run('sh', [
        '-c',
        `openssl s_client -connect 127.0.0.1:${proxy.port} -servername ${hosts.peer1} </dev/null 2>/dev/null | openssl x509 -noout -subject`,
      ]);
      expect(said.includes(hosts.peer1), said);
    });
    await check('the Service over all peers has both', async () => {
      const { subsets } = await get<{ subsets?: { addresses?: unknown[] }[] }>(
        'endpoints',
        `${org1.release}-fabric-dind-gateway`,
      );
      expect(subsets?.[0]?.addresses?.length === 2, JSON.stringify(subsets));
    });
  } finally {
    await proxy.end();
  }
};
