/** ready.sh: the peer is ready when it listens, and the probe waits for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';

const socket = (state: string): string => `   0: 00000000:1B8B 00000000:0000 ${state} 00000000:00000000\n`;

/** Starts the probe, hands over a way to change the sockets, and returns its exit code. */
const probe = async (first: string, later?: string): Promise<number> => {
  const folder = await temporaryFolder();
  const text = (await readFile(join(top, 'chart/components/peer/files/ready.sh'), 'utf8'))
    .replaceAll('/proc/net/tcp /proc/net/tcp6', `${folder}/sockets`)
    .replaceAll('sleep 0.1', 'sleep 0.01');
  await writeFiles(folder, { 'ready.sh': text, sockets: first });
  const child = spawn('bash', [join(folder, 'ready.sh')], { stdio: 'ignore' });
  const ended = once(child, 'close');
  if (later !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writeFiles(folder, { sockets: later });
  }
  return (await ended)[0] as number;
};

test('a peer that listens is ready', async () => {
  assert.is(await probe(socket('0A')), 0);
});

test('the probe waits for a peer that is about to', async () => {
  assert.is(await probe('', socket('0A')), 0);
});

test('connections of a peer, or another port, are not enough', async () => {
  assert.is(await probe(socket('01')), 1);
  assert.is(await probe(socket('0A').replace('1B8B', '1B8C')), 1);
});

test.run();
