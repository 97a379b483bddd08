/** `npm run package:npm`: the npm package `fabric-dind` in dist/npm, for `npm pack` and `npm publish`. */
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder } from '../helm/arguments.ts';
import { buildPackage } from '../npm/build.ts';
import { noneEmpty } from '../support/arguments.ts';
import { progress, ticking } from '../support/progress.ts';
import { top } from '../support/top.ts';

const help = `usage: npm run package:npm -- [--destination folder]
Builds the npm package in dist/npm, unless told otherwise; the folder is replaced. Then: npm publish dist/npm`;

/** Builds, and prints the folder. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      destination: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  const folder =
    values.destination === undefined ? join(top, 'dist/npm') : resolve(callersFolder(), values.destination);
  progress('package:npm: bundling, and emitting types: a few seconds');
  const stop = ticking(() => 'package:npm: still at it', 5);
  const files = await buildPackage(folder).finally(stop);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  progress(`package:npm: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);
  console.log(relative(process.cwd(), folder));
  return 0;
};
