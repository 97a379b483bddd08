/** Debian's docker-registry and a web server of files, on this machine's loopback. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder, writeFiles } from './folder.ts';

/** Whether the registry is installed (apt-get install docker-registry). */
export const hasRegistry = spawnSync('which', ['docker-registry']).status === 0;

/** A port that nobody listens at. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.end());
  });

/** A registry, with what it has in memory, while `body` runs; it gets the address for charts. */
export const withRegistry = async (body: (registry: string) => Promise<void>): Promise<void> => {
  const port = await freePort();
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'config.yml': JSON.stringify({
      version: 0.1,
      log: { accesslog: { disabled: true }, level: 'error' },
      storage: { inmemory: {} },
      http: { addr: `127.0.0.1:${port}` },
    }),
  });
  const registry = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  const ended = once(registry, 'exit');
  try {
    for (let tries = 0; tries < 100 && !(await answers(port)); tries += 1) await sleep(50);
    await body(`oci://127.0.0.1:${port}/charts`);
  } finally {
    registry.kill();
    await ended;
  }
};

/** A registry that a function plays, while `body` runs; it gets the address for charts. */
export const withStub = async (
  listener: RequestListener,
  body: (registry: string) => Promise<void>,
): Promise<void> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await body(`oci://127.0.0.1:${(server.address() as AddressInfo).port}/charts`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** A web server that runs. */
export interface WebServer {
  readonly address: string;
  readonly close: () => void;
}

/** A web server of a folder's files, as GitHub Pages is one. */
export const webServer = async (folder: string): Promise<WebServer> => {
  const server = createServer(async (request, response) => {
    const [asked = '/'] = (request.url ?? '/').split('?');
    const path = join(folder, asked.endsWith('/') ? `${asked}index.html` : asked);
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    response.writeHead(isFile ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' });
    if (isFile) createReadStream(path).pipe(response);
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** The same, while `body` runs. */
export const withWebServer = async (
  folder: string,
  body: (address: string) => Promise<void>,
): Promise<void> => {
  const { address, close } = await webServer(folder);
  try {
    await body(address);
  } finally {
    close();
  }
};
