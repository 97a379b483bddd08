/** Reading the output of a child process as counts. */
import { stripVTControlCharacters } from 'node:util';
import { skippedPrefix } from '../support/skipped.ts';
import type { Counts } from './counts.ts';

/** How a child process ended and what it said. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Why the runner ended it, if it did. */
  readonly ended?: string;
}

/** Counts, and what is wrong in one sentence when something is. */
export interface Outcome extends Counts {
  readonly problem?: string;
}

const skippedLines = (stderr: string): number =>
  stripVTControlCharacters(stderr)
    .split('\n')
    .filter((line) => line.startsWith(skippedPrefix)).length;

const numberAfter = (text: string, label: string): number | undefined => {
  // The last one: a test may print a summary of its own.
  const found = [...text.matchAll(new RegExp(`^  ${label}: +(\\d+)$`, 'gmu'))].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
};

const broken = (problem: string, counts: Partial<Counts> = {}): Outcome => ({
  passed: 0,
  skipped: 0,
  ...counts,
  failed: Math.max(1, counts.failed ?? 1),
  problem,
});

/**
 * Counts of one uvu test file. A file that crashes, is ended, or runs nothing counts as one failure; a suite whose
 * `before` throws (uvu 0.5.6 then exits with 0) counts its tests as failed.
 */
export const testFileOutcome = ({ stdout, stderr, code, ended }: Ended): Outcome => {
  const text = stripVTControlCharacters(stdout);
  const total = numberAfter(text, 'Total');
  const passedOfUvu = numberAfter(text, 'Passed');
  if (ended !== undefined) return broken(ended);
  if (total === undefined || passedOfUvu === undefined)
    return broken(
      code === 0 ? 'ran no test (is test.run() missing?)' : `crashed (exit ${code ?? 'by a signal'})`,
    );
  const fromInside = Math.min(passedOfUvu, skippedLines(stderr));
  const passed = passedOfUvu - fromInside;
  const skipped = (numberAfter(text, 'Skipped') ?? 0) + fromInside;
  const failed = total - passedOfUvu;
  if (failed > 0) return broken(`${failed} of ${total} tests failed`, { passed, skipped, failed });
  if (code !== 0)
    return broken(`exit ${code ?? 'by a signal'} although all tests passed`, { passed, skipped });
  if (total === 0 && skipped === 0) return broken('ran no test');
  return { passed, failed, skipped };
};

/** Counts of a command that is one check as a whole. */
export const checkOutcome = ({ stderr, code, ended }: Ended): Outcome => {
  const skipped = skippedLines(stderr);
  if (ended !== undefined) return broken(ended, { skipped });
  return code === 0
    ? { passed: 1, failed: 0, skipped }
    : broken(`exit ${code ?? 'by a signal'}`, { skipped });
};
