/** From single calls to what a person reads: rates, percentiles, and the hole around a fault. */
import { percentile } from '../runtimes/numbers.ts';
import { answered, type Call, type Recording } from './task.ts';

/** Calls of one stream. Times in milliseconds; those of answered calls alone. */
export interface Summary {
  readonly calls: number;
  readonly failed: number;
  /** Answers a second. */
  readonly perSecond: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
}

const took = ([, , milliseconds]: Call): number => milliseconds;
const endOf = ([, begun, milliseconds]: Call): number => begun + milliseconds;
const isAnswered = ([, , , outcome]: Call): boolean => outcome === answered;

/**
 * Sums calls up that began within a window of a run, in milliseconds from its begin; the rate is that of answers within it.
 * @throws Error for a window without length.
 */
export const summarise = (all: readonly Call[], from: number, to: number): Summary => {
  if (!(to > from)) throw new Error(`a window from ${from} to ${to} ms has no length`);
  const calls = all.filter(([, begun]) => begun >= from && begun < to);
  const good = calls.filter(isAnswered).map(took);
  // Work of the window is what ended in it, whenever it began: else slow calls would count too little.
  const ended = all.filter((call) => isAnswered(call) && endOf(call) >= from && endOf(call) < to).length;
  return {
    calls: calls.length,
    failed: calls.length - good.length,
    perSecond: (ended * 1000) / (to - from),
    median: percentile(good, 0.5),
    p95: percentile(good, 0.95),
    p99: percentile(good, 0.99),
    slowest: percentile(good, 1),
  };
};

/** Calls of one stream. */
export const callsOf = ({ calls }: Recording, stream: number): Call[] =>
  calls.filter(([index]) => index === stream);

/** Calls that began within one second, by how they went. */
export interface Second {
  /** Seconds from the fault to the begin of this one; negative before it. */
  readonly at: number;
  /** Within `slow` milliseconds. */
  readonly answered: number;
  readonly late: number;
  readonly failed: number;
}

/** An answer that takes longer than this many milliseconds is late. */
export const slow = 1000;

/**
 * Seconds around a fault, with their calls; the first and the last one are left out, as the run had only a part of them.
 * @param fault milliseconds from the run's begin.
 */
export const secondsAround = (calls: readonly Call[], fault: number): Second[] => {
  const seconds = new Map<number, { answered: number; late: number; failed: number }>();
  for (const call of calls) {
    const at = Math.floor((call[1] - fault) / 1000);
    const second = seconds.get(at) ?? { answered: 0, late: 0, failed: 0 };
    if (!isAnswered(call)) second.failed += 1;
    else if (took(call) > slow) second.late += 1;
    else second.answered += 1;
    seconds.set(at, second);
  }
  const sorted = [...seconds].sort(([a], [b]) => a - b).slice(1, -1);
  return sorted.map(([at, second]) => ({ at, ...second }));
};

/** An error without what differs from call to call, so that equal ones can be counted. */
const kindOf = (error: string): string =>
  error
    .replace(/[0-9a-f]{64}/gu, '…')
    .replace(/\d+(\.\d+){3}:\d+/gu, 'ADDRESS')
    .replace(/(Deadline exceeded) after .*/u, '$1')
    .replace(/ Last error: (?:No connection established\.|null\.)| Resolution note: $/gu, '')
    .slice(0, 300);

/** The hole that a fault leaves, as one client saw it. */
export interface Hole {
  readonly calls: number;
  readonly failed: number;
  /** Seconds from the begin of the first failed call to the end of the last one; 0 where none failed. */
  readonly seconds: number;
  readonly late: number;
  /** Longest answer, in milliseconds. */
  readonly slowest: number;
  /** Failed calls by error, most frequent first. */
  readonly errors: readonly (readonly [error: string, count: number])[];
}

/** The hole in some calls of a run. */
export const holeOf = (calls: readonly Call[], outcomes: readonly string[]): Hole => {
  const failed = calls.filter((call) => !isAnswered(call));
  const good = calls.filter(isAnswered).map(took);
  const counts = new Map<string, number>();
  for (const [, , , outcome] of failed) {
    const error = kindOf(outcomes[outcome] ?? 'unknown');
    counts.set(error, (counts.get(error) ?? 0) + 1);
  }
  const begun = failed.map(([, at]) => at);
  const ended = failed.map(([, at, milliseconds]) => at + milliseconds);
  return {
    calls: calls.length,
    failed: failed.length,
    seconds: failed.length === 0 ? 0 : (Math.max(...ended) - Math.min(...begun)) / 1000,
    late: good.filter((milliseconds) => milliseconds > slow).length,
    slowest: percentile(good, 1),
    errors: [...counts].sort(([, a], [, b]) => b - a),
  };
};
