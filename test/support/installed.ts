/** The npm package as its users have it: built, packed, and installed in an empty project, without a network. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { buildPackage } from '../../scripts/npm/build.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

/** How a program ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program in a folder, without what npm and tsx left in the environment of the tests. */
export const runIn = (
  cwd: string,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$|HELM)/u.test(name),
    );
    execFile(
      file,
      args,
      { cwd, env: { ...Object.fromEntries(own), ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });

/** npm, as the tests were started by it or as it is on the PATH. */
const npm = (cwd: string, args: readonly string[], cache: string): Promise<Outcome> => {
  const path = process.env.npm_execpath;
  const [file, ...first] = path?.endsWith('npm-cli.js') ? [process.execPath, path] : ['npm'];
  return runIn(cwd, file as string, [...first, ...args], { npm_config_cache: cache });
};

/** Packs a built package and returns the archive in `into`, which must have no other. */
export const packed = async (built: string, into: string): Promise<string> => {
  const done = await npm(
    into,
    ['pack', '--silent', '--pack-destination', into, built],
    await temporaryFolder(),
  );
  assert.is(done.code, 0, done.err);
  return join(into, (await readdir(into)).find((file) => file.endsWith('.tgz')) as string);
};

/** A project that has the package. */
export interface Project {
  readonly folder: string;
  /** What was packed. */
  readonly built: string;
  readonly archive: string;
  /** Runs `fabric-dind` in the project. */
  readonly program: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;
}

/** Builds, packs and installs. */
export const installed = async (): Promise<Project> => {
  const [folder, work, cache] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  const built = join(work, 'npm');
  await buildPackage(built);
  const archive = await packed(built, work);
  await writeFiles(folder, { 'package.json': '{ "name": "empty", "private": true }\n' });
  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  const done = await npm(folder, ['install', ...flags, archive], cache);
  assert.is(done.code, 0, done.err);
  const binary = join(folder, 'node_modules/.bin/fabric-dind');
  return { folder, built, archive, program: (args, env) => runIn(folder, binary, args, env) };
};
