/** Numbers from texts, and what stands for many of them. */

const toMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  µs: 1e-3,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
};

/**
 * A duration as Go prints it, e.g. `942.651µs` or `1m2.5s`, in milliseconds.
 * @throws Error for anything else.
 */
export const fromGo = (text: string): number => {
  const parts = [...text.matchAll(/([0-9.]+)(ns|µs|us|ms|s|m)/gu)];
  if (parts.map(([part]) => part).join('') !== text || parts.length === 0)
    throw new Error(`${JSON.stringify(text)} is not a duration as Go prints it, e.g. 1m2.5s`);
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (toMilliseconds[unit as string] as number),
    0,
  );
};

const toMebibytes: Readonly<Record<string, number>> = { B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 1024 };

/**
 * A size as Docker prints it, e.g. `12.3MiB`, in MiB.
 * @throws Error for anything else.
 */
export const fromDocker = (text: string): number => {
  const [, number, unit] = /^([0-9.]+)(B|KiB|MiB|GiB)$/u.exec(text) ?? [];
  if (number === undefined)
    throw new Error(`${JSON.stringify(text)} is not a size as Docker prints it, e.g. 12.3MiB`);
  return Number(number) * (toMebibytes[unit as string] as number);
};

/**
 * The smallest number that at least this share of all do not exceed (nearest rank).
 * @param share from 0 to 1.
 */
export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

/** Sum and count of a histogram in the text format of Prometheus, over all series that `wanted` takes by their labels. */
export const histogram = (
  metrics: string,
  name: string,
  wanted: (labels: string) => boolean,
): { sum: number; count: number } => {
  const total = { sum: 0, count: 0 };
  for (const line of metrics.split('\n')) {
    const [, series, part, labels = '', value] = /^(\w+)_(sum|count)\{(.*)\} (\S+)$/u.exec(line) ?? [];
    if (series === name && wanted(labels)) total[part as 'sum' | 'count'] += Number(value);
  }
  return total;
};
