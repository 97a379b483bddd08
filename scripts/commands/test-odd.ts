/** `npm run test:odd`: random values through the validator, three Helms and the validation of Kubernetes. */
import { join } from 'node:path';
import { top } from '../support/top.ts';
import { runEndToEnd } from '../testing/end-to-end.ts';

/** Runs test/odd/run.ts; the variables RUNS and SEED limit and repeat it. */
export const run = async (args: string[]): Promise<number> =>
  (await runEndToEnd(args, join(top, 'test/odd/run.ts'))).code;
