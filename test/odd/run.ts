/**
 * Random odd documents, a program of its own: validator, Helms and Kubernetes agree on each, or it is printed, reduced to
 * the least that shows the disagreement. SEED and RUNS repeat and limit a run. Closes with `N passed, N failed`.
 */
import fc from 'fast-check';
import { matrixHelms } from '../../scripts/helm/index.ts';
import { CommandError, isExpected } from '../../scripts/support/errors.ts';
import { progress, ticking } from '../../scripts/support/progress.ts';
import { skipped } from '../../scripts/support/skipped.ts';
import { closingLine } from '../../scripts/testing/counts.ts';
import { concurrently } from '../support/rendered.ts';
import { documents } from './documents.ts';
import { type Ask, startHelm, startKubernetes } from './programs.ts';
import { type Judges, judge } from './verdicts.ts';
import { type Document, printed, smallest } from './written.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const runs = Number(process.env.RUNS ?? 10_000);

const kindOf = async (document: Document, judges: Judges): Promise<string> => {
  const outcome = await judge(document, judges);
  return typeof outcome === 'string' ? outcome : outcome.kind;
};

/** @throws CommandError where Go builds nothing. */
const startAll = async (): Promise<Judges> => {
  const helms = new Map<string, Ask>();
  for (const version of matrixHelms) helms.set(version, await startHelm(version));
  return { helms, kubernetes: await startKubernetes() };
};

/** Judges all documents and prints where they disagree; the count of disagreements. */
const judgeAll = async (judges: Judges): Promise<number> => {
  const counts = new Map<string, number>();
  const told = new Set<string>();
  let done = 0;
  let failed = 0;
  const stop = ticking(() => `odd: ${done} of ${runs} documents, ${failed} disagreements`, 20);
  await concurrently(fc.sample(documents, { seed, numRuns: runs }), 4, async (document) => {
    const outcome = await judge(document, judges);
    done++;
    if (typeof outcome === 'string') {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      return;
    }
    failed++;
    const least = await smallest(document, async (less) => (await kindOf(less, judges)) === outcome.kind);
    const text = printed(least);
    if (told.has(text)) return;
    told.add(text);
    const { words } = (await judge(least, judges)) as { words: string };
    console.log(`${outcome.kind} (SEED=${seed}):\n${text}${words}\n`);
  });
  stop();
  progress(`odd: ${[...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`);
  return failed;
};

const main = async (): Promise<number> => {
  progress(`odd: SEED=${seed} RUNS=${runs}`);
  const judges = await startAll().catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    skipped(error.message);
    return undefined;
  });
  const failed = judges ? await judgeAll(judges) : 0;
  console.log(closingLine({ passed: judges ? runs - failed : 0, failed, skipped: judges ? 0 : 1 }));
  return judges && failed === 0 ? 0 : 1;
};

const code = await main().catch((error: unknown) => {
  console.error(error instanceof Error && isExpected(error) ? error.message : error);
  return 1;
});
process.exit(code);
