/** Running one child process to its end, or ending it. */
import { spawn } from 'node:child_process';
import { onExit } from '../support/cleanup.ts';
import { top } from '../support/top.ts';
import type { Ended } from './outcome.ts';

/** How a child is run. */
export interface ChildOptions {
  /** Milliseconds until the child and all that it started is ended. */
  readonly timeout: number;
  readonly env?: Readonly<Record<string, string>>;
}

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
};

/** Runs a TypeScript file under tsx, without standard input, and collects what it prints, also in order of arrival. */
export const runChild = (
  file: string,
  args: readonly string[],
  { timeout, env = {} }: ChildOptions,
): Promise<Ended & { readonly output: string }> =>
  new Promise((resolve) => {
    const loader = import.meta.resolve('tsx');
    const child = spawn(process.execPath, ['--import', loader, file, ...args], {
      cwd: top,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that ending it also ends the programs that a test has started.
      detached: true,
    });
    const kept = { stdout: '', stderr: '', output: '' };
    let ended: string | undefined;
    const forget = onExit(() => killGroup(child.pid));
    const timer = setTimeout(() => {
      ended = `did not end within ${timeout / 1000} s`;
      killGroup(child.pid);
    }, timeout);
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        kept[name] += text;
        kept.output += text;
      });
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      forget();
      resolve({ ...kept, code, ...(ended === undefined ? {} : { ended }) });
    };
    child.on('error', (error) => {
      kept.output += error.message;
      finish(1);
    });
    // A test may leave a program that holds the pipes open: the test's own end counts, its group goes with it.
    child.on('exit', () => killGroup(child.pid));
    child.on('close', finish);
  });
