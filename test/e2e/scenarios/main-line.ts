/** Main line: two organisations installed by Helm, chaincode built inside their Pods, invoked here, queried there. */
import { readFile } from 'node:fs/promises';
import { goChaincode, hand, packageFile, put, read } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { toolsImage } from '../../../scripts/cluster/images.ts';
import { offerPackage } from '../../../scripts/cluster/network.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import {
  deploy,
  doByJobs,
  helm,
  jobsDone,
  releaseReady,
  valuesOf,
} from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { untilAnswer } from '../support/faults.ts';

const [org1, org2] = organisations as [Organisation, Organisation];

export const mainLine = async (checks: Checks): Promise<boolean> => {
  const check = checks.check.bind(checks);
  let begun = Date.now();
  const go = await goChaincode();
  await hand(go);
  await offerPackage(packageFile(go), await readFile(go.file));
  doByJobs({ tools: await toolsImage(), chaincode: go });
  begun = Date.now();
  const installed = await check('two organisations are installed by helm and become ready', async () => {
    await Promise.all(organisations.map((org) => deploy('install', org, valuesOf(org))));
    await Promise.all(organisations.map((org) => releaseReady(org)));
    checks.timing('helm install to Ready', Date.now() - begun);
  });
  if (!installed) return false;
  const worked = await check('Jobs join the channel, install chaincode, approve and commit it', async () => {
    await Promise.all(organisations.map((org) => jobsDone(org)));
    checks.timing('helm install to committed', Date.now() - begun);
  });
  if (!worked) return false;
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
