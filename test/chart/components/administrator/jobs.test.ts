import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

import { check, joinSpec, run } from './fakes.ts';

check('peers join, and what was seen is written down', async () => {
  const { code, did, status, folder } = await run('channel.sh', joinSpec, { 'joined-peer1': 'ch\n' });
  assert.is(code, 0);
  assert.match(did.join('\n'), /^peer0:7051 channel join --blockpath \S+genesis.block$/u);
  assert.equal(status.ch?.heights, { peer0: 7, peer1: 7 });
  assert.not.match(readFileSync(join(folder, 'curl'), 'utf8'), /secret-token/u);
});

check('a second run does nothing', async () => {
  const first = await run('channel.sh', joinSpec);
  const { code, did } = await run('channel.sh', joinSpec, {}, first.folder);
  assert.is(code, 0);
  assert.equal(did, []);
});

check('it says for whom it waits, once for each reason', async () => {
  const { code, out } = await run('channel.sh', joinSpec, { fails: 'x\n'.repeat(4), 'no-block': '' });
  assert.is(code, 0);
  assert.is(out.match(/peer0 at peer0:7051: waiting: connection refused/gu)?.length, 1);
  assert.match(out, /the genesis block of ch from its orderers: waiting: NOT_FOUND/u);
});

check('a block that is given is taken, and no orderer is asked', async () => {
  const { code, folder } = await run('channel.sh', joinSpec, { 'genesis.block': 'given' });
  assert.is(code, 0);
  assert.not.match(readFileSync(join(folder, 'calls'), 'utf8'), /channel fetch/u);
});

check('a snapshot is taken where one is named', async () => {
  const { did } = await run('channel.sh', { ...joinSpec, snapshot: '/snapshots/ch' });
  assert.equal(did, [
    'peer0:7051 channel joinbysnapshot --snapshotpath /snapshots/ch',
    'peer1:7051 channel joinbysnapshot --snapshotpath /snapshots/ch',
  ]);
});

const config = (anchors: readonly object[], name = 'Org1MSP'): string =>
  JSON.stringify({
    data: {
      data: [
        {
          payload: {
            data: {
              config: {
                channel_group: {
                  groups: {
                    Application: {
                      groups: {
                        Org1: {
                          values: {
                            MSP: { value: { config: { name } } },
                            ...(anchors.length > 0
                              ? { AnchorPeers: { value: { anchor_peers: anchors } } }
                              : {}),
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });

const anchors = [{ host: 'peer0.x', port: 7051 }];

check('an anchor peer is named where it is missing, and those that are there stay', async () => {
  const missing = await run(
    'channel.sh',
    { ...joinSpec, anchors },
    { config: config([{ host: 'other', port: 1 }]) },
  );
  assert.is(missing.code, 0);
  assert.match(missing.did.join('\n'), /channel update --file/u);
  const there = await run('channel.sh', { ...joinSpec, anchors }, { config: config(anchors) });
  assert.not.match(there.did.join('\n'), /channel update/u);
});

check('an organisation that the channel does not know is told, and is not tried again', async () => {
  const { code, out } = await run('channel.sh', { ...joinSpec, anchors }, { config: config([], 'OtherMSP') });
  assert.is(code, 3);
  assert.match(out, /ch does not know the organisation Org1MSP/u);
});

test.run();
