/** The commands of README.md, "Quick start", of docs/first-network.md, "By hand", and of docs/identity.md, "Fabric CA", run as they stand. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { PersistentVolume, PersistentVolumeClaim, Secret } from 'kubernetes-types/core/v1.js';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect, skip } from '../../../scripts/cluster/expect.ts';
import { toolsImage } from '../../../scripts/cluster/images.ts';
import { get } from '../../../scripts/cluster/kubectl.ts';
import { eventually, run } from '../../../scripts/cluster/process.ts';
import { tools, valuesOf } from '../../../scripts/cluster/releases.ts';
import { settings } from '../../../scripts/cluster/settings.ts';
import { top } from '../../../scripts/support/top.ts';
import type { Checks } from '../support/checks.ts';

/** The namespace that the documents name. */
const namespace = 'fabric';

/** What the shell blocks below a heading of a document say. */
const commandsOf = async (document: string, heading: string): Promise<string> => {
  const text = await readFile(join(top, document), 'utf8');
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, block]) => block);
  expect(blocks.length > 0, `${document} has no commands below "${heading}"`);
  return blocks.join('');
};

/** The folder with the image tars, on the node: claims do not reach into another namespace. */
const imagesOnNode = async (): Promise<NonNullable<ValuesOverrides['peer']>> => {
  const { peer = {} } = valuesOf(organisations[0] as Organisation);
  if (!peer.preload?.volume) return peer;
  const claim = await get<PersistentVolumeClaim>('pvc', 'fabric-images');
  const { spec } = await get<PersistentVolume>('pv', claim.spec?.volumeName ?? '');
  const path = spec?.hostPath?.path ?? spec?.local?.path;
  if (path === undefined) skip('the image tars lie in a volume that only their namespace can reach');
  return { ...peer, preload: { ...peer.preload, volume: { hostPath: { path } } } };
};

/** What this cluster needs besides: images that it has. Nothing else of the documents' values is touched. */
const overrides = async (): Promise<ValuesOverrides> => {
  const { registry, repository, tag } = await toolsImage();
  return {
    peer: await imagesOnNode(),
    administrator: { image: { registry, repository, tag } },
    devnet: { image: { tag: settings.fabric } },
  };
};

/** Programs that stand before those of the PATH: a helm and a kubectl that bring in this cluster's images. */
const programs = async (folder: string): Promise<string> => {
  const { helm } = await tools();
  const values = join(folder, 'images.json');
  await writeFile(values, JSON.stringify(await overrides()));
  const kubectl = (await run('sh', ['-c', 'command -v kubectl'])).trim();
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const program = (name: string, body: string): Promise<void> =>
    writeFile(join(bin, name), `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 });
  await program(
    'helm',
    `[[ $1 == install ]] || exec '${helm.path}' "$@"\nexec '${helm.path}' "$@" --values '${values}'`,
  );
  await program(
    'kubectl',
    `[[ $* == *orderer.yaml ]] || exec '${kubectl}' "$@"
sed 's|fabric-orderer:2.5.16|fabric-orderer:${settings.fabric}|' "\${@: -1}" | '${kubectl}' "\${@:1:$#-1}" -`,
  );
  return bin;
};

const shell = async (commands: string, env: NodeJS.ProcessEnv, folder: string): Promise<string> => {
  const file = join(folder, 'commands.sh');
  await writeFile(file, commands);
  return run('bash', ['-euo', 'pipefail', file], { cwd: top, timeout: 900_000, env });
};

const removeNamespace = (): Promise<string> =>
  run('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found', '--timeout=180s']);

const freePort = 17054;

/** A Fabric CA of this machine, with TLS, while `body` runs. */
const withCa = async (
  bin: string,
  folder: string,
  body: (env: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> => {
  const home = join(folder, 'ca');
  await mkdir(home, { recursive: true });
  const server = spawn(
    join(bin, 'fabric-ca-server'),
    [
      ...['start', '-b', 'registrar:registrarpw', '--port', String(freePort), '--tls.enabled'],
      ...['--csr.hosts', 'localhost', '--home', home, '--cfg.affiliations.allowremove'],
    ],
    { stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  try {
    const certificate = join(home, 'tls-cert.pem');
    await eventually('the CA serves', 60, async () => {
      expect(existsSync(certificate), 'no certificate yet');
      await run('bash', ['-c', `</dev/tcp/127.0.0.1/${freePort}`]);
    });
    await body({
      CA: `localhost:${freePort}`,
      CA_CERT: certificate,
      BOOTSTRAP: 'registrar:registrarpw',
    });
  } finally {
    server.kill();
    await ended;
  }
};

export const firstNetwork = async (checks: Checks): Promise<void> => {
  const there = await run('kubectl', ['get', 'namespace', namespace, '--ignore-not-found', '-o', 'name']);
  expect(
    there === '',
    `there is a namespace ${namespace} already; what is in it is not this test's to remove`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-by-hand-'));
  const generated = join(top, 'dist/first-network');
  try {
    const env = {
      ...process.env,
      PATH: [await programs(folder), settings.fabricBin, process.env.PATH].join(delimiter),
      FABRIC_CFG_PATH: join(dirname(settings.fabricBin), 'config'),
    };
    await checks.check('the quick start: the commands of README.md as they stand', async () => {
      const said = await shell(await commandsOf('README.md', 'Quick start'), env, folder);
      expect(said.includes('Succeeded'), `helm test did not say that it passed: ${said.slice(-400)}`);
    });
    await removeNamespace();

    await checks.check('a network by hand: the commands of docs/first-network.md as they stand', async () => {
      await rm(generated, { recursive: true, force: true });
      const said = await shell(await commandsOf('docs/first-network.md', 'By hand'), env, folder);
      expect(said.trimEnd().endsWith('\n1'), `the last words are not what was put: ${said.slice(-400)}`);
    });
    await removeNamespace();

    await checks.check('keys of a Fabric CA: the commands of docs/identity.md as they stand', async () => {
      const bin = join(
        process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
        'fabric-dind-cluster/bin/fabric-ca-1.5.21',
      );
      if (!existsSync(bin)) skip('no Fabric CA here (shared/cluster/images builds one)');
      await run('kubectl', ['create', 'namespace', namespace]);
      await rm(join(top, 'dist/fabric-ca'), { recursive: true, force: true });
      await withCa(bin, folder, async (ca) => {
        const PATH = [bin, process.env.PATH].join(delimiter);
        await shell(
          await commandsOf('docs/identity.md', 'Fabric CA'),
          { ...process.env, ...ca, PATH },
          folder,
        );
      });
      const secret = async (name: string): Promise<string[]> => {
        const found = await run('kubectl', ['get', 'secret', name, '-n', namespace, '-o', 'json']);
        return Object.keys((JSON.parse(found) as Secret).data ?? {}).sort();
      };
      expect(
        (await secret('org1-fabric-dind-peer0-msp')).join() === 'cacert.pem,cert.pem,key.pem,tlscacert.pem',
        'the keys of the MSP are others',
      );
      expect(
        (await secret('org1-fabric-dind-peer0-tls')).join() === 'ca.crt,tls.crt,tls.key',
        'the keys of TLS are others',
      );
      expect((await secret('org1-admin')).includes('key.pem'), 'the administrator has no key');
    });
  } finally {
    await removeNamespace();
    await rm(folder, { recursive: true, force: true });
    await rm(generated, { recursive: true, force: true });
    await rm(join(top, 'dist/fabric-ca'), { recursive: true, force: true });
  }
};
