/** `npm run test:e2e [-- scenario]`: proves the chart on the cluster that KUBECONFIG names. */
import { runEndToEnd } from '../../test/e2e/run.ts';

/** Runs the scenarios whose name contains the argument; the main line always runs. */
export const run = async (args: string[]): Promise<number> => (await runEndToEnd(args[0] ?? '')).code;
