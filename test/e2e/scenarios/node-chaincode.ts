/** Node.js chaincode beside Go, built offline: an upgrade brings its builder image into the sidecars. */
import {
  approveAndCommit,
  hand,
  install,
  nodeChaincode,
  put,
  read,
} from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

export const nodeChaincodeScenario = async (checks: Checks): Promise<void> => {
  await checks.check('an upgrade brings the Node.js image into the sidecars', async () => {
    for (const org of organisations) {
      const before = await Promise.all(org.peers.map((peer) => uidOf(podOf(org, peer))));
      const values = valuesOf(org, { peer: { preload: { languages: { node: true } } } });
      await deploy('upgrade', org, values);
      await Promise.all(
        org.peers.map((peer, i) => ready(podOf(org, peer), { not: before[i] as string, seconds: 180 })),
      );
    }
  });
  await checks.check('Node.js chaincode is built offline and answers beside Go', async () => {
    const node = await nodeChaincode();
    await hand(node);
    const start = Date.now();
    await install(org1, 'peer0', node);
    checks.timing('first build (Node.js, installation included)', Date.now() - start);
    await Promise.all([install(org1, 'peer1', node), install(org2, 'peer0', node)]);
    await approveAndCommit(node);
    await put(org2, 'peer0', 'kvnode', 'n', 'node');
    await eventually('the other organisation has the block', 30, async () => {
      expect((await read(org1, 'peer1', 'kvnode', 'n')) === 'node', 'not there yet');
    });
    expect((await read(org1, 'peer0', 'kv', 'a')) === '1', 'the Go chaincode no longer answers');
  });
};
