/** `npm run site`: the page of the chart repository, in dist/site or beside an index. */
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder } from '../helm/arguments.ts';
import { writeSite } from '../site/build.ts';
import { noneEmpty } from '../support/arguments.ts';
import { progress, ticking } from '../support/progress.ts';
import { top } from '../support/top.ts';

const help = `usage: npm run site -- [--destination folder]
Writes the repository's page into dist/site, unless told otherwise: into the folder of the chart repository, beside its
index.yaml, which stays as it is. Any web server of files shows it, e.g. GitHub Pages.`;

/** Builds, and prints the folder. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: { destination: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  const folder =
    values.destination === undefined ? join(top, 'dist/site') : resolve(callersFolder(), values.destination);
  const stop = ticking(() => 'site: still at it', 5);
  const changed = await writeSite(folder).finally(stop);
  progress(`site: ${changed.length === 0 ? 'nothing changed' : `wrote ${changed.join(', ')}`}`);
  console.log(relative(process.cwd(), folder));
  return 0;
};
