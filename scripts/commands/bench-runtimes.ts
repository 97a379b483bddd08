/** `npm run bench:runtimes [-- dind host ccaas jobs | draw [--from FILE]]`: where chaincode can run, side by side, on the cluster of KUBECONFIG. */
import { appendFile, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeFacts } from '../bench/circumstances.ts';
import { drawDocs, writePlots } from '../bench/docs.ts';
import { benchRuntimes } from '../bench/runtimes/bench.ts';
import { drawings } from '../bench/runtimes/plots.ts';
import { type Outcome, tableOf } from '../bench/runtimes/table.ts';
import { variants } from '../bench/runtimes/variants.ts';
import { settings } from '../cluster/settings.ts';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';

const extent = { calls: 200, restarts: 3, rest: 30, afterKill: 15 };

/**
 * Prints the tables, then one JSON line that is also appended to dist/runtimes.jsonl, and draws dist/runtimes.svg; `draw`
 * makes that of docs/ from such a line in a file.
 * @returns 1 when a runtime was skipped or failed, so that no one takes a part for the whole.
 */
export const run = async (args: string[]): Promise<number> => {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' } },
  });
  if (positionals.join() === 'draw') {
    console.log(
      tableOf(
        (await drawDocs<{ readonly outcomes: readonly Outcome[] }>('runtimes', values.from, drawings))
          .outcomes,
      ),
    );
    return 0;
  }
  if (values.from !== undefined) throw new CommandError('only draw takes --from FILE', { exitCode: 2 });
  const known = variants.map(({ name }) => name);
  const strange = positionals.filter((name) => !known.includes(name));
  if (strange.length > 0)
    throw new CommandError(`no runtime ${strange.join(', ')}; there are ${known.join(', ')}`, {
      exitCode: 2,
    });
  const outcomes = await benchRuntimes(positionals, extent);
  const line = JSON.stringify({
    at: new Date().toISOString(),
    fabric: settings.fabric,
    dind: settings.dind,
    ...(settings.cpu ? { cpuRequest: settings.cpu } : {}),
    node: await nodeFacts(),
    client: cpus()[0]?.model ?? '',
    extent,
    outcomes,
  });
  await mkdir(join(top, 'dist'), { recursive: true });
  await appendFile(join(top, 'dist/runtimes.jsonl'), `${line}\n`);
  await writePlots(join(top, 'dist'), await drawings({ outcomes }));
  console.log(`${tableOf(outcomes)}\n\n${line}`);
  return outcomes.some((outcome) => !('measured' in outcome)) ? 1 : 0;
};
