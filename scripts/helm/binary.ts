/** Looking at a file that should be a Helm. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Helm, HelmError } from './helm.ts';
import { isSupported, plainVersion, supportedHelm } from './versions.ts';

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The first executable of this name on `path` (as the variable PATH), or undefined. */
export const onPath = async (name: string, path: string | undefined): Promise<string | undefined> => {
  for (const folder of (path ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
};

/**
 * The Helm in the file `path`, whatever its version.
 * @throws HelmError when it does not run, or does not tell its version.
 */
export const openHelm = async (path: string): Promise<Helm> => {
  const absolute = resolve(path);
  const { stdout } = await promisify(execFile)(absolute, ['version', '--template', '{{.Version}}'], {
    timeout: 30_000,
  }).catch((cause: unknown) => {
    const [first] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new HelmError(`${path} does not run: ${first}`, { cause });
  });
  const version = plainVersion(stdout.trim());
  if (version === undefined)
    throw new HelmError(`${path} is no Helm: its version reads ${JSON.stringify(stdout)}`);
  return new Helm(absolute, version);
};

/**
 * The Helm in the file `path`.
 * @throws HelmError as `openHelm`, and when the chart does not support its version.
 */
export const openSupportedHelm = async (path: string): Promise<Helm> => {
  const helm = await openHelm(path);
  if (!isSupported(helm.version))
    throw new HelmError(`${path} is v${helm.version}; supported is ${supportedHelm.replace('-0', '')}`);
  return helm;
};
