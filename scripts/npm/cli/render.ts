/** `fabric-dind render`: the chart's manifests, by the Helm on the PATH. */
import { renderChart } from '../../values/render.ts';
import { packageChart } from '../package-chart.ts';
import { ownHelm } from './helm.ts';

/** Renders the chart of the package. */
export const run = (args: string[]): Promise<number> =>
  renderChart(
    args,
    { words: 'fabric-dind render', folder: process.cwd() },
    { chart: packageChart(), findHelm: ownHelm },
  );
