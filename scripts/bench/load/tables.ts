/** The numbers as Markdown. */
import type { FaultSeen, Load, Numbers, Size } from './numbers.ts';
import { titles } from './plots.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const whole = (number: number): string => (Number.isNaN(number) ? '–' : number.toFixed(number < 10 ? 1 : 0));

const nameOf = ({ kind, mode }: Load): string =>
  'callers' in mode
    ? `${kind}, ${mode.callers} ${mode.callers === 1 ? 'caller' : 'callers'}`
    : `${kind}, ${mode.perSecond} calls/s, open`;

const summaryOf = ({ summary: { perSecond, median, p95, p99, failed, calls } }: Load): string => {
  const times = [median, p95, p99].map(whole).join(' / ');
  const errors = failed > 0 ? `; **${failed}** of ${calls} failed` : '';
  return `${whole(perSecond)}/s; ${times}${errors}`;
};

/** A row for each load and a column for each runtime. */
const loadTable = (loads: readonly Load[]): string => {
  const runtimes = [...new Set(loads.map(({ runtime }) => runtime))];
  const names = [...new Set(loads.map(nameOf))];
  const cell = (name: string, runtime: string): string => {
    const load = loads.find((one) => one.runtime === runtime && nameOf(one) === name);
    return load ? summaryOf(load) : 'not measured';
  };
  return table(
    ['Answers a second; median / p95 / p99 in ms', ...runtimes.map((runtime) => titles[runtime] ?? runtime)],
    names.map((name) => [name, ...runtimes.map((runtime) => cell(name, runtime))]),
  );
};

/** Failed calls of a fault, both kinds together, and how long after the first one the last one ended. */
const cellOf = ({ views }: FaultSeen, client: string): string => {
  const mine = views.filter((view) => view.client === client);
  const sum = (of: (view: (typeof mine)[number]) => number): number =>
    mine.reduce((all, view) => all + of(view), 0);
  const failed = sum(({ hole }) => hole.failed);
  const late = sum(({ hole }) => hole.late);
  const calls = sum(({ hole }) => hole.calls);
  const seconds = Math.max(...mine.map(({ hole }) => hole.seconds));
  const parts = [
    failed === 0
      ? `0 of ${calls} failed`
      : `**${failed}** of ${calls} failed, within ${seconds.toFixed(1)} s`,
    ...(late > 0 ? [`${late} late`] : []),
  ];
  return parts.join('; ');
};

const faultTable = (seen: readonly FaultSeen[]): string => {
  const clients = Object.keys(seen[0]?.seconds ?? {});
  return table(
    ['', ...clients],
    seen.map((fault) => [fault.fault, ...clients.map((client) => cellOf(fault, client))]),
  );
};

const errorList = (seen: readonly FaultSeen[]): string =>
  seen
    .flatMap(({ fault, views }) =>
      views.flatMap(({ client, kind, hole }) =>
        hole.errors.map(([error, count]) => `- ${fault}, ${client}, ${kind}: ${count} × ${error}`),
      ),
    )
    .join('\n');

const growthTable = (sizes: readonly Size[]): string =>
  table(
    [
      'Chaincodes',
      'Peer, MiB',
      'Sidecar, MiB',
      '… of it chaincode',
      'Pod deleted to first answer',
      '… to all answers',
    ],
    sizes.map(({ chaincodes, memory, first, all }) => [
      String(chaincodes),
      ...[memory.peer, memory.dind, memory.chaincode].map(whole),
      ...[first, all].map((seconds) => `${seconds.toFixed(1)} s`),
    ]),
  );

/** A table for each part for which there are numbers, and the errors that clients saw. */
export const tablesOf = ({ throughput, faults, growth }: Numbers): string =>
  [
    ...(throughput
      ? [loadTable(throughput.loads), throughput.missing.map((why) => `- missing: ${why}`).join('\n')]
      : []),
    ...(faults ? [faultTable(faults.seen), errorList(faults.seen)] : []),
    ...(growth ? [growthTable(growth.sizes)] : []),
  ]
    .filter(Boolean)
    .join('\n\n');
