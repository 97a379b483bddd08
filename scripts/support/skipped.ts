/** Saying that a check could not run; the runner counts such lines and never counts them as passed. */

/** How a line on stderr starts that tells of a check that could not run. */
export const skippedPrefix = 'SKIPPED: ';

/** Tells on stderr that a check could not run, and why. */
export const skipped = (reason: string): void => {
  process.stderr.write(`${skippedPrefix}${reason.replaceAll('\n', ' ')}\n`);
};

/** Counts lines that tell of skipped checks, so that one reason is told once however many checks it concerns. */
export interface SkippedTally {
  /** Takes a line as `skipped` writes it. */
  readonly add: (line: string) => void;
  /** Each line once, in the order of its first appearance, with the count where it came more than once. */
  readonly lines: () => string[];
}

/** A tally without lines. */
export const skippedTally = (): SkippedTally => {
  const counts = new Map<string, number>();
  return {
    add: (line) => void counts.set(line, (counts.get(line) ?? 0) + 1),
    lines: () => [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`)),
  };
};
