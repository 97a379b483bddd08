/** The images of chaincode Jobs and of chaincode as a service: built here, and handed to the node by `ctr`. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { create } from 'tar';
import { skip } from './expect.ts';
import { run } from './process.ts';
import { settings } from './settings.ts';

/** An image of the fixture. `.invalid` is no host anywhere (RFC 2606), so nothing is ever pulled. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** The image by digest, as a package of type k8s names it. */
  readonly digest: string;
}

const registry = 'e2e.invalid';
const made = new Set<string>();

/** The name of an image without its tag. */
export const nameOf = (image: Image): string => `${image.registry}/${image.repository}`;

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
};

/** A static binary: it needs nothing of its image but the kernel. */
const compile = async (source: string, output: string, command = '.'): Promise<void> => {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  await run('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', output, command], {
    cwd: join(import.meta.dirname, source),
    env,
  });
};

/** Why images cannot be handed to the node from here; undefined when they can. */
const obstacle = async (): Promise<string | undefined> => {
  if (!existsSync(join(settings.images, 'fabric-baseos.tar')))
    return `no fabric-baseos.tar in ${settings.images}`;
  if (!process.env.CONTAINERD_ADDRESS) return 'CONTAINERD_ADDRESS does not name the containerd of the node';
  return run('ctr', ['version']).then(
    () => undefined,
    () => 'ctr does not reach the containerd of the node',
  );
};

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** An OCI layout, so that the manifest's digest is known: `docker save`'s format leaves it to who loads it. */
class Layout {
  private readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  async file(mediaType: string, path: string): Promise<Descriptor> {
    const digest = await sha256(path);
    const blob = join(this.folder, 'blobs/sha256', digest);
    if (!existsSync(blob)) await link(path, blob);
    const { size } = await stat(path);
    return { mediaType, digest: `sha256:${digest}`, size };
  }
  async json(mediaType: string, value: unknown): Promise<Descriptor> {
    const path = join(this.folder, `${mediaType.replaceAll(/[^a-z0-9]/gu, '-')}`);
    await writeFile(path, JSON.stringify(value));
    return this.file(mediaType, path);
  }
}

