/** A peer whose state is in CouchDB: queries by content, and what happens when CouchDB or its data goes away. */

import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { goChaincode, install, put } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations, peerName } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { apply, execIn, get, kubectl, ready, restarts, uidOf } from '../../../scripts/cluster/kubectl.ts';
import { peerAddress, step } from '../../../scripts/cluster/network.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel, settings } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';
import { ask, heightOf, untilAnswer } from '../support/faults.ts';

const [org1, org2] = organisations as [Organisation, Organisation];
const victim = { org: org1, peer: 'peer1' };
const pod = podOf(org1, 'peer1');
const claim = 'couchdb-ledger';
const secret = `${peerName(org1, 'peer1')}-couchdb`;

const emptyClaim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${claim} }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;

const couch: ValuesOverrides['peer'] = {
  stateDatabase: { type: 'CouchDB', couchdb: { image: { tag: settings.couchdb } } },
};

const withPeer = (peer: ValuesOverrides['peer']): ValuesOverrides => {
  const values = valuesOf(org1);
  return { ...values, peers: { ...values.peers, peer1: peer ?? {} } };
};

const address = { CORE_PEER_ADDRESS: peerAddress(org1, 'peer1') };

/** The keys that a query of the peer selects. */
const find = (colour: string): Promise<string> =>
  ask(
    victim,
    'kv',
    'find',
    JSON.stringify({ selector: { colour }, sort: [{ colour: 'asc' }, { size: 'asc' }] }),
  );

const paint = (key: string, colour: string, size: number): Promise<string> =>
  put(org2, 'peer0', 'kv', key, JSON.stringify({ colour, size }));

export const couchdb = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);

  await check('a ledger of LevelDB is not started with CouchDB', async () => {
    await deploy('upgrade', org1, withPeer(couch));
    await eventually('prepare says why', 120, async () => {
      const said = await kubectl(['logs', pod, '-c', 'prepare', '--tail=5']);
      expect(said.includes('this ledger was made with stateDatabase.type goleveldb'), said);
    });
  });

  const joined = await check('a new peer joins with CouchDB, whose password a Job made', async () => {
    await apply(emptyClaim);
    await deploy('upgrade', org1, withPeer({ ...couch, ledger: { existingClaim: claim } }));
    await kubectl(['delete', 'pod', pod, '--ignore-not-found']);
    await ready(pod, { seconds: 240 });
    const { data } = await get<{ data: Record<string, string> }>('secret', secret);
    expect(Buffer.from(data.password ?? '', 'base64').length >= 32, 'a short password');
    await step(org1, 'join', { ...address, BLOCK: `/tmp/${channel}.block` });
    await install(org1, 'peer1', await goChaincode());
    await untilAnswer(org1, 'peer1', Date.now(), 180);
  });
  if (!joined) return;

  await check('a query by content uses the index of the package', async () => {
    for (const [key, colour, size] of [
      ['a', 'red', 2],
      ['b', 'blue', 1],
      ['c', 'red', 1],
    ] as const)
      await paint(`paint-${key}`, colour, size);
    await eventually('the query finds both', 30, async () => {
      const found = await find('red');
      expect(found === 'paint-c paint-a', `found ${found}`);
    });
  });

  await check(
    'CouchDB is reached from nowhere but the Pod, and as nobody else than its administrator',
    async () => {
      const inside = await execIn(pod, 'couchdb', [
        'sh',
        '-c',
        'curl -s -o /dev/null -w %{http_code} http://127.0.0.1:5984/_all_dbs',
      ]);
      expect(inside === '401', `answered ${inside} without a password`);
      const ip = (await get<{ status: { podIP: string } }>('pod', pod)).status.podIP;
      const outside = await execIn(pod, 'couchdb', [
        'sh',
        '-c',
        `curl -s -m 3 http://${ip}:5984/_up || echo refused`,
      ]);
      expect(outside.trim() === 'refused', `answered ${outside}`);
    },
  );

  await check('CouchDB is killed while blocks flow: none is lost, and the peer stays', async () => {
    const before = await restarts(pod, 'peer');
    const writing = (async () => {
      for (let i = 0; i < 8; i++) await paint(`flow-${i}`, 'green', i);
    })();
    await execIn(pod, 'couchdb', ['sh', '-c', 'kill 1']).catch(() => undefined);
    await writing;
    const height = await heightOf({ org: org2, peer: 'peer0' });
    await eventually('the peer has every block', 90, async () =>
      expect((await heightOf(victim)) >= height, 'it is behind'),
    );
    const found = await find('green');
    expect(found.split(' ').length === 8, `found ${found}`);
    expect((await restarts(pod, 'peer')) === before, 'the peer restarted');
    expect((await restarts(pod, 'couchdb')) > 0, 'CouchDB was not killed');
  });

  await check('a JSON value above 8 MB is kept', async () => {
    await step(org2, 'invoke', {
      CORE_PEER_ADDRESS: peerAddress(org2, 'peer0'),
      NAME: 'kv',
      ARGS: JSON.stringify({ Args: ['big', 'big', '9'] }),
    });
    const height = await heightOf({ org: org2, peer: 'peer0' });
    await eventually('the peer has the block', 60, async () =>
      expect((await heightOf(victim)) >= height, 'it is behind'),
    );
  });

  await check("CouchDB's data is lost: state and indexes come back from the blocks", async () => {
    const before = await uidOf(pod);
    await execIn(pod, 'couchdb', ['sh', '-c', 'rm -rf /opt/couchdb/data/*']);
    await kubectl(['delete', 'pod', pod]);
    await ready(pod, { not: before, seconds: 240 });
    await untilAnswer(org1, 'peer1', Date.now(), 120);
    const found = await find('red');
    expect(found === 'paint-c paint-a', `found ${found}`);
  });

  await check('no log has the password, and the channel is there', async () => {
    const { data } = await get<{ data: Record<string, string> }>('secret', secret);
    const password = Buffer.from(data.password ?? '', 'base64').toString();
    const logs = await kubectl(['logs', pod, '--all-containers', '--tail=-1']);
    expect(logs.length > 1000 && !logs.includes(password), 'a log has it');
    const listed = await execIn(pod, 'peer', [
      'sh',
      '-c',
      'ls /var/hyperledger/production/ledgersData/chains/chains',
    ]);
    expect(listed.includes(channel), `only ${listed}`);
    expect(Number(await step(org1, 'height', address)) > 1, 'the channel did not load');
  });

  await check('an upgrade keeps the password', async () => {
    const before = await get<{ data: unknown }>('secret', secret);
    await deploy('upgrade', org1, withPeer({ ...couch, ledger: { existingClaim: claim } }));
    const after = await get<{ data: unknown }>('secret', secret);
    expect(JSON.stringify(before.data) === JSON.stringify(after.data), 'it changed');
  });
};
