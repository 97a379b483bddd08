/** What a user sees of something that fails. */
import { expect } from './expect.ts';

/** Characters of a line that are printed. */
const longest = 500;

/** What is printed by something that succeeds, or says why it fails. */
export const outcomeOf = (attempt: Promise<string>): Promise<string> =>
  attempt.catch((error: Error) => error.message);

const lineOf = (output: string, expected?: RegExp): string => {
  const lines = output.split('\n');
  return (
    lines.findLast((line) => expected?.test(line)) ??
    lines.findLast((line) => /error|fail/iu.test(line) && !line.startsWith('command terminated')) ??
    output
  );
};

/**
 * An output for printing: the line with what is expected, else the one in which Fabric says what is wrong. Hashes of
 * packages and transactions are shortened, and a long line is cut to the part with what is expected. Never look for
 * anything in it: Fabric may say much before it comes to the point, so only the whole output will do.
 */
export const told = (output: string, expected?: RegExp): string => {
  const line = lineOf(output, expected).replace(/([0-9a-f]{6})[0-9a-f]{58}/gu, '$1…');
  const at = expected === undefined ? 0 : line.search(expected);
  const start = at > longest / 2 ? at - longest / 2 : 0;
  return `${start > 0 ? '…' : ''}${line.slice(start, start + longest)}`;
};

/** Prints what the user sees, and fails when it is something else than expected. */
export const sees = (output: string, expected: RegExp): void => {
  console.log(`                  the user sees: ${told(output, expected)}`);
  expect(expected.test(output), `the user sees nothing like ${expected}, but: ${output}`);
};
