/** `fabric-dind validate`: everything that is wrong with values files. */
import { validateFiles } from '../../values/validate.ts';

/** Validates, as `npm run validate` does. */
export const run = (args: string[]): Promise<number> =>
  validateFiles(args, { words: 'fabric-dind validate', folder: process.cwd() });
