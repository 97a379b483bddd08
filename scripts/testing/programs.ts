/** Programs of `test` as processes of their own: nothing of `test` is imported here. */
import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { onExit } from '../support/cleanup.ts';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';
import { closingPattern } from './counts.ts';

/** How a program ended. */
export interface Ended {
  readonly code: number;
  /** The last line that it printed on stdout; with `--json` the times as JSON. */
  readonly lastLine: string;
}

/**
 * Runs a program of `test` under tsx, lets through what it prints as it comes, and ends it when this process is ended.
 * @param file its path below the top folder.
 * @throws CommandError when it does not start, or ends without its closing line.
 */
export const runProgram = (file: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const loader = import.meta.resolve('tsx');
    const child = spawn(process.execPath, ['--import', loader, resolvePath(top, file), ...args], {
      cwd: top,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const forget = onExit(() => child.kill());
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      process.stdout.write(text);
    });
    child.on('error', (cause) =>
      reject(new CommandError(`${file} does not start: ${cause.message}`, { cause })),
    );
    child.on('close', (code, signal) => {
      forget();
      const lines = printed.trimEnd().split('\n');
      const closed = lines.some((line) => closingPattern.test(line));
      // 2 is a wrong call, and it has said so.
      if (code === 2 || (code !== null && closed)) resolve({ code, lastLine: lines.at(-1) as string });
      else
        reject(
          new CommandError(
            `${file} ended (${signal ?? `exit ${code}`}) without its closing line "N passed, N failed"; what it printed above says why`,
            { exitCode: code || 1 },
          ),
        );
    });
  });

/** The end-to-end run; words pick scenarios. */
export const runEndToEnd = (args: readonly string[]): Promise<Ended> => runProgram('test/e2e/run.ts', args);
