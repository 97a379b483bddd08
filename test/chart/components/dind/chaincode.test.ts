/** chaincode.sh: what the sidecar remembers and publishes, and when it is ready, with a stand-in for docker. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFiles, writeProgram } from '../../../support/folder.ts';
import {
  at,
  images,
  listening,
  own,
  replace,
  type Sidecar,
  sidecar,
  status,
  until,
  watching,
} from '../../../support/sidecar.ts';

const ran = 'docker/fabric-dind-running';

test('what runs is remembered; what runs no longer is forgotten, but not when all of it is gone', async () => {
  const of = await sidecar();
  await watching(of, async () => {
    await of.runs(`chaincode ${own('a')}`, `chaincode ${own('b')}`, 'other hyperledger/fabric-ccenv:2.5');
    await until('both are remembered', () => of.text(ran) === `${own('a')}\n${own('b')}\n`);
    await of.runs(`chaincode ${own('b')}`);
    await until('the first is forgotten', () => of.text(ran) === `${own('b')}\n`);
    await of.runs();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(of.text(ran), `${own('b')}\n`);
  });
});

test('nothing is learnt from a peer that does not listen', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { tcp: '' });
  await of.runs(`chaincode ${own('a')}`);
  await watching(of, async () => {
    await until('something is published', () => of.text('dind/status') !== '');
    assert.is(of.text(ran), '');
  });
});

test("the peer's liveness is told of builds, of images of chaincode and when they vanished", async () => {
  const of = await sidecar();
  await images(of, 'hyperledger/fabric-ccenv:2.5', `${own('a')}:latest`, '<none>:<none>');
  await of.runs('other hyperledger/fabric-ccenv:2.5', `chaincode ${own('a')}`);
  await watching(of, async () => {
    await until('an image is published', () => status(of, 'have')[0] === `have ${own('a')}:latest`);
    assert.equal(status(of, 'builds'), ['builds 1']);
    assert.equal(status(of, 'gone'), []);
    await at(of.folder, 200);
    await images(of, 'hyperledger/fabric-ccenv:2.5', `${own('b')}:latest`);
    await until('another image is published', () => status(of, 'have')[0] === `have ${own('b')}:latest`);
    assert.equal(status(of, 'gone'), [`gone 200 ${own('a')}:latest`]);
    // Docker that does not answer has lost nothing.
    const before = of.text('dind/status');
    await writeFiles(of.folder, { broken: '' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.is(of.text('dind/status'), before);
    await rm(join(of.folder, 'broken'));
    await images(of, 'hyperledger/fabric-ccenv:2.5', `${own('a')}:latest`, `${own('b')}:latest`);
    await until('what is there again is not gone', () => status(of, 'gone').length === 0);
  });
});

test('images that vanish fill no list for ever', async () => {
  const of = await sidecar();
  const many = Array.from({ length: 1200 }, (_, i) => `${own('a')}:latest`.replace('aaaa', String(1000 + i)));
  await images(of, ...many);
  await watching(of, async () => {
    await until('all are published', () => status(of, 'have').length === many.length);
    await images(of, 'x:1');
    await until('they are gone', () => status(of, 'have').length === 0);
    assert.is(status(of, 'gone').length, 100);
  });
});

test("it is told when the daemon's run began, and when builder images changed, but not what was there at the first look", async () => {
  const of = await sidecar();
  await images(of, 'hyperledger/fabric-ccenv:2.5');
  await watching(of, async () => {
    await until('something is published', () => of.text('dind/status') !== '');
    assert.equal(status(of, 'daemon'), ['daemon 50']);
    assert.match(status(of, 'images')[0] as string, /^images 0 \d+$/u);
    await at(of.folder, 300);
    await images(of, 'hyperledger/fabric-ccenv:2.5', `${own('a')}:latest`);
    await until('an image of chaincode is seen', () => status(of, 'have').length === 1);
    assert.match(status(of, 'images')[0] as string, /^images 0 /u, 'images of chaincode decide nothing');
    await images(of, 'hyperledger/fabric-ccenv:2.5', 'hyperledger/fabric-nodeenv:2.5');
    await until('a builder image is seen', () => /^images 300 /u.test(status(of, 'images')[0] as string));
    await replace(of.folder, 'own/run', '400 two\n');
    await until('another run of the daemon is seen', () => status(of, 'daemon')[0] === 'daemon 400');
  });
});

test('a full volume has room again across a clear margin only, and never during a build', async () => {
  const of = await sidecar();
  const free = (mebibytes: number): Promise<void> =>
    replace(of.folder, 'df', `Filesystem 1024-blocks Used Available\n/dev/x 1 1 ${mebibytes * 1024}\n`);
  await writeProgram(join(of.folder, 'bin'), 'df', `cat ${of.folder}/df`);
  let second = 500;
  /** Waits until the daemon was looked at twice, and returns when its volume last had room again. */
  const room = async (): Promise<string | undefined> => {
    await at(of.folder, ++second);
    for (const run of [`${second}`, `${second + 0.5}`]) {
      await replace(of.folder, 'own/run', `${run} x\n`);
      await until('it looked', () => status(of, 'daemon')[0] === `daemon ${run}`);
    }
    return status(of, 'room')[0];
  };
  await free(2000);
  await watching(of, async () => {
    assert.is(await room(), 'room 0');
    await free(400);
    assert.is(await room(), 'room 0');
    await free(600);
    assert.is(await room(), 'room 0', 'no clear margin');
    await of.runs('other hyperledger/fabric-ccenv:2.5');
    await free(2000);
    assert.is(await room(), 'room 0', 'a build goes on');
    await of.runs();
    assert.is(await room(), `room ${second}`);
    const once = second;
    await free(600);
    assert.is(await room(), `room ${once}`);
    await free(2000);
    assert.is(await room(), `room ${once}`, 'it was not full in between');
  });
});

