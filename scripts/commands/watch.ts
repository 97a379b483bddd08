/** `npm run watch`: generates on each change of a source, and runs the tests that fit. `-- word` runs those instead. */
import { join } from 'node:path';
import { passThrough } from '../support/process.ts';
import { progress } from '../support/progress.ts';
import { top } from '../support/top.ts';
import { testJobs } from '../testing/runner.ts';
import { watchSources } from '../watch/changes.ts';
import { fittingTests } from '../watch/fitting.ts';

const folders = ['schema', 'chart', 'scripts', 'test', 'examples'];

/** Golden objects and generated files are written by what a change starts, and must not start it again. */
const isGenerated = (path: string): boolean =>
  ['chart/fabric-dind/', 'schema/generated/', 'test/examples/golden/'].some((folder) =>
    path.startsWith(folder),
  );

const isSource = (path: string): boolean =>
  !isGenerated(path) && (path.endsWith('/') || /(^|\/)[^./][^/]*\.(ts|mjs|sh|ya?ml|json)$/u.test(path));

const isGenerating = (path: string): boolean => /^(schema|chart|scripts\/generate)\//u.test(path);

/** Goes on until it is interrupted; a source that is broken is told, and waited for. */
export const run = async (words: string[]): Promise<number> => {
  const stop = new AbortController();
  // npm, the terminal and run.mjs may each pass the signal on; only the first one counts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // A process of its own each time, since a module that was imported once stays as it was.
  const command = (...args: string[]): Promise<number> =>
    passThrough(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), ...args],
      { signal: stop.signal },
    );
  const waiting = (): void => {
    if (!stop.signal.aborted) progress('watch: waiting for a change; Ctrl-C ends');
  };
  const round = async (changed: string[]): Promise<void> => {
    progress(`\nwatch: ${changed.join(', ')}`);
    if (changed.some(isGenerating) && (await command('generate')) !== 0) {
      if (!stop.signal.aborted) progress('watch: generation failed, so no test runs');
      return;
    }
    if (stop.signal.aborted) return;
    const tests = (await testJobs(top, ['test'])).map(({ name }) => name);
    const wanted = words.length > 0 ? words : fittingTests(changed, tests);
    const checks = changed.some((path) => path.endsWith('.ts')) ? ['check:types'] : [];
    if (wanted.length + checks.length > 0) await command('test', ...checks, ...wanted);
    if (wanted.length === 0) progress('watch: no test is named like that; "npm test" runs all');
  };
  const watched = { root: top, folders, isSource, signal: stop.signal };
  await watchSources(watched, (changed) => round(changed).finally(waiting), waiting);
  progress('watch: ended');
  return 0;
};
