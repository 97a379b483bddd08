/** `npm run test:policy`: what Pod Security and kube-score say of the chart. */
import { runProgram } from '../testing/programs.ts';

/** Runs test/policy/run.ts. */
export const run = async (args: string[]): Promise<number> =>
  (await runProgram('test/policy/run.ts', args)).code;
