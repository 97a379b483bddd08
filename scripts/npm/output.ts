/** What another program prints. */
import { execFile } from 'node:child_process';

/** Runs a program to its end; a failure is an outcome, too. */
export const output = (
  file: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly printed: string }> =>
  new Promise((resolve) => {
    execFile(file, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), printed: `${stdout}${stderr}` }),
    );
  });