/** Asks whether the sidecar is ready, with a real clock. */
const warm = (
  of: Sidecar,
  seconds: number,
  env: NodeJS.ProcessEnv = {},
): { code: number | null; took: number } => {
  rmSync(join(of.folder, 'uptime'));
  symlinkSync('/proc/uptime', join(of.folder, 'uptime'));
  const start = Date.now();
  const { status } = spawnSync('sh', [of.script, 'warm', String(seconds)], { env: { ...of.env, ...env } });
  return { code: status, took: Date.now() - start };
};

test('the sidecar is ready at once where nothing ran before, or all of it runs', async () => {
  const of = await sidecar();
  assert.is(warm(of, 5).code, 0);
  const next = await sidecar();
  await writeFiles(next.folder, { [ran]: `${own('a')}\n` });
  await next.runs(`chaincode ${own('a')}`, `chaincode ${own('b')}`);
  const { code, took } = warm(next, 5);
  assert.is(code, 0);
  assert.ok(took < 4000, `it took ${took} ms`);
});

test('it waits for chaincode that is missing, and says so when it waits no longer', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { [ran]: `${own('a')}\n${own('b')}\n` });
  await of.runs(`chaincode ${own('a')}`);
  assert.ok(warm(of, 2).took >= 900);
  assert.match(of.text('log'), `ready without chaincode that ran before: ${own('b')}`);
  // Once ready it stays so: a daemon that restarts must not take the peer away.
  await of.runs();
  assert.ok(warm(of, 5).took < 900);
});

test('it is not ready while the peer does not listen', async () => {
  const of = await sidecar();
  await writeFiles(of.folder, { tcp: listening.replace(' 0A ', ' 01 ') });
  assert.is(warm(of, 1).code, 1);
  assert.ok(!existsSync(join(of.folder, 'dind/warm')));
});

test('a peer that tells when it answers is up only then: it listens long before its ledgers are open', async () => {
  const of = await sidecar();
  const tells = { PEER_TELLS: 'true' };
  assert.is(warm(of, 1, tells).code, 1);
  await writeFiles(of.folder, { 'dind/answered': '999\n' });
  assert.is(warm(of, 1, tells).code, 1, 'the answer was of an earlier run of the peer');
  await writeFiles(of.folder, { 'dind/answered': '111\n' });
  assert.is(warm(of, 5, tells).code, 0);
});

test.run();
