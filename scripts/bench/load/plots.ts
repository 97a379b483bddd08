/** The numbers as plots. */
import type { TopLevelSpec } from 'vega-lite';
import { scaleOf, svgOf, text } from '../plot.ts';
import type { FaultSeen, Load, Numbers, Size } from './numbers.ts';

/** Names of the runtimes in plots and tables, in the order of both. */
export const titles: Readonly<Record<string, string>> = {
  dind: 'Sidecar',
  ccaas: 'Service',
  jobs: 'Jobs',
};

const colours = { dind: '#2f81c9', ccaas: '#d07a1f', jobs: '#8a63c9' };
const outcomes = { answered: '#4c8bb8', late: '#d9a400', failed: '#d6453d' };
const runtimeScale = scaleOf(
  Object.fromEntries(
    Object.entries(titles).map(([name, title]) => [title, colours[name as keyof typeof colours]]),
  ),
);

const flat = ({ runtime, kind, mode, summary }: Load) => ({
  runtime: titles[runtime] ?? runtime,
  kind,
  ...mode,
  ...summary,
});

/** Answered calls a second by the number of callers, each of which waits for its answer. */
export const throughputPlot = (loads: readonly Load[]): TopLevelSpec => ({
  title: 'Answered calls a second, by callers that wait for their answer',
  data: { values: loads.filter(({ mode }) => 'callers' in mode).map(flat) },
  facet: { column: { field: 'kind', title: null } },
  spec: {
    width: 260,
    height: 180,
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'callers', type: 'ordinal', title: 'callers', axis: { labelAngle: 0 } },
      y: { field: 'perSecond', type: 'quantitative', title: 'calls/s' },
      color: { field: 'runtime', type: 'nominal', title: null, scale: runtimeScale },
    },
  },
  resolve: { scale: { y: 'independent' } },
});

const shares = ['median', 'p95', 'p99'] as const;

