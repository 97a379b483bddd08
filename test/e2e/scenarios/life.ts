/** The life of a release: upgrades, growth, stopping, rollback, rollout one by one, uninstalling and coming back. */

import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import type { StorageClass } from 'kubernetes-types/storage/v1.js';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect, skip } from '../../../scripts/cluster/expect.ts';
import { get, kubectl, ready, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { eventually, sleep } from '../../../scripts/cluster/process.ts';
import {
  deploy,
  growLedgers,
  helm,
  podOf,
  releaseReady,
  uninstall,
  valuesOf,
} from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { untilAnswer } from '../support/faults.ts';
import { rolloutCheck } from './rollout.ts';

const [org1] = organisations as [Organisation];

const uids = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(org1.peers.map(async (peer) => [peer, await uidOf(podOf(org1, peer))])),
  );

const rolled = (pod: string, uid: string): Promise<unknown> => ready(pod, { not: uid, seconds: 120 });

export const life = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  // Asked for each time: a ledger that has grown is part of it from then on.
  const values = () => valuesOf(org1);
  const loud = { ...values(), peers: { peer0: {}, peer1: { logging: { spec: 'debug:nodeCmd=warning' } } } };

  await check('an upgrade restarts only the peer whose values changed', async () => {
    const before = await uids();
    await deploy('upgrade', org1, loud);
    await rolled(podOf(org1, 'peer1'), before.peer1 as string);
    await sleep(2000);
    expect((await uidOf(podOf(org1, 'peer0'))) === before.peer0, 'peer0 was restarted');
    await untilAnswer(org1, 'peer1', Date.now());
  });

  await check('helm rollback takes the change back', async () => {
    const before = await uids();
    await helm('rollback', org1.release, '--timeout', '3m');
    await rolled(podOf(org1, 'peer1'), before.peer1 as string);
    expect((await uidOf(podOf(org1, 'peer0'))) === before.peer0, 'peer0 was restarted');
    await untilAnswer(org1, 'peer1', Date.now());
  });

  await check('a further peer restarts no other, and helm names the one that is taken away', async () => {
    const before = await uids();
    const peers = { ...values().peers, peer2: { replicas: 0 } };
    await deploy('upgrade', org1, { ...values(), peers });
    await sleep(2000);
    expect(JSON.stringify(await uids()) === JSON.stringify(before), 'a peer was restarted');
    const told = await deploy('upgrade', org1, values());
    const gone = `${peerName(org1, 'peer2')} is not among the peers any more`;
    expect(told.includes(gone), `helm does not say that ${gone}: ${told}`);
    const again = await deploy('upgrade', org1, values());
    expect(!again.includes('not among the peers'), `helm says it twice: ${again}`);
  });

  await check('a peer is scaled to zero and back', async () => {
    await deploy('upgrade', org1, { ...values(), peers: { peer0: {}, peer1: { replicas: 0 } } });
    await kubectl(['wait', '--for=delete', `pod/${podOf(org1, 'peer1')}`, '--timeout=90s']);
    await deploy('upgrade', org1, values());
    await ready(podOf(org1, 'peer1'));
    await untilAnswer(org1, 'peer1', Date.now());
  });

  await check('a ledger claim grows', async () => {
    const claim = `${peerName(org1, 'peer1')}-ledger`;
    const { spec } = await get<PersistentVolumeClaim>('pvc', claim);
    const storage = await get<StorageClass>('storageclass', spec?.storageClassName ?? '');
    const size = '2Gi';
    if (!storage.allowVolumeExpansion) {
      const grown = { ...values(), peers: { peer0: {}, peer1: { ledger: { size } } } };
      const refusal = await deploy('upgrade', org1, grown).then(
        () => '',
        (error: Error) => error.message,
      );
      await helm('rollback', org1.release, '--timeout', '3m').catch(() => '');
      await deploy('upgrade', org1, values());
      expect(/resize|expan|forbidden/iu.test(refusal), `expected a refusal to resize, got: ${refusal}`);
      skip(
        `StorageClass ${storage.metadata?.name} does not expand volumes; the API server refused it, as it should`,
      );
    }
    growLedgers(org1, size);
    await deploy('upgrade', org1, values());
    await eventually('the claim asks for more', 30, async () => {
      const now = await get<PersistentVolumeClaim>('pvc', claim);
      expect(now.spec?.resources?.requests?.storage === size, 'not yet');
    });
  });

  await rolloutCheck(checks);

  await check('uninstalling keeps the claims, and a new install takes them over', async () => {
    await uninstall(org1);
    const claims = (await kubectl(['get', 'pvc', '-o', 'name'])).trim().split('\n');
    for (const peer of org1.peers) {
      for (const kind of ['ledger', 'docker']) {
        expect(
          claims.includes(`persistentvolumeclaim/${peerName(org1, peer)}-${kind}`),
          `no claim ${kind} of ${peer}`,
        );
      }
    }
    await deploy('install', org1, values());
    await releaseReady(org1);
    await untilAnswer(org1, 'peer0', Date.now());
    await untilAnswer(org1, 'peer1', Date.now());
  });
};
