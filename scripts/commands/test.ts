/** `npm test`: every check and test that needs no cluster. `npm test -- word` runs those whose name contains a word. */
import { findHelm } from '../helm/index.ts';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';
import { closingLine } from '../testing/counts.ts';
import { commandJob, runJobs, testJobs } from '../testing/runner.ts';

const checks = ['check:types', 'lint', 'check:generated'];

/** Closes with the line `N passed, N failed`; exit code 1 when something failed. */
export const run = async (words: string[]): Promise<number> => {
  const all = [...checks.map(commandJob), ...(await testJobs(top, ['test']))];
  const jobs = words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));
  if (jobs.length === 0) throw new CommandError(`no check or test file is named like ${words.join(' or ')}`);
  // Found once, so that no test file searches (or builds) on its own.
  const helm = await findHelm();
  const counts = await runJobs(jobs, { env: { HELM: helm.path } });
  console.log(closingLine(counts));
  return counts.failed > 0 ? 1 : 0;
};
