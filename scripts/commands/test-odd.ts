/** `npm run test:odd`: random values through the validator, three Helms and the validation of Kubernetes. */
import { runProgram } from '../testing/programs.ts';

/** Runs test/odd/run.ts; the variables RUNS and SEED limit and repeat it. */
export const run = async (args: string[]): Promise<number> =>
  (await runProgram('test/odd/run.ts', args)).code;
