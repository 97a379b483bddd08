/** `npm run matrix`: the chart's tests on the oldest supported, the newest 3.x and the newest 4.x Helm. */
import { buildHelm, type Helm, matrixHelms } from '../helm/index.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';
import { skipped, skippedTally } from '../support/skipped.ts';
import { top } from '../support/top.ts';
import { type Counts, closingLine, sum } from '../testing/counts.ts';
import { runJobs, testJobs } from '../testing/runner.ts';

const folders = ['test/chart', 'test/docs', 'test/examples', 'test/schema/', 'test/scripts/publish'];

const helmOrReason = (version: string): Promise<Helm | string> =>
  buildHelm(version).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));

/** Runs the test files once per Helm; a Helm that cannot be had is told and counts as skipped. */
export const run = async (words: string[]): Promise<number> => {
  const all = await testJobs(top, folders);
  const jobs = words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));
  if (jobs.length === 0) throw new CommandError(`no test file in ${folders.join(' or ')}`);
  const results: [string, Counts][] = [];
  const skips = skippedTally();
  for (const version of matrixHelms) {
    const helm = await helmOrReason(version);
    if (typeof helm === 'string') {
      skipped(`Helm v${version}: ${helm}`);
      results.push([version, { passed: 0, failed: 0, skipped: 1 }]);
      continue;
    }
    results.push([version, await runJobs(jobs, { env: { HELM: helm.path }, skips })]);
  }
  for (const line of skips.lines()) progress(line);
  for (const [version, counts] of results) console.log(`Helm v${version}: ${closingLine(counts)}`);
  const total = sum(results.map(([, counts]) => counts));
  console.log(closingLine(total));
  return total.failed > 0 ? 1 : 0;
};
