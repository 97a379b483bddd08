/** `npm run test:e2e [-- word…]`: proves the chart on the cluster that KUBECONFIG names. */
import { runEndToEnd } from '../testing/programs.ts';

/** Runs the scenarios whose name contains one of the arguments; the main line always runs. */
export const run = async (args: string[]): Promise<number> => (await runEndToEnd(args)).code;
