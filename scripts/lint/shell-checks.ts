/** Shell scripts: their syntax, and shellcheck where it is installed. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from '../helm/binary.ts';
import { filesBelow } from '../support/files.ts';
import type { Finding, Report } from './finding.ts';

interface Script {
  readonly path: string;
  readonly shell: 'sh' | 'bash';
}

const shellOf = (text: string): Script['shell'] | undefined => {
  const [first = ''] = text.split('\n', 1);
  // A file that others source has no interpreter of its own, and says for which shell it is written.
  const [, shell] = /^#(?:!.*\b| shellcheck shell=)(sh|bash)\b/u.exec(first) ?? [];
  return shell as Script['shell'] | undefined;
};

/** Every shell script of the project: `*.sh` in the chart's sources, and whatever starts with a shell's `#!` in .ci, scripts and test. */
export const shellScripts = async (root: string): Promise<Script[]> => {
  const isScript = (path: string): boolean => path.endsWith('.sh') || !/\.[^/]+$/u.test(path);
  const folders = ['chart/components', '.ci', 'test', 'scripts'];
  const paths = (await Promise.all(folders.map((folder) => filesBelow(root, folder, isScript)))).flat();
  const scripts = await Promise.all(
    paths.map(async (path): Promise<Script[]> => {
      const shell =
        shellOf(await readFile(join(root, path), 'utf8')) ?? (path.endsWith('.sh') ? 'sh' : undefined);
      return shell === undefined ? [] : [{ path, shell }];
    }),
  );
  return scripts.flat();
};

const said = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const output = error as Error & { stdout?: string; stderr?: string };
  return [output.stdout, output.stderr].filter(Boolean).join('\n').trim() || error.message;
};

const eachScript = async (
  root: string,
  scripts: readonly Script[],
  command: (script: Script) => readonly [string, ...string[]],
): Promise<Finding[]> => {
  const found = await Promise.all(
    scripts.map(async (script): Promise<Finding[]> => {
      const [file, ...args] = command(script);
      const failure = await promisify(execFile)(file, args, { cwd: root }).then(
        () => undefined,
        (error: unknown) => said(error),
      );
      return failure === undefined ? [] : [{ path: script.path, message: failure }];
    }),
  );
  return found.flat();
};

/** `sh -n` (or `bash -n`) on every script. */
export const checkShellSyntax = async (root: string): Promise<Report> => ({
  findings: await eachScript(root, await shellScripts(root), ({ path, shell }) => [shell, '-n', path]),
});

/** shellcheck on every script; skipped when it is not on `path` (as the variable PATH). */
export const checkWithShellcheck = async (root: string, path = process.env.PATH): Promise<Report> => {
  const program = await onPath('shellcheck', path);
  if (program === undefined)
    return { findings: [], skipped: 'shellcheck is not installed (apt-get install shellcheck)' };
  const findings = await eachScript(root, await shellScripts(root), (script) => [
    program,
    `--shell=${script.shell}`,
    '--format=gcc',
    '--external-sources',
    script.path,
  ]);
  return { findings };
};
