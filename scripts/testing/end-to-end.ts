/** The end-to-end run, or another program of `test`, as a process of its own: nothing of `test` is imported here. */
import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { onExit } from '../support/cleanup.ts';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';
import { closingPattern } from './counts.ts';

/** How an end-to-end run ended. */
export interface EndToEnd {
  readonly code: number;
  /** The last line that it printed on stdout; with `--json` the times as JSON. */
  readonly lastLine: string;
}

/**
 * Runs test/e2e/run.ts under tsx, lets through what it prints as it comes, and ends it when this process is ended.
 * @param file what is run instead.
 * @throws CommandError when it does not start, or ends without its closing line.
 */
export const runEndToEnd = (
  args: readonly string[],
  file = join(top, 'test/e2e/run.ts'),
): Promise<EndToEnd> =>
  new Promise((resolve, reject) => {
    const loader = import.meta.resolve('tsx');
    const child = spawn(process.execPath, ['--import', loader, file, ...args], {
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
            `${relative(top, file)} ended (${signal ?? `exit ${code}`}) without its closing line "N passed, N failed"; what it printed above says why`,
            { exitCode: code || 1 },
          ),
        );
    });
  });
