/** watch.sh: what the sidecar ends because it must not run on, with a stand-in for docker. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFiles, writeProgram } from '../../../support/folder.ts';
import {
  at,
  id,
  listening,
  own,
  replace,
  sidecar,
  socket,
  status,
  until,
  watching,
} from '../../../support/sidecar.ts';

test('chaincode ends when its peer runs no longer, builds do not', async () => {
  const of = await sidecar();
  await of.runs(`chaincode ${own('a')}`, 'other hyperledger/fabric-ccenv:2.5', `chaincode ${own('b')}`);
  await watching(of, async () => {
    await until('something is published', () => of.text('dind/status') !== '');
    assert.is(of.text('calls'), '');
    await replace(of.folder, 'tcp', listening.replace(' 0A ', ' 01 '));
    await until('something ends', () => of.text('calls') !== '');
    assert.is(of.text('calls').split('\n')[0], `docker kill ${id(0)} ${id(2)}`);
  });
});

test('chaincode that was started between the two looks at the socket is spared', async () => {
  const of = await sidecar();
  await of.runs(`chaincode ${own('a')}`);
  await replace(of.folder, 'tcp', '');
  // The peer listens when the containers have been listed.
  const docker = readFileSync(join(of.folder, 'bin/docker'), 'utf8');
  await writeProgram(
    join(of.folder, 'bin'),
    'docker',
    `${docker}\ncase $* in *--quiet*) cp ${of.folder}/listening ${of.folder}/tcp ;; esac`,
  );
  await writeFiles(of.folder, { listening });
  await watching(of, async () => {
    await until('the peer listens', () => of.text('tcp') !== '');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.is(of.text('calls'), '');
  });
});

for (const [port, name] of [
  ['1B8B', '7051'],
  ['1B8C', '7052'],
  ['24E3', '9443'],
] as const)
  test(`chaincode that holds port ${name} ends; other sockets, and the peer's own, are nobody's business`, async () => {
    const of = await sidecar();
    const holds = async (pid: number, inode: number, container: string): Promise<void> => {
      await writeFiles(of.folder, {
        [`proc/${pid}/cgroup`]: `4:pids:/kubepods/pod1/${id(9)}/docker/${container}\n0::/kubepods/pod1/${id(9)}\n`,
      });
      await mkdir(join(of.folder, `proc/${pid}/fd`), { recursive: true });
      await symlink(`socket:[${inode}]`, join(of.folder, `proc/${pid}/fd/3`));
    };
    await holds(12, 222, id(2));
    await holds(13, 333, id(3));
    await replace(of.folder, 'tcp', `${listening}${socket(222, '2382')}`);
    await watching(of, async () => {
      await until('something is published', () => of.text('dind/status') !== '');
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.is(of.text('calls'), '');
      await replace(of.folder, 'tcp', `${port === '1B8B' ? '' : listening}${socket(333, port)}`);
      await until('it ends', () => of.text('calls').includes(`docker kill ${id(3)}`));
      assert.not.match(of.text('calls'), id(2));
    });
  });

test('a build ends after its time, another one has its own', async () => {
  const of = await sidecar();
  const env = { ...of.env, DIND_BUILD_TIMEOUT: '60' };
  await of.runs('other hyperledger/fabric-ccenv:2.5', `chaincode ${own('a')}`);
  await watching({ ...of, env }, async () => {
    await until('the build is seen', () => status(of, 'builds')[0] === 'builds 1');
    // The watch publishes first and looks at builds then: it has done both when it publishes again.
    await rm(join(of.folder, 'dind/status'));
    await until('the next look begins', () => of.text('dind/status') !== '');
    await at(of.folder, 150);
    await of.runs(
      'other hyperledger/fabric-ccenv:2.5',
      `chaincode ${own('a')}`,
      'other hyperledger/fabric-nodeenv:2.5',
    );
    await until('both are seen', () => status(of, 'builds')[0] === 'builds 2');
    assert.is(of.text('calls'), '');
    await at(of.folder, 161);
    await until('the first ends', () => of.text('calls') !== '');
    assert.not.match(of.text('calls'), id(2));
    assert.match(of.text('calls'), `docker rm --force ${id(0)}`);
  });
});

test('a daemon that answered and is silent for long is killed; one that is starting is not', async () => {
  const of = await sidecar();
  const daemon = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    await writeFiles(of.folder, { silent: '', 'own/daemon': `${daemon.pid}\n` });
    let now = 1000;
    const silence = async (): Promise<void> => {
      now += 200;
      await at(of.folder, now);
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await watching(of, async () => {
      for (let i = 0; i < 3; i++) await silence();
      assert.is(daemon.signalCode, null);
      await writeFiles(of.folder, { 'own/answered': '' });
      // On a machine under load the watch may not look between two of these times.
      for (let i = 0; i < 100 && daemon.signalCode === null; i++) await silence();
      assert.is(daemon.signalCode, 'SIGKILL');
    });
  } finally {
    daemon.kill('SIGKILL');
  }
});

test.run();
