/** The npm package `fabric-dind` in a folder: library, program, types, chart. */
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { project, versions } from '../../schema/versions.ts';
import { CommandError } from '../support/errors.ts';
import { filesBelow } from '../support/files.ts';
import { chartFolder, top } from '../support/top.ts';
import { licences } from './licences.ts';
import { readme } from './readme.ts';
import { declarations } from './types.ts';

interface OwnManifest {
  readonly name: string;
  readonly license: string;
  readonly engines: { readonly node: string };
}

/** The package's package.json; nothing but the version of Node is asked of its users. */
const manifest = async (): Promise<string> => {
  const { name, license, engines }: OwnManifest = JSON.parse(
    await readFile(join(top, 'package.json'), 'utf8'),
  );
  const types = './types/scripts/npm/library.d.ts';
  const made = {
    name,
    version: versions.chart,
    description:
      'Types, validator and command line for the values of the Helm chart fabric-dind, with the chart: Hyperledger Fabric peers with a Docker daemon each',
    keywords: ['hyperledger', 'fabric', 'helm', 'kubernetes', 'docker-in-docker', 'values', 'validator'],
    homepage: project.home,
    repository: { type: 'git', url: `git+${project.home}.git` },
    bugs: `${project.home}/issues`,
    license,
    type: 'module',
    engines,
    bin: { [name]: 'cli.js' },
    main: './index.js',
    types,
    exports: {
      '.': { types, default: './index.js' },
      './chart/*': './chart/*',
      './package.json': './package.json',
    },
    files: ['*.js', 'types', 'chart', 'THIRD-PARTY-LICENCES.txt'],
    sideEffects: false,
  };
  return `${JSON.stringify(made, null, 2)}\n`;
};

/** Writes the JavaScript, and returns what went into it. */
const bundle = async (folder: string): Promise<string[]> => {
  const { metafile } = await build({
    absWorkingDir: top,
    entryPoints: { index: 'scripts/npm/library.ts', cli: 'scripts/npm/cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'shared-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs);
};

const writeAll = async (folder: string, files: Iterable<readonly [string, string]>): Promise<void> => {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};

const copyChart = async (folder: string): Promise<void> => {
  await cp(chartFolder, join(folder, 'chart'), { recursive: true }).catch((cause: unknown) => {
    throw new CommandError(`${chartFolder}: cannot be copied; run: npm run generate`, { cause });
  });
  const text = await readFile(join(folder, 'chart/Chart.yaml'), 'utf8');
  if (!new RegExp(`^version: "?${versions.chart.replaceAll('.', '\\.')}"?$`, 'mu').test(text))
    throw new CommandError(
      `chart/fabric-dind/Chart.yaml: its version is not ${versions.chart} of schema/versions.ts; run: npm run generate`,
    );
};

/** What is replaced must be a package that was built before: a slip of the keyboard must not remove a project. */
const checkDestination = async (destination: string): Promise<void> => {
  const names = await readdir(destination).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new CommandError(`${destination}: cannot be written: ${error.code}. Name another folder`, {
      cause: error,
    });
  });
  if (names.length > 0 && !names.includes('THIRD-PARTY-LICENCES.txt'))
    throw new CommandError(
      `${destination}: holds other files than a package that was built before. Name another folder, or empty it`,
    );
};

/**
 * Writes the package into `destination`, which is replaced as a whole or not at all, and returns its files.
 * @throws CommandError when types or chart cannot be made, or something else lies there.
 */
export const buildPackage = async (destination: string): Promise<string[]> => {
  await checkDestination(destination);
  await mkdir(dirname(destination), { recursive: true });
  const folder = await mkdtemp(`${destination}.part-`);
  try {
    const [inputs, types, own] = await Promise.all([bundle(folder), declarations(), manifest()]);
    await copyChart(folder);
    await writeAll(
      folder,
      [...types].map(([path, text]) => [`types/${path}`, text] as const),
    );
    await writeAll(folder, [
      ['package.json', own],
      ['README.md', readme()],
      ['LICENSE', await readFile(join(top, 'LICENSE'), 'utf8')],
      ['THIRD-PARTY-LICENCES.txt', await licences(inputs)],
    ]);
    // npm packs rights as they are, and what is published is compared byte by byte: they must not be those of this machine.
    for (const path of await filesBelow(folder, '.'))
      await chmod(join(folder, path), path === 'cli.js' ? 0o755 : 0o644);
    await chmod(folder, 0o755);
    await rm(destination, { recursive: true, force: true });
    await rename(folder, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return filesBelow(destination, '.');
};
