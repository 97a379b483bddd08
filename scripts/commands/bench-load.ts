/** `npm run bench:load [-- throughput faults growth | draw [--from FILE]]`: what clients see of peers under load. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawDocs, writePlots } from '../bench/docs.ts';
import { benchLoad, longest, type Part, parts } from '../bench/load/bench.ts';
import type { Numbers } from '../bench/load/numbers.ts';
import { drawings } from '../bench/load/plots.ts';
import { tablesOf } from '../bench/load/tables.ts';
import { run as runProgram } from '../cluster/process.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';
import { skipped } from '../support/skipped.ts';
import { top } from '../support/top.ts';

const draw = async (from: string | undefined): Promise<number> => {
  console.log(tablesOf(await drawDocs('load', from, drawings)));
  return 0;
};

/** Keeps the numbers of some parts beside those of earlier runs, draws them all, and prints these. */
const keep = async (numbers: Numbers): Promise<void> => {
  const file = join(top, 'dist/load.json');
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Numbers,
    () => ({}),
  );
  const all: Numbers = { ...before, ...numbers };
  await writePlots(join(top, 'dist'), await drawings(all));
  await writeFile(file, `${JSON.stringify(all, null, 1)}\n`);
  console.log(tablesOf(numbers));
};

/**
 * Measures, prints tables, and writes dist/load.json and dist/load-*.svg after each part; `draw` makes those of docs/ from
 * numbers.
 * @returns 1 when something was skipped or failed, so that no one takes a part for the whole.
 */
export const run = async (args: string[]): Promise<number> => {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' } },
  });
  const known: readonly string[] = [...parts, 'draw'];
  const strange = positionals.filter((word) => !known.includes(word));
  if (strange.length > 0)
    throw new CommandError(`bench:load has no part ${strange.join(', ')}; there are ${known.join(', ')}`, {
      exitCode: 2,
    });
  const drawing = positionals.includes('draw');
  if ((drawing && positionals.length > 1) || (!drawing && values.from !== undefined))
    throw new CommandError('draw stands alone, and only draw takes --from FILE', { exitCode: 2 });
  if (drawing) return draw(values.from);
  try {
    await runProgram('kubectl', ['version', '--request-timeout=10s']);
  } catch {
    skipped('bench:load needs a cluster: let KUBECONFIG name one that kubectl reaches, then run it again');
    return 1;
  }
  // Everything that waits has its own limit; this one is for what no one thought of. Leaving removes what was made.
  setTimeout(() => {
    progress(`load: FAILED: not over after ${longest} min; what was measured is in dist/load.json`);
    process.exit(1);
  }, longest * 60_000).unref();
  let missing = 0;
  const failed = await benchLoad(
    (positionals.length > 0 ? positionals : parts) as Part[],
    async (numbers) => {
      missing += numbers.throughput?.missing.length ?? 0;
      await keep(numbers);
    },
  );
  return failed.length + missing > 0 ? 1 : 0;
};
