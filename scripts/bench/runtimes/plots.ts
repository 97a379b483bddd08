/** What a reader compares first, as plots. */
import type { TopLevelSpec } from 'vega-lite';
import type { Drawings } from '../docs.ts';
import { scaleOf, svgOf } from '../plot.ts';
import { type Outcome, titles, total } from './table.ts';

const measures = {
  'install to Ready': '#2f81c9',
  'chaincode: first action to answer': '#d07a1f',
  'Pod deleted to answer': '#8a63c9',
};

/** Seconds and MiB of the runtimes that were measured. */
export const runtimesPlot = (outcomes: readonly Outcome[]): TopLevelSpec => {
  const measured = outcomes.flatMap((outcome) => ('measured' in outcome ? [outcome.measured] : []));
  const runtime = ({ name }: { readonly name: string }): string => titles[name] ?? name;
  const order = measured.map(runtime);
  const times = measured.flatMap((one) =>
    [one.cold.ready, one.cold.answer, one.restart.median].map((milliseconds, index) => ({
      runtime: runtime(one),
      measure: Object.keys(measures)[index],
      seconds: milliseconds / 1000,
    })),
  );
  const memory = measured.map((one) => ({ runtime: runtime(one), mebibytes: total(one.memory) }));
  return {
    title: 'Where chaincode runs: seconds, and memory for it at rest',
    hconcat: [
      {
        width: 330,
        height: { step: 14 },
        data: { values: times },
        mark: 'bar',
        encoding: {
          y: { field: 'runtime', type: 'nominal', title: null, sort: order, scale: { paddingInner: 0.3 } },
          yOffset: { field: 'measure', type: 'nominal', sort: Object.keys(measures) },
          x: { field: 'seconds', type: 'quantitative', title: 's' },
          color: {
            field: 'measure',
            type: 'nominal',
            title: null,
            scale: scaleOf(measures),
            legend: { orient: 'bottom', labelLimit: 300 },
          },
        },
      },
      {
        width: 170,
        height: { step: 60 },
        data: { values: memory },
        mark: { type: 'bar', color: '#4c8bb8' },
        encoding: {
          y: {
            field: 'runtime',
            type: 'nominal',
            title: null,
            sort: order,
            scale: { paddingInner: 0.3 },
            axis: { labels: false, ticks: false },
          },
          x: { field: 'mebibytes', type: 'quantitative', title: 'MiB' },
        },
      },
    ],
  };
};

/** The plots, by file name. */
export const drawings = async ({ outcomes }: { readonly outcomes: readonly Outcome[] }): Promise<Drawings> =>
  new Map([['runtimes.svg', await svgOf(runtimesPlot(outcomes))]]);
