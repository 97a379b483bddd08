/** Chaincode of the fixture: packages, and its life on the channel. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { create } from 'tar';
import { top } from '../support/top.ts';
import { type Organisation, organisations } from './crypto.ts';
import { giveAdmins, peerAddress, step } from './network.ts';
import { run } from './process.ts';
import { settings } from './settings.ts';

/** A chaincode package and the name under which the channel knows it. */
export interface Chaincode {
  readonly name: string;
  readonly label: string;
  readonly file: string;
  readonly packageId: string;
}

const sources = join(import.meta.dirname, 'chaincode');

/** Writes a gzipped tar that is the same for the same content. */
export const archive = (folder: string, file: string, names: readonly string[]): Promise<void> =>
  create({ cwd: folder, file, gzip: true, portable: true, mtime: new Date(0) }, [...names]);

/** The sources of a chaincode as one hash, so that a package that is kept is made anew when they change. */
const hashOf = async (folder: string): Promise<string> => {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${relative(folder, file)}\0`).update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
};

/** A package is metadata.json and code.tar.gz; the same sources always give the same package id. */
const pack = async (
  name: string,
  label: string,
  metadata: { readonly type: string; readonly path: string },
  source: string,
  fill: (src: string) => Promise<void>,
): Promise<Chaincode> => {
  await mkdir(settings.work, { recursive: true });
  const file = join(settings.work, `${label}-${await hashOf(join(sources, source))}.tar.gz`);
  if (!existsSync(file)) {
    const folder = await mkdtemp(join(settings.work, 'package-'));
    await mkdir(join(folder, 'src'));
    await fill(join(folder, 'src'));
    // What Fabric reads itself, e.g. indexes of CouchDB, lies beside the sources.
    const metadataFolder = join(folder, 'src', 'META-INF');
    const parts = existsSync(metadataFolder) ? ['META-INF', 'src'] : ['src'];
    if (parts.length > 1) await rename(metadataFolder, join(folder, 'META-INF'));
    await archive(folder, join(folder, 'code.tar.gz'), parts);
    await writeFile(join(folder, 'metadata.json'), JSON.stringify({ ...metadata, label }));
    await archive(folder, join(folder, 'package.tar.gz'), ['metadata.json', 'code.tar.gz']);
    await rename(join(folder, 'package.tar.gz'), file);
    await rm(folder, { recursive: true });
  }
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { name, label, file, packageId: `${label}:${hash}` };
};

const goPackage = (
  name: string,
  label: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Chaincode> =>
  pack(name, label, { path: 'example.com/kv', type: 'golang' }, 'go', async (src) => {
    await cp(join(sources, 'go'), src, { recursive: true });
    for (const [file, text] of Object.entries(more)) await writeFile(join(src, file), text);
    await run('go', ['mod', 'vendor'], { cwd: src, env: { ...process.env, GOFLAGS: '', GOWORK: 'off' } });
  });

/** Go chaincode with vendored modules: it builds without a network. */
export const goChaincode = (): Promise<Chaincode> => goPackage('kv', 'kv_1');

/** The same under another name, as a package of its own. */
export const goChaincodeAs = (name: string): Promise<Chaincode> => goPackage(name, `${name}_1`);

/** Chaincode that ends as soon as it starts. */
export const crashingChaincode = (): Promise<Chaincode> =>
  goPackage('crash', 'crash_1', {
    'crash.go': 'package main\n\nimport "os"\n\nfunc init() { println("crashing at once"); os.Exit(3) }\n',
  });

/** Node.js chaincode in one file: `npm install` finds nothing to fetch. */
export const nodeChaincode = (): Promise<Chaincode> =>
  pack('kvnode', 'kvnode_1', { path: '', type: 'node' }, 'node', async (src) => {
    const build = join(settings.work, 'node');
    await cp(join(sources, 'node'), build, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: build });
    await run(join(top, 'node_modules/.bin/esbuild'), [
      join(build, 'index.js'),
      '--bundle',
      '--platform=node',
      '--minify',
      `--outfile=${join(src, 'chaincode.js')}`,
    ]);
    const manifest = { name: 'kv-node', version: '1.0.0', scripts: { start: 'node chaincode.js' } };
    await writeFile(join(src, 'package.json'), JSON.stringify(manifest));
  });

/** A Java package with a prebuilt jar; the jar is none, since nothing here could run it. */
export const javaChaincode = (): Promise<Chaincode> =>
  pack('kvjava', 'kvjava_1', { path: '', type: 'java' }, 'go', async (src) => {
    await writeFile(join(src, 'chaincode.jar'), 'a jar\n');
  });

/** Installs on one peer; the peer builds the image in its sidecar. */
export const install = (org: Organisation, peer: string, chaincode: Chaincode): Promise<string> =>
  step(org, 'install', {
    CORE_PEER_ADDRESS: peerAddress(org, peer),
    PACKAGE: `/tmp/${packageFile(chaincode)}`,
    PACKAGE_ID: chaincode.packageId,
  });

/** The name of a package's file, wherever it is handed to. */
export const packageFile = ({ label }: Chaincode): string => `${label}.tar.gz`;

/** Hands the package to the administrators. */
export const hand = async (chaincode: Chaincode): Promise<void> =>
  giveAdmins(packageFile(chaincode), await readFile(chaincode.file));

/** Approves for every organisation and commits. */
export const approveAndCommit = async (chaincode: Chaincode): Promise<void> => {
  const facts = { NAME: chaincode.name, VERSION: '1', SEQUENCE: '1', PACKAGE_ID: chaincode.packageId };
  for (const org of organisations) {
    await step(org, 'approve', { ...facts, CORE_PEER_ADDRESS: peerAddress(org, org.peers[0] as string) });
  }
  const [first] = organisations as [Organisation];
  const endorsers = organisations.map((org) => peerAddress(org, org.peers[0] as string)).join(' ');
  await step(first, 'commit', {
    ...facts,
    CORE_PEER_ADDRESS: peerAddress(first, first.peers[0] as string),
    ENDORSERS: endorsers,
  });
};

/** Writes a key, endorsed by one peer, and waits for the commit. */
export const put = (
  org: Organisation,
  peer: string,
  name: string,
  key: string,
  value: string,
): Promise<string> =>
  step(org, 'invoke', {
    CORE_PEER_ADDRESS: peerAddress(org, peer),
    NAME: name,
    ARGS: JSON.stringify({ Args: ['put', key, value] }),
  });

/** Reads a key on one peer. */
export const read = async (org: Organisation, peer: string, name: string, key: string): Promise<string> =>
  (
    await step(org, 'query', {
      CORE_PEER_ADDRESS: peerAddress(org, peer),
      NAME: name,
      ARGS: JSON.stringify({ Args: ['get', key] }),
    })
  ).trim();
