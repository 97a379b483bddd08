/** The programs in Go that stand beside this file: built, started, and asked line by line. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onExit } from '../../scripts/support/cleanup.ts';
import { CommandError } from '../../scripts/support/errors.ts';
import { chartFolder, top } from '../../scripts/support/top.ts';
import { builtByGo } from '../support/go.ts';

/** Asks a program; answers come in the order of the questions. */
export type Ask = (question: string) => Promise<unknown>;

const build = (name: string, folder: string, flags: readonly string[]): Promise<string> =>
  builtByGo(name, ['build', '-trimpath', ...flags, '-o', name, '.'], join(top, 'test/odd', folder));

const start = (name: string, binary: string, args: readonly string[]): Ask => {
  // Memory for speed: Go's collector takes a quarter of the time otherwise.
  const env = { ...process.env, GOGC: '400' };
  const child = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  onExit(() => child.kill());
  const waiting: { readonly take: (answer: unknown) => void; readonly fail: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.take(JSON.parse(line)));
  const gone = (why: string): void => {
    for (const { fail } of waiting.splice(0)) fail(new CommandError(`${name} ended: ${why}`));
  };
  child.on('error', (error) => gone(error.message));
  child.on('exit', (code, signal) => gone(signal ?? `exit ${code}`));
  return (question) =>
    new Promise((take, fail) => {
      waiting.push({ take, fail });
      child.stdin.write(`${JSON.stringify(question)}\n`);
    });
};

/** What a Helm says of a document: manifests, or why it refuses it. */
export interface Answer {
  readonly manifests: string;
  readonly refusal: string;
}

/**
 * The Helm of one version with the chart loaded; asked with the text of a values file, it gives an `Answer`.
 * @throws CommandError when there is no Go, or it builds nothing.
 */
export const startHelm = async (version: string): Promise<Ask> => {
  const major = version.split('.', 1)[0];
  const flags = [`-modfile=helm-${version}.mod`, ...(major === '3' ? [] : [`-tags=helm${major}`])];
  const name = `helm-${version}`;
  return start(name, await build(name, 'helm', flags), [chartFolder]);
};

/**
 * The validation of Kubernetes; asked with manifests, it gives a list of errors.
 * @throws CommandError as `startHelm`.
 */
export const startKubernetes = async (): Promise<Ask> =>
  start('kubernetes', await build('kubernetes', 'kubernetes', []), []);
