/** Other programs. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CommandError } from './errors.ts';
import { top } from './top.ts';

/** What a program that was let through to the terminal is told. */
export interface PassThrough {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program (SIGTERM); its end is waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program on our own standard output and error and returns its exit code.
 * @throws CommandError when it cannot be started.
 */
export const passThrough = (
  file: string,
  args: readonly string[],
  options: PassThrough = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? top,
      env: options.env ?? process.env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (cause) =>
      reject(new CommandError(`${file} does not start: ${cause.message}`, { cause })),
    );
    const end = (): void => void child.kill();
    options.signal?.addEventListener('abort', end);
    child.on('close', (code) => {
      options.signal?.removeEventListener('abort', end);
      resolve(code ?? 1);
    });
  });

const require = createRequire(import.meta.url);

/** Path of a JavaScript program of an installed package. */
export const packageBinary = (name: string, path: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), path);