/** Median, 95th and 99th percentile of the answers, at a rate that waits for no answer. */
export const latencyPlot = (loads: readonly Load[]): TopLevelSpec => {
  const open = loads.flatMap((load) =>
    'perSecond' in load.mode ? [{ ...flat(load), rate: load.mode.perSecond }] : [],
  );
  const values = open.flatMap(({ runtime, kind, rate, ...row }) =>
    shares.map((share) => ({ runtime, kind: `${kind}, ${rate} calls/s`, share, milliseconds: row[share] })),
  );
  return {
    title: 'Milliseconds until the answer, at a steady rate',
    data: { values },
    facet: { column: { field: 'kind', title: null } },
    spec: {
      width: 260,
      height: 90,
      encoding: { y: { field: 'runtime', type: 'nominal', title: null, sort: Object.values(titles) } },
      layer: [
        {
          mark: { type: 'line', color: text, opacity: 0.4 },
          encoding: {
            x: { field: 'milliseconds', type: 'quantitative', title: 'ms' },
            detail: { field: 'runtime', type: 'nominal' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            x: { field: 'milliseconds', type: 'quantitative', title: 'ms' },
            shape: { field: 'share', type: 'nominal', title: null, sort: [...shares] },
            color: {
              field: 'runtime',
              type: 'nominal',
              scale: runtimeScale,
              legend: null,
            },
          },
        },
      ],
    },
    resolve: { scale: { x: 'independent' } },
  };
};

const barsOf = ({ seconds }: FaultSeen) =>
  Object.entries(seconds).flatMap(([client, all]) =>
    all.flatMap(({ at, ...counts }) =>
      Object.keys(outcomes).map((outcome, order) => ({
        client,
        at,
        to: at + 1,
        outcome,
        order,
        calls: counts[outcome as keyof typeof counts],
      })),
    ),
  );

/** Calls by the second around each fault, a row for each fault and a column for each client. */
export const faultsPlot = (seen: readonly FaultSeen[]): TopLevelSpec => {
  const bars = seen.map((fault) => barsOf(fault).filter(({ calls }) => calls > 0));
  const most = Math.max(...bars.flat().map(({ calls }) => calls));
  const times = bars.flat().flatMap(({ at, to }) => [at, to]);
  const x = { domain: [Math.min(...times), Math.max(...times)], nice: false };
  const clients = Object.keys(seen[0]?.seconds ?? {});
  return {
    title: {
      text: 'Calls in each second around a fault of one of two peers',
      subtitle: [
        'The fault is at 0 s. A call counts where it began.',
        'Late: answered after more than a second.',
      ],
    },
    // Rows by concatenation: as headers of a facet their names are cut off.
    vconcat: seen.map(({ fault }, row) => ({
      title: { text: fault, fontSize: 11, fontWeight: 'normal', offset: 4 },
      data: { values: bars[row] ?? [] },
      facet: {
        column: { field: 'client', title: null, sort: clients, header: row === 0 ? {} : { labels: false } },
      },
      spacing: 12,
      spec: {
        width: 170,
        height: 50,
        layer: [
          {
            mark: { type: 'bar', binSpacing: 0 },
            encoding: {
              x: {
                field: 'at',
                type: 'quantitative',
                bin: 'binned',
                title: null,
                scale: x,
                axis: { grid: false, labels: row === seen.length - 1 },
              },
              x2: { field: 'to' },
              y: {
                field: 'calls',
                type: 'quantitative',
                title: null,
                scale: { domain: [0, most], nice: false },
                axis: { tickCount: 3 },
              },
              color: { field: 'outcome', type: 'nominal', title: null, scale: scaleOf(outcomes) },
              order: { field: 'order', type: 'quantitative' },
            },
          },
          {
            mark: { type: 'rule', color: text, strokeDash: [3, 3] },
            encoding: { x: { datum: 0, type: 'quantitative' } },
          },
        ],
      },
    })),
    spacing: 6,
  };
};

/** Memory, and the time after which a new Pod's chaincodes answer, by their number. */
export const growthPlot = (sizes: readonly Size[]): TopLevelSpec => {
  const parts = { peer: '#2f81c9', daemon: '#d07a1f', chaincode: '#8a63c9' };
  const memory = sizes.flatMap(({ chaincodes, memory: { peer, dind, chaincode } }) =>
    [peer, Math.max(0, dind - chaincode), chaincode].map((mebibytes, index) => ({
      chaincodes,
      part: Object.keys(parts)[index],
      mebibytes,
    })),
  );
  const times = sizes.flatMap(({ chaincodes, first, all }) => [
    { chaincodes, answer: 'first', seconds: first },
    { chaincodes, answer: 'all', seconds: all },
  ]);
  return {
    title: 'A peer and its sidecar, by the number of chaincodes',
    hconcat: [
      {
        width: 230,
        height: 180,
        data: { values: memory },
        mark: 'bar',
        encoding: {
          x: { field: 'chaincodes', type: 'ordinal', title: 'chaincodes', axis: { labelAngle: 0 } },
          y: { field: 'mebibytes', type: 'quantitative', title: 'MiB at rest' },
          color: { field: 'part', type: 'nominal', title: null, scale: scaleOf(parts) },
        },
      },
      {
        width: 230,
        height: 180,
        data: { values: times },
        mark: { type: 'line', point: { color: text }, color: text },
        encoding: {
          x: { field: 'chaincodes', type: 'quantitative', title: 'chaincodes' },
          y: {
            field: 'seconds',
            type: 'quantitative',
            title: 's from Pod deleted to answer',
            scale: { zero: true },
          },
          strokeDash: {
            field: 'answer',
            type: 'nominal',
            title: null,
            sort: ['all', 'first'],
            legend: { symbolType: 'stroke' },
          },
        },
      },
    ],
    resolve: { legend: { color: 'independent', strokeDash: 'independent' } },
  };
};

/** The SVG of each plot for which there are numbers, by file name. */
export const drawings = async ({ throughput, faults, growth }: Numbers): Promise<Map<string, string>> => {
  const all = new Map<string, string>();
  if (throughput) {
    all.set('load-throughput.svg', await svgOf(throughputPlot(throughput.loads)));
    all.set('load-latency.svg', await svgOf(latencyPlot(throughput.loads)));
  }
  if (faults) all.set('load-faults.svg', await svgOf(faultsPlot(faults.seen)));
  if (growth) all.set('load-growth.svg', await svgOf(growthPlot(growth.sizes)));
  return all;
};
