/** ready.sh: the peer is ready when it answered once, and listens and accepts connections since, with a stand-in for `peer`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFiles, writeProgram } from '../../../support/folder.ts';
import { own, Peer, socket } from '../../../support/peer.ts';

/** Runs the probe on a clock that goes on by a second whenever it is read. */
const ready = async (
  body: (peer: Peer, probe: () => { code: number | null; out: string }) => Promise<void>,
  says = 'Channels peers has joined:\n',
  code = 0,
): Promise<void> => {
  const peer = await Peer.start();
  try {
    const script = readFileSync(join(peer.folder, 'peer.sh'), 'utf8').replace(
      `read -r uptime _ <${peer.folder}/proc/uptime`,
      `uptime=$(wc -c <${peer.folder}/ticks).0; echo >>${peer.folder}/ticks`,
    );
    await writeFiles(peer.folder, { 'peer.sh': script, ticks: '', says, calls: '' });
    await writeProgram(
      join(peer.folder, 'bin'),
      'peer',
      `echo "$* $CORE_PEER_ADDRESS $CORE_PEER_TLS_SERVERHOSTOVERRIDE $CORE_PEER_TLS_CLIENTCERT_FILE" >>"$FAKE/calls"; cat "$FAKE/says"; exit ${code}`,
    );
    await body(peer, () => peer.run('ready.sh'));
  } finally {
    await peer.end();
  }
};

const calls = (peer: Peer): string[] =>
  readFileSync(join(peer.folder, 'calls'), 'utf8').split('\n').filter(Boolean);

test('a peer that answers is ready; it is asked once in its run, at its own address with its own certificate', async () => {
  await ready(async (peer, probe) => {
    peer.env.CORE_PEER_TLS_CERT_FILE = '/tls/server.crt';
    assert.is(probe().code, 0);
    assert.is(probe().code, 0);
    assert.equal(calls(peer), ['channel list 127.0.0.1:7051 peer0.example.com /tls/server.crt']);
    // What the sidecar reads.
    assert.is(readFileSync(join(peer.folder, 'dind/answered'), 'utf8'), `${own}\n`);
    await peer.began(5000);
    assert.is(probe().code, 0);
    assert.is(calls(peer).length, 2);
  });
});

test('a peer that listens and does not answer is not ready: its ledgers are not open yet', async () => {
  for (const says of [
    'Error: error getting endorser client for channel: endorser client failed to connect to 127.0.0.1:7051: failed to create new connection: context deadline exceeded\n',
    'Error: Failed sending proposal, got rpc error: code = Unavailable desc = connection error\n',
    'Error: dial tcp 127.0.0.1:7051: connect: connection refused\n',
    '',
  ])
    await ready(
      async (peer, probe) => {
        assert.is(probe().code, 1, says);
        assert.ok(!existsSync(join(peer.folder, 'dind/answered')));
      },
      says,
      1,
    );
});

test('a peer that never accepts does not answer', async () => {
  await ready(async (peer, probe) => {
    await writeProgram(join(peer.folder, 'bin'), 'peer', 'sleep 60');
    assert.is(probe().code, 1);
  });
});

test('a refusal is an answer: of the certificate, or of the caller', async () => {
  for (const says of [
    'Error: failed to create new connection: connection error: desc = "transport: authentication handshake failed: x509: certificate is valid for a, not b"\n',
    'Error: rpc error: code = Unavailable desc = connection error: desc = "transport: authentication handshake failed: remote error: tls: bad certificate"\n',
    'Error: Failed sending proposal, got rpc error: code = Unknown desc = error validating proposal: access denied\n',
    'Error: Received bad response, status 500: access denied\n',
  ])
    await ready(
      async (_, probe) => {
        assert.is(probe().code, 0, says);
      },
      says,
      1,
    );
});

test('a peer that does not listen is not ready, nor one whose port another process holds', async () => {
  await ready(async (peer, probe) => {
    await peer.sockets();
    assert.is(probe().code, 1);
    await peer.sockets(socket(own, '1B8C'));
    assert.is(probe().code, 1);
    await peer.sockets(socket(222));
    assert.is(probe().code, 1);
    assert.equal(calls(peer), []);
  });
});

test('a peer that was ready is ready no longer when connections pile up', async () => {
  await ready(async (peer, probe) => {
    assert.is(probe().code, 0);
    await peer.sockets(socket(own, '1B8B', 2));
    assert.is(probe().code, 1);
  });
});

test.run();
