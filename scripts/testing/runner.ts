/** Running checks and test files side by side and counting them. */
import { join } from 'node:path';
import { filesBelow } from '../support/files.ts';
import { progress } from '../support/progress.ts';
import { type SkippedTally, skippedPrefix, skippedTally } from '../support/skipped.ts';
import { top } from '../support/top.ts';
import { wrotePrefix } from '../support/wrote.ts';
import { runChild } from './child.ts';
import { type Counts, sum } from './counts.ts';
import { checkOutcome, type Outcome, testFileOutcome } from './outcome.ts';

/** One child process: a test file, or a command that is one check as a whole. */
export interface Job {
  /** As it is printed and filtered. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly kind: 'check' | 'tests';
}

/** What may differ from one run to the next. */
export interface RunnerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds per child; default five minutes. */
  readonly timeout?: number;
  /** Children at the same time; default two, the cores of our smallest machine. */
  readonly concurrency?: number;
  /** Takes each finished job's line and, when it failed, all it printed. */
  readonly tell?: (text: string) => void;
  /** Gets the reasons of what was skipped; without it they are told at the end, each once. */
  readonly skips?: SkippedTally;
}

/** A command of main.ts as a job. */
export const commandJob = (name: string): Job => ({
  name,
  file: join(top, 'scripts/main.ts'),
  args: [name],
  kind: 'check',
});

/** All test files in `folders` of `root` and below, without those in test/e2e. */
export const testJobs = async (root: string, folders: readonly string[]): Promise<Job[]> => {
  const isTest = (path: string): boolean => path.endsWith('.test.ts') && !path.startsWith('test/e2e/');
  const paths = (await Promise.all(folders.map((folder) => filesBelow(root, folder, isTest)))).flat();
  return paths.map((path) => ({ name: path, file: join(root, path), args: [], kind: 'tests' }));
};

const lineOf = (job: Job, { passed, skipped, problem }: Outcome, seconds: string): string => {
  const counts = job.kind === 'check' ? '' : `${passed} passed`;
  const words = [counts, problem, skipped > 0 ? `${skipped} skipped` : ''].filter(Boolean).join(', ');
  return `${problem === undefined ? 'ok  ' : 'FAIL'} ${job.name} (${[words, `${seconds} s`].filter(Boolean).join(', ')})`;
};

const runJob = async (job: Job, options: RunnerOptions, skips: SkippedTally): Promise<Outcome> => {
  const { timeout = 300_000, env = {}, tell = progress } = options;
  const start = Date.now();
  const ended = await runChild(job.file, job.args, { timeout, env });
  const outcome = job.kind === 'check' ? checkOutcome(ended) : testFileOutcome(ended);
  const said = ended.stderr.split('\n');
  const reasons = said.filter((text) => text.startsWith(skippedPrefix));
  for (const reason of reasons) skips.add(reason);
  const line = lineOf(job, outcome, ((Date.now() - start) / 1000).toFixed(1));
  const written = said.filter((text) => text.startsWith(wrotePrefix)).map((text) => `     ${text}`);
  // Told at the end; uvu writes its dots without a line of their own, so that no whole line can be dropped.
  const output = reasons.reduce((text, reason) => text.replace(`${reason}\n`, ''), ended.output);
  if (outcome.problem === undefined) tell([line, ...written].join('\n'));
  else tell(`${line}\n${output.trimEnd()}\n`);
  return outcome;
};

/** Runs all jobs, told as they end, and returns what they add up to. */
export const runJobs = async (jobs: readonly Job[], options: RunnerOptions = {}): Promise<Counts> => {
  const { tell = progress, skips = skippedTally() } = options;
  const outcomes: Outcome[] = [];
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift())
      outcomes.push(await runJob(job, options, skips));
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 2 }, worker));
  if (options.skips === undefined) for (const line of skips.lines()) tell(line);
  return sum(outcomes);
};
