/** A ledger that another chart's peer wrote is adopted as it lies: as root, at the root of its volume. */
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { apply, execIn, kubectl, ready } from '../../../scripts/cluster/kubectl.ts';
import { manifest, peerAddress, step } from '../../../scripts/cluster/network.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel, settings } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';
import { heightOf } from '../support/faults.ts';

const [org] = organisations as [Organisation];
const peer = 'peer1';
const old = 'peer-of-another-chart';
const claim = 'ledger-of-another-chart';

const withPeer = (own: ValuesOverrides['peer']): ValuesOverrides => {
  const values = valuesOf(org);
  return { ...values, peers: { ...values.peers, [peer]: own ?? {} } };
};

export const ledger = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org, peer);

  const written = await check('a peer of another layout, as root, has a ledger', async () => {
    await deploy('upgrade', org, withPeer({ replicas: 0 }));
    await kubectl(['wait', '--for=delete', `pod/${pod}`, '--timeout=120s']);
    await apply(
      await manifest('old-peer.yaml', {
        NAME: old,
        CLAIM: claim,
        FABRIC: settings.fabric,
        MSPID: org.mspId,
        PEER: peerName(org, peer),
        RELEASE: org.release,
        KEY: peer,
        ADDRESS: peerAddress(org, peer),
      }),
    );
    await ready(old, { seconds: 120 });
    await eventually('it serves', 60, () =>
      step(org, 'join', { CORE_PEER_ADDRESS: peerAddress(org, peer), BLOCK: `/tmp/${channel}.block` }),
    );
    const height = await heightOf({ org, peer: 'peer0' });
    await eventually('it has all blocks', 60, async () =>
      expect((await heightOf({ org, peer })) >= height, 'it is behind'),
    );
    const owner = await execIn(old, 'peer', ['stat', '-c', '%u', '/var/hyperledger/production/ledgersData']);
    expect(owner.trim() === '0', `the ledger belongs to ${owner}`);
  });
  if (!written) return;

  await check('it is adopted as it lies, and the peer goes on where the other one stopped', async () => {
    const height = await heightOf({ org, peer });
    await kubectl(['delete', 'pod', old]);
    await deploy(
      'upgrade',
      org,
      withPeer({ ledger: { existingClaim: claim, fileSystemPath: '', setOwner: 'all' } }),
    );
    await ready(pod, { seconds: 240 });
    expect((await heightOf({ org, peer })) >= height, 'the ledger is another');
    const listing = await execIn(pod, 'peer', ['sh', '-c', 'find /var/hyperledger ! -user 1000 | head -3']);
    expect(listing.trim() === '', `not the peer's own: ${listing}`);
    const log = await kubectl(['logs', pod, '-c', 'prepare']);
    expect(log.includes('is made to belong to 1000:1000'), log);
  });

  await check('the next start finds nothing to do', async () => {
    await kubectl(['delete', 'pod', pod]);
    await ready(pod, { seconds: 240 });
    const log = await kubectl(['logs', pod, '-c', 'prepare']);
    expect(!log.includes('is made to belong'), log);
  });

  await check('and back to the ledger that it had', async () => {
    await deploy('upgrade', org, valuesOf(org));
    await kubectl(['delete', 'pod', pod, '--ignore-not-found']);
    await ready(pod, { seconds: 240 });
  });
};
