/** Running programs, with what they print in the error when they fail. */
import { type ExecFileOptions, execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** A program that failed: its command line and the end of what it printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/**
 * Runs a program and returns its standard output.
 * @throws CommandFailed when it ends with another code than 0, or is not there.
 */
export const run = async (
  command: string,
  args: readonly string[],
  { input, ...options }: ExecFileOptions & { input?: string | Buffer } = {},
): Promise<string> => {
  const child = exec(command, [...args], { maxBuffer: 64 << 20, encoding: 'utf8', ...options });
  child.child.stdin?.on('error', () => {});
  child.child.stdin?.end(input ?? '');
  try {
    return String((await child).stdout);
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: unknown };
    const printed = `${stdout}\n${stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new CommandFailed(`${command} ${args.slice(0, 12).join(' ')} ended with ${code}:\n${printed}`);
  }
};

/** Waits. */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Tries until it works.
 * @throws the last error when `seconds` are over.
 */
export const eventually = async <T>(
  what: string,
  seconds: number,
  attempt: () => Promise<T>,
  pause = 100,
): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: error });
      await sleep(pause);
    }
  }
};
