/** `npm run check:types`: the compiler over all sources; writes nothing. */
import { packageBinary, passThrough } from '../support/process.ts';

/** What runs in Node, in a browser, and in a browser's service worker have other globals. */
const projects = ['.', 'scripts/site/browser', 'scripts/site/worker'];

/** Runs `tsc` over each; further arguments go to it. */
export const run = async (args: string[]): Promise<number> => {
  for (const project of projects) {
    const code = await passThrough(process.execPath, [
      packageBinary('typescript', 'bin/tsc'),
      '-p',
      project,
      ...args,
    ]);
    if (code !== 0) return code;
  }
  return 0;
};
