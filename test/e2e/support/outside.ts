/** The world outside the cluster: HAProxy, which passes TLS on by the host name, and a client that knows no name of the cluster. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
import type { Ingress } from 'kubernetes-types/networking/v1.js';
import { adminIdentity, type Organisation } from '../../../scripts/cluster/crypto.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { channel, settings } from '../../../scripts/cluster/settings.ts';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Something that runs until it is told to end. */
interface Running {
  readonly port: number;
  readonly end: () => Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** A way from here to a Service of the cluster, which need not be in the routes of this computer. */
const forward = async (service: string, port: string): Promise<Running> => {
  const local = await freePort();
  const child = spawn(
    'kubectl',
    ['--namespace', settings.namespace, 'port-forward', `service/${service}`, `${local}:${port}`],
    { stdio: 'ignore' },
  );
  return { port: local, end: () => ended(child) };
};

/** The lines that a controller makes of Ingresses which ask for passthrough. */
const configuration = (port: number, hosts: ReadonlyMap<string, number>): string =>
  `defaults
  mode tcp
  timeout connect 5s
  timeout client 2m
  timeout server 2m
frontend tls
  bind 127.0.0.1:${port}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_hello_type 1 }
${[...hosts].map(([host], i) => `  use_backend peer${i} if { req.ssl_sni -i ${host} }`).join('\n')}
${[...hosts].map(([, backend], i) => `backend peer${i}\n  server peer 127.0.0.1:${backend}`).join('\n')}
`;

/** HAProxy in front of the peers that Ingresses of the cluster name; ends all that it started. */
export const haproxy = async (ingresses: readonly Ingress[]): Promise<Running> => {
  const ways: Running[] = [];
  const hosts = new Map<string, number>();
  for (const { spec } of ingresses) {
    for (const { host = '', http } of spec?.rules ?? []) {
      const { service } = http?.paths[0]?.backend ?? {};
      const way = await forward(service?.name ?? '', service?.port?.name ?? '');
      ways.push(way);
      hosts.set(host, way.port);
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-haproxy-'));
  const port = await freePort();
  await writeFile(join(folder, 'haproxy.cfg'), configuration(port, hosts));
  const child = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  return {
    port,
    end: async () => {
      await Promise.all([ended(child), ...ways.map(({ end }) => end())]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A call of chaincode through the gateway of a peer that the client knows by a host name alone. */
export const callFromOutside = async (
  org: Organisation,
  { host, port }: { host: string; port: number },
  call: 'evaluate' | 'submit',
  chaincode: string,
  ...args: readonly string[]
): Promise<string> => {
  const { msp, tls } = await adminIdentity(org);
  const trusted = credentials.createSsl(Buffer.from(tls['ca.crt'] as string));
  // The name goes into the TLS handshake, and the certificate is checked for it.
  const client = new Client(`127.0.0.1:${port}`, trusted, {
    'grpc.ssl_target_name_override': host,
    'grpc.use_local_subchannel_pool': 1,
  });
  try {
    const contract = connect({
      client,
      hash: hash.sha256,
      identity: { mspId: org.mspId, credentials: Buffer.from(msp['cert.pem'] as string) },
      signer: signers.newPrivateKeySigner(createPrivateKey(msp['key.pem'] as string)),
      evaluateOptions: () => ({ deadline: Date.now() + 15_000 }),
      endorseOptions: () => ({ deadline: Date.now() + 30_000 }),
      submitOptions: () => ({ deadline: Date.now() + 15_000 }),
      commitStatusOptions: () => ({ deadline: Date.now() + 60_000 }),
    })
      .getNetwork(channel)
      .getContract(chaincode);
    const [name = '', ...rest] = args;
    const answer = await (call === 'submit'
      ? contract.submitTransaction(name, ...rest)
      : contract.evaluateTransaction(name, ...rest));
    return Buffer.from(answer).toString();
  } finally {
    client.close();
  }
};

/** The same until it works. */
export const reached: typeof callFromOutside = (...call) =>
  eventually('the peer answers from outside', 60, () => callFromOutside(...call));
