/** credentials.sh: the Secrets of CouchDB's passwords, against an API server of our own. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';

const script = join(top, 'chart/components/state-database/files/credentials.sh');

interface Made {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly stringData: { readonly username: string; readonly password: string };
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/** Answers 201 for a Secret, 409 for `old`, 403 for `forbidden`. */
const apiServer = async (): Promise<{ server: Server; address: string; made: Made[]; seen: string[] }> => {
  const made: Made[] = [];
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const secret = JSON.parse(await bodyOf(request)) as Made;
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const { name } = secret.metadata;
    const code = { old: 409, forbidden: 403 }[name] ?? 201;
    if (code === 201) made.push(secret);
    response.writeHead(code).end(code === 201 ? JSON.stringify(secret) : `{"message":"${name}: no"}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { server, address: `http://127.0.0.1:${port}`, made, seen };
};

const run = async (address: string, secrets: string): Promise<{ code: number | null; out: string }> => {
  const account = await temporaryFolder();
  await writeFiles(account, { token: 'the-token', 'ca.crt': '' });
  const env = { PATH: process.env.PATH, ACCOUNT: account, SERVER: address, RELEASE: 'r', NAMESPACE: 'n' };
  const child = spawn('sh', [script], { env: { ...env, SECRETS: secrets } });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out };
};

test('each Secret is made once, with a password of its own that is said nowhere', async () => {
  const { server, address, made, seen } = await apiServer();
  const { code, out } = await run(address, 'a old b');
  server.close();
  assert.is(code, 0, out);
  assert.equal(
    made.map(({ metadata }) => metadata.name),
    ['a', 'b'],
  );
  assert.is(seen[0], 'POST /api/v1/namespaces/n/secrets Bearer the-token');
  const [a, b] = made.map(({ stringData }) => stringData);
  assert.is(a?.username, 'admin');
  assert.match(a?.password ?? '', /^[0-9a-f]{48}$/u);
  assert.is.not(a?.password, b?.password);
  assert.match(out, /made the Secret a\nthe Secret old is there\nmade the Secret b/u);
  assert.not.match(out, /[0-9a-f]{20}|the-token/u);
});

test('a refusal is told and ends the Job', async () => {
  const { server, address } = await apiServer();
  const { code, out } = await run(address, 'forbidden a');
  server.close();
  assert.is(code, 1);
  assert.match(out, /the Secret forbidden could not be made: .*forbidden: no/u);
});

test.run();
