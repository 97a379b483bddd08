/** The picture in the README shows what the chart renders now. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawn } from '../../scripts/commands/picture.ts';
import { pictureOf } from '../../scripts/picture/peer.ts';
import { top } from '../../scripts/support/top.ts';

test('docs/peer.svg is the picture of what the chart renders: "npm run picture" draws it anew', async () => {
  assert.is(await readFile(join(top, 'docs/peer.svg'), 'utf8'), await drawn());
});

test('it names containers, claims and ports of the objects', async () => {
  const picture = await drawn();
  for (const part of [
    'dind',
    'prepare',
    'peer',
    '127.0.0.1:7052',
    'org1-fabric-dind-peer0-ledger',
    'grpc 7051',
  ])
    assert.ok(picture.includes(part), part);
  assert.throws(() => pictureOf([]), /no StatefulSet/u);
});

test.run();
