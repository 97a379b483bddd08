/** Main line: two organisations installed by Helm, chaincode built inside their Pods, invoked here, queried there. */

import {
  approveAndCommit,
  goChaincode,
  hand,
  install,
  put,
  read,
} from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { peerAddress, step } from '../../../scripts/cluster/network.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, helm, releaseReady, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';
import { untilAnswer } from '../support/faults.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

/** Joins every peer to the channel. A Service may refuse for a moment after its Pod is ready. */
const join = async (): Promise<void> => {
  for (const org of organisations) {
    for (const peer of org.peers) {
      const env = { CORE_PEER_ADDRESS: peerAddress(org, peer), BLOCK: `/tmp/${channel}.block` };
      await eventually(`${peer} of ${org.name} joins`, 30, () => step(org, 'join', env), 500);
    }
  }
};

export const mainLine = async (checks: Checks): Promise<boolean> => {
  const check = checks.check.bind(checks);
  const begun = Date.now();
  const installed = await check('two organisations are installed by helm and become ready', async () => {
    await Promise.all(organisations.map((org) => deploy('install', org, valuesOf(org))));
    await Promise.all(organisations.map((org) => releaseReady(org)));
    checks.timing('helm install to Ready', Date.now() - begun);
  });
  if (!installed) return false;
  if (!(await check('peers join a channel', join))) return false;
  const go = await goChaincode();
  await hand(go);
  const built = await check('Go chaincode is built inside the sidecars', async () => {
    const start = Date.now();
    await install(org1, 'peer0', go);
    checks.timing('first build (Go, installation included)', Date.now() - start);
    await Promise.all([install(org1, 'peer1', go), install(org2, 'peer0', go)]);
  });
  if (!built) return false;
  if (!(await check('it is approved by both organisations and committed', () => approveAndCommit(go))))
    return false;
  const answers = await check('invoked on one organisation, it is queried on the other', async () => {
    const start = Date.now();
    await put(org1, 'peer0', 'kv', 'a', '1');
    checks.timing('first invoke', Date.now() - start);
    await eventually('the other organisation has the block', 30, async () => {
      expect((await read(org2, 'peer0', 'kv', 'a')) === '1', 'not there yet');
    });
    checks.timing('helm install to first query', Date.now() - begun);
    for (const org of organisations) for (const peer of org.peers) await untilAnswer(org, peer, Date.now());
  });
  if (!answers) return false;
  await check('helm test passes for both releases', async () => {
    for (const org of organisations) await helm('test', org.release, '--timeout', '90s');
  });
  return true;
};
