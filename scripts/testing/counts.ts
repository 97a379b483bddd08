/** Counting what passed, and the line that says so. */

/** Outcomes of checks and tests. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The sum of several counts. */
export const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
});

/** What a closing line looks like. */
export const closingPattern = /^\d+ passed, \d+ failed(, \d+ skipped)?$/u;

/** `N passed, N failed`, and the skipped when there are any; whoever runs us reads this line. */
export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
