/** `npm run check:types`: the compiler over all sources; writes nothing. */
import { packageBinary, passThrough } from '../support/process.ts';

/** Runs `tsc -p .`; further arguments go to it. */
export const run = async (args: string[]): Promise<number> =>
  passThrough(process.execPath, [packageBinary('typescript', 'bin/tsc'), '-p', '.', ...args]);
