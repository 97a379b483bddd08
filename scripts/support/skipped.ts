/** Saying that a check could not run; the runner counts such lines and never counts them as passed. */

/** How a line on stderr starts that tells of a check that could not run. */
export const skippedPrefix = 'SKIPPED: ';

/** Tells on stderr that a check could not run, and why. */
export const skipped = (reason: string): void => {
  process.stderr.write(`${skippedPrefix}${reason.replaceAll('\n', ' ')}\n`);
};
