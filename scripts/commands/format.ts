/** `npm run format`: rewrites the sources in the project's style. */
import { packageBinary, passThrough } from '../support/process.ts';

/** Formats and applies safe fixes, everywhere or in the given paths. */
export const run = async (args: string[]): Promise<number> =>
  passThrough(process.execPath, [packageBinary('@biomejs/biome', 'bin/biome'), 'check', '--write', ...args]);
