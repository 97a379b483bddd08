/** Saying that a file of the project was rewritten by something whose task is to check. */

/** How a line on stderr starts that the runner shows even of a test file that passed. */
export const wrotePrefix = 'WROTE: ';

/** Tells on stderr which file was rewritten, and what to do about it. */
export const wrote = (text: string): void => {
  process.stderr.write(`${wrotePrefix}${text.replaceAll('\n', ' ')}\n`);
};
