/** `npm run render`: the chart's manifests on stdout, for any values; writes nothing. */
import { callersFolder } from '../helm/arguments.ts';
import { findHelm } from '../helm/index.ts';
import { chartFolder } from '../support/top.ts';
import { renderChart } from '../values/render.ts';

/** Renders, as the package's program does, with any Helm that can be found or made. */
export const run = async (args: string[]): Promise<number> =>
  renderChart(
    args,
    { words: 'npm run -s render --', folder: callersFolder() },
    { chart: chartFolder, findHelm },
  );
