/** alive.sh: when the peer's liveness probe fails, and when it stops the peer, with files in place of daemon and ledger. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFiles } from '../../../support/folder.ts';
import { image, own, Peer, socket, type When } from '../../../support/peer.ts';

const scenario = (name: string, body: (peer: Peer) => Promise<void>): void => {
  test(name, async () => {
    const peer = await Peer.start();
    try {
      await body(peer);
    } finally {
      await peer.end();
    }
  });
};

scenario(
  'a peer that never listened is starting; one that listened is dead when it stops to',
  async (peer) => {
    assert.is(await peer.probe(), 'alive');
    await peer.sockets();
    assert.is(await peer.probe(), 'dead');
  },
);

scenario('a peer whose port was never open is alive', async (peer) => {
  await peer.sockets();
  assert.is(await peer.probe(), 'alive');
});

scenario('another data root of the daemon stops the peer', async (peer) => {
  await peer.dataRoot('one');
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(), 'alive');
  await peer.dataRoot('two');
  assert.is(await peer.probe(), 'stopped: the Docker daemon lost its data');
  assert.ok(await peer.wasStopped());
});

scenario('an image that vanished stops the peer, but not while something is built', async (peer) => {
  await peer.install('a', 'before');
  await peer.daemon({ daemon: 'before' }, 0, [image('a'), image('b')]);
  assert.is(await peer.probe(), 'alive');
  const gone: [When, string][] = [['later', image('a')]];
  await peer.daemon({ daemon: 'before' }, 0, [image('b')], gone);
  assert.is(await peer.probe(), 'alive');
  await peer.daemon({ daemon: 'before' }, 1, [image('b')], gone);
  assert.is(await peer.probe(20), 'alive');
  await peer.daemon({ daemon: 'before' }, 0, [image('b')], gone);
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(20), 'stopped: the Docker daemon lost the image of an installed chaincode');
  assert.ok(await peer.wasStopped());
});

const staysAlive = async (peer: Peer): Promise<void> => {
  for (let i = 0; i < 9; i++) assert.is(await peer.probe(), 'alive');
};

scenario('an image that vanished before the peer began, or is there again, stops nothing', async (peer) => {
  await peer.install('a', 'before');
  await peer.install('b', 'before');
  await peer.daemon(
    { daemon: 'before' },
    0,
    [image('b')],
    [
      ['before', image('a')],
      ['later', image('b')],
    ],
  );
  await staysAlive(peer);
});

scenario('an image that is of no installed package may go', async (peer) => {
  await peer.daemon({ daemon: 'before' }, 0, [], [['later', image('b')]]);
  await staysAlive(peer);
});

scenario('a failed build stops the peer once its cause may be gone, and never before', async (peer) => {
  await peer.install('a', 'before');
  await peer.daemon({ daemon: 'before' }, 0, []);
  await staysAlive(peer);
  await peer.daemon({ daemon: 'later' }, 0, []);
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(50), 'alive');
  assert.is(await peer.probe(), 'stopped: a build failed when the peer started, and its cause may be gone');
});

scenario('a package that is being installed is no failed build', async (peer) => {
  await peer.install('a', 'later');
  await peer.daemon({ daemon: 'later' }, 0, []);
  await staysAlive(peer);
});

scenario('a package that an external builder took needs no image', async (peer) => {
  await peer.install('a', 'before');
  await peer.takenByBuilder('a');
  await peer.daemon({ daemon: 'later' }, 0, [], [['later', image('a')]]);
  await staysAlive(peer);
});

scenario('a port that another process holds is not the peer listening', async (peer) => {
  assert.is(await peer.probe(), 'alive');
  await peer.sockets(socket(222));
  assert.is(await peer.probe(), 'dead');
});

scenario(
  'a peer that answered and accepts no connections is dead; one whose ledgers are not open yet is not',
  async (peer) => {
    await peer.sockets(socket(own, '1B8B', 3));
    assert.is(await peer.probe(), 'alive');
    await writeFiles(peer.folder, { 'tmp/.peer-100000/answered': '' });
    assert.is(await peer.probe(), 'dead');
    await peer.sockets(socket(own));
    assert.is(await peer.probe(), 'alive');
  },
);

/** A server in a process of its own, which can be stopped: then it listens, and never accepts. */
const server = async (answer: string): Promise<{ child: ChildProcess; port: number }> => {
  const code = `require('node:net').createServer((s) => s.on('error', () => {}).end(${JSON.stringify(answer)})).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, port: Number(port.toString()) };
};

const operations = socket(999, '24E3');

test('an operations server that answered has to answer, whatever the status', async () => {
  const { child, port } = await server('HTTP/1.0 503 Service Unavailable\r\n\r\n');
  const peer = await Peer.start(port);
  try {
    await peer.holds(999);
    child.kill('SIGSTOP');
    await peer.sockets(socket(own), operations);
    assert.is(await peer.probe(), 'alive', 'it never answered');
    child.kill('SIGCONT');
    assert.is(await peer.probe(), 'alive');
    child.kill('SIGSTOP');
    assert.is(await peer.probe(), 'dead');
    peer.env.CORE_OPERATIONS_TLS_ENABLED = 'true';
    assert.is(await peer.probe(), 'alive', 'bash knows no TLS');
    await peer.sockets(socket(own), socket(999, '24E3', 2));
    assert.is(await peer.probe(), 'dead', 'but it sees that connections are not accepted');
  } finally {
    child.kill('SIGKILL');
    await peer.end();
  }
});

const failedBuild = 'stopped: a build failed when the peer started, and its cause may be gone';

/** Probes for 70 seconds; what the last probe said. */
const after70Seconds = async (peer: Peer): Promise<string> => {
  let said = '';
  for (let i = 0; i < 8 && !said.startsWith('stopped'); i++) said = await peer.probe();
  return said;
};

scenario(
  'a package that never builds restarts the peer once for each cause, across restarts of the container',
  async (peer) => {
    await peer.install('a', 'before');
    await peer.daemon({ daemon: 'later' }, 0, []);
    assert.is(await after70Seconds(peer), failedBuild);
    await peer.began(5000);
    await peer.daemon({ daemon: 5500 }, 0, []);
    assert.is(await after70Seconds(peer), 'alive', 'the daemon restarted again');
    await peer.daemon({ daemon: 5500, room: 5600 }, 0, []);
    assert.is(await after70Seconds(peer), failedBuild);
    await peer.began(9000);
    await peer.daemon({ daemon: 9500, room: 9500 }, 0, []);
    assert.is(await after70Seconds(peer), 'alive', 'the volume had room again, again');
    await peer.daemon({ images: 9500 }, 0, [], [], 78);
    assert.is(await after70Seconds(peer), failedBuild);
    await peer.began(13000);
    await peer.daemon({ images: 13500 }, 0, [], [], 78);
    assert.is(await after70Seconds(peer), 'alive', 'the same images');
    await peer.daemon({ images: 13500 }, 0, [], [], 79);
    assert.is(await after70Seconds(peer), failedBuild);
  },
);

scenario(
  'a package that was built in between may restart the peer again; others are remembered',
  async (peer) => {
    await peer.install('a', 'before');
    await peer.install('b', 'before');
    await peer.daemon({ daemon: 'later' }, 0, []);
    assert.is(await after70Seconds(peer), failedBuild);
    await peer.began(5000);
    await peer.daemon({ daemon: 5500 }, 0, [image('a')]);
    assert.is(await after70Seconds(peer), 'alive');
    await peer.began(9000);
    await peer.daemon({ daemon: 9500 }, 0, []);
    assert.is(await after70Seconds(peer), failedBuild, 'a failed again');
    await peer.began(13000);
    await peer.daemon({ daemon: 13500 }, 0, []);
    assert.is(await after70Seconds(peer), 'alive');
  },
);

scenario('with a thousand packages the probe takes no thirty times as long as with ten', async (peer) => {
  const hex = (i: number): string => i.toString(16).padStart(64, '0');
  const timeOf = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++)
      await writeFiles(peer.folder, {
        [`production/lifecycle/chaincodes/kv_1.${hex(i)}.tar.gz`]: '',
        [`production/externalbuilder/builds/kv_1-${hex(i + 2000)}/build-info.json`]: '',
      });
    const images = Array.from({ length: count - 1 }, (_, i) => `dev-peer0-kv_1-${hex(i)}-${hex(7)}:latest`);
    await peer.daemon({ daemon: 'later' }, 0, images);
    await peer.probe();
    const began = performance.now();
    assert.is(await peer.probe(), 'alive');
    return performance.now() - began;
  };
  const ten = await timeOf(10);
  const thousand = await timeOf(1000);
  assert.ok(thousand < 30 * ten, `${thousand} ms after ${ten} ms`);
});

/** The files of a Secret as the kubelet shows them, replaced at once. */
const identity = async (
  peer: Peer,
  version: number,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  const folder = join(peer.folder, 'tls');
  for (const [name, text] of Object.entries(files))
    await writeFiles(folder, { [`..${version}/${name}`]: text });
  for (const name of Object.keys(files)) {
    await rm(join(folder, name), { force: true });
    await symlink(`..data/${name}`, join(folder, name));
  }
  await rm(join(folder, '..data'), { force: true });
  await symlink(`..${version}`, join(folder, '..data'));
  peer.env.CORE_PEER_TLS_CERT_FILE = join(folder, 'server.crt');
};
const renewed = 'stopped: what is mounted as the identity of the peer has changed';

scenario('renewed certificates stop the peer, after its delay and a jitter', async (peer) => {
  Object.assign(peer.env, { RESTART_DELAY: '100', RESTART_JITTER: '20' });
  await identity(peer, 1, { 'server.crt': 'one', 'server.key': 'one' });
  assert.is(await peer.probe(), 'alive');
  await identity(peer, 2, { 'server.crt': 'one', 'server.key': 'one' });
  assert.is(await peer.probe(500), 'alive', 'the same files in another folder');
  await identity(peer, 3, { 'server.crt': 'two', 'server.key': 'two' });
  assert.is(await peer.probe(), 'alive');
  assert.is(await peer.probe(99), 'alive');
  assert.is(await peer.probe(22), renewed);
  assert.ok(await peer.wasStopped());
});

scenario(
  'a peer does not stop for an identity that is not whole, nor where it is not asked to',
  async (peer) => {
    await identity(peer, 1, { 'server.crt': 'one', 'server.key': 'one' });
    assert.is(await peer.probe(), 'alive');
    await identity(peer, 2, { 'server.crt': 'two', 'server.key': 'two' });
    for (let i = 0; i < 3; i++) assert.is(await peer.probe(500), 'alive');
    peer.env.RESTART_JITTER = '0';
    assert.is(await peer.probe(), 'alive');
    await identity(peer, 3, { 'server.crt': 'three', 'server.key': '' });
    for (let i = 0; i < 3; i++) assert.is(await peer.probe(500), 'alive');
    await identity(peer, 4, { 'server.crt': 'three', 'server.key': 'three' });
    assert.is(await peer.probe(), renewed);
  },
);

scenario('without TLS a renewed MSP stops the peer, too', async (peer) => {
  peer.env.RESTART_JITTER = '0';
  await identity(peer, 1, { 'config.yaml': 'one' });
  peer.env.CORE_PEER_MSPCONFIGPATH = (peer.env.CORE_PEER_TLS_CERT_FILE as string).replace(/[/][^/]*$/u, '');
  delete peer.env.CORE_PEER_TLS_CERT_FILE;
  assert.is(await peer.probe(), 'alive');
});

test.run();