/** One layer of ours on an image of the fixture; Debian alone brings the shell that most need. */
const assemble = async (
  name: string,
  config: object,
  fill: (root: string) => Promise<void>,
  on = 'fabric-baseos.tar',
): Promise<Image> => {
  await mkdir(settings.work, { recursive: true });
  const folder = await mkdtemp(join(settings.work, 'image-'));
  try {
    const base = join(folder, 'base');
    const out = join(folder, 'out');
    const root = join(folder, 'root');
    await Promise.all(
      [base, root, join(out, 'blobs/sha256')].map((path) => mkdir(path, { recursive: true })),
    );
    await run('tar', ['-C', base, '-xf', join(settings.images, on)]);
    await fill(root);
    await create({ cwd: root, file: join(base, 'layer.tar'), portable: true, mtime: new Date(0) }, ['.']);
    const [saved] = JSON.parse(await readFile(join(base, 'manifest.json'), 'utf8')) as [{ Layers: string[] }];
    const layout = new Layout(out);
    const layers: Descriptor[] = [];
    for (const layer of [...saved.Layers, 'layer.tar'])
      layers.push(await layout.file('application/vnd.oci.image.layer.v1.tar', join(base, layer)));
    const arch = process.arch === 'x64' ? 'amd64' : process.arch;
    const description = await layout.json('application/vnd.oci.image.config.v1+json', {
      architecture: arch,
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    });
    const manifest = await layout.json('application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: description,
      layers,
    });
    const image = { registry, repository: `${settings.namespace}/${name}`, tag: '1', digest: '' };
    const whole = { ...image, digest: `${nameOf(image)}@${manifest.digest}` };
    await writeFile(join(out, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    const references = [`${nameOf(image)}:1`, whole.digest];
    const index = references.map((reference) => ({
      ...manifest,
      platform: { architecture: arch, os: 'linux' },
      annotations: { 'io.containerd.image.name': reference },
    }));
    await writeFile(join(out, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: index }));
    const tar = join(folder, 'image.tar');
    await create({ cwd: out, file: tar }, ['oci-layout', 'index.json', 'blobs']);
    for (const reference of references) made.add(reference);
    await run('ctr', ['images', 'import', tar]);
    return whole;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const parse = (reference: string): Image => {
  const [name, digest] = reference.split('@') as [string, string | undefined];
  const [, host = '', repository, tag = ''] = /^(?:([^/]*[.:][^/]*)\/)?([^:]+)(?::(.*))?$/u.exec(name) ?? [];
  return {
    registry: host || 'docker.io',
    repository: repository ?? name,
    tag,
    digest: digest === undefined ? '' : reference,
  };
};

const orSkip = async (variable: string): Promise<void> => {
  const why = await obstacle();
  if (why !== undefined) skip(`${why}; ${variable} may name an image instead`);
};

/**
 * The image of the builder of chaincode Jobs.
 * @throws Skipped where there is none and none can be made.
 */
export const builderImage = async (): Promise<Image> => {
  if (settings.k8sBuilder) return parse(settings.k8sBuilder);
  await orSkip('E2E_K8S_BUILDER');
  return assemble('k8s-builder', { Env: [`PATH=${path}`], Cmd: ['true'] }, async (root) => {
    const bin = join(root, 'opt/hyperledger/k8s_builder/bin');
    await mkdir(bin, { recursive: true });
    await compile('builder', join(bin, 'builder'));
    for (const name of ['detect', 'build', 'release', 'run']) await symlink('builder', join(bin, name));
  });
};

/**
 * The kv chaincode as an image. Fabric's Go shim takes the peer's address from a flag alone, so a shell passes it on, as
 * the images of fabric-builder-k8s' samples do.
 * @throws Skipped where there is none and none can be made.
 */
export const chaincodeImage = async (): Promise<Image> => {
  if (settings.k8sChaincode) return parse(settings.k8sChaincode);
  await orSkip('E2E_K8S_CHAINCODE');
  const command = ['sh', '-c', 'exec /usr/local/bin/kv -peer.address "$CORE_PEER_ADDRESS"'];
  return assemble('kv', { User: '500', Env: [`PATH=${path}`], Cmd: command }, async (root) => {
    await mkdir(join(root, 'usr/local/bin'), { recursive: true });
    await compile('chaincode/go', join(root, 'usr/local/bin/kv'));
  });
};

/**
 * A plain image with an image tar in the folder /images, as teams ship images to clusters without a registry.
 * @throws Skipped where it cannot be made.
 */
export const tarsImage = async (): Promise<Image> => {
  const why = await obstacle();
  if (why !== undefined) skip(why);
  return assemble('tars', { Env: [`PATH=${path}`], Cmd: ['true'] }, async (root) => {
    await mkdir(join(root, 'images'));
    await link(join(settings.images, 'fabric-baseos.tar'), join(root, 'images/fabric-baseos.tar'));
  });
};

/**
 * An image with kubectl and a shell, for the rollout's Job.
 * @throws Skipped where it cannot be made.
 */
export const kubectlImage = async (): Promise<Image> => {
  const why = await obstacle();
  if (why !== undefined) skip(why);
  return assemble('kubectl', { User: '65534', Env: [`PATH=${path}`], Cmd: ['true'] }, async (root) => {
    await mkdir(join(root, 'usr/local/bin'), { recursive: true });
    const own = (await run('sh', ['-c', 'command -v kubectl'])).trim();
    await copyFile(own, join(root, 'usr/local/bin/kubectl'));
  });
};

/** Copies a program of this machine with its libraries and its loader, so that it runs on any Linux of this architecture. */
const portable = async (name: string, root: string): Promise<void> => {
  const program = (await run('sh', ['-c', `command -v ${name}`])).trim();
  const libraries = (await run('ldd', [program])).match(/\/[^ ]+/gu) ?? [];
  const loader = libraries.find((path) => path.includes('/ld-linux'));
  if (loader === undefined) throw new Error(`${program} names no loader: ldd knows it as no dynamic program`);
  const folder = join(root, 'opt', name);
  await mkdir(folder, { recursive: true });
  for (const path of [program, ...libraries]) await copyFile(path, join(folder, basename(path)));
  const call = `exec /opt/${name}/${basename(loader)} --library-path /opt/${name} /opt/${name}/${name} "$@"`;
  await writeFile(join(root, 'usr/local/bin', name), `#!/bin/sh\n${call}\n`, { mode: 0o755 });
};

const toolsTar = `fabric-tools-${settings.fabric}.tar`;

/**
 * Fabric's commands as upstream's image has them: the fixture's own lacks jq, curl and configtxlator.
 * @throws Skipped where it cannot be made.
 */
export const toolsImage = async (): Promise<Image> => {
  if (!existsSync(join(settings.images, toolsTar))) return parse(settings.tools);
  const why = await obstacle();
  if (why !== undefined) skip(why);
  for (const name of ['jq', 'curl'])
    await run('sh', ['-c', `command -v ${name}`]).catch(() => skip(`no ${name} here to put into the image`));
  const environment = [`PATH=${path}`, 'FABRIC_CFG_PATH=/etc/hyperledger/fabric'];
  return assemble(
    'fabric-tools',
    { Env: environment, Cmd: ['bash'] },
    async (root) => {
      const bin = join(root, 'usr/local/bin');
      await mkdir(bin, { recursive: true });
      for (const name of ['jq', 'curl']) await portable(name, root);
      await compile(
        'configtxlator',
        join(bin, 'configtxlator'),
        'github.com/hyperledger/fabric/cmd/configtxlator',
      );
    },
    toolsTar,
  );
};

/** What `ctr images rm` has to remove. */
export const madeImages = (): string[] => [...made];

/** Takes images from the node again: the one that is named, or all that this run has made. */
export const removeImages = async (only?: Image): Promise<void> => {
  const gone = [...made].filter((reference) => only === undefined || reference.startsWith(nameOf(only)));
  if (gone.length === 0) return;
  await run('ctr', ['images', 'rm', ...gone]);
  for (const reference of gone) made.delete(reference);
};
