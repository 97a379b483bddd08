/** `npm run release:notes`: the fragments of docs/changes become the section of the version in CHANGELOG.md. */
import { parseArgs } from 'node:util';
import { versions } from '../../schema/versions.ts';
import { gather } from '../release/changelog.ts';
import { progress } from '../support/progress.ts';
import { top } from '../support/top.ts';

const help = `usage: npm run release:notes -- [--date year-month-day]
Writes the section of the version in schema/versions.ts into CHANGELOG.md, with the changes of docs/changes, which go.`;

/** Gathers, and prints how many changes there are. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { version, date, entries } = await gather(top, versions.chart, values.date);
  progress(
    `release:notes: ${version} (${date}) has ${entries.length} changes; npm run generate puts them into Chart.yaml`,
  );
  return 0;
};
