/** `npm run release:http`: publishes the chart to a repository in a folder, after the gate. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder } from '../helm/arguments.ts';
import { packageChart } from '../package/chart-package.ts';
import { publish } from '../publish/http-repository.ts';
import { sign } from '../publish/provenance.ts';
import { noneEmpty } from '../support/arguments.ts';
import { CommandError } from '../support/errors.ts';
import { chartFolder, top } from '../support/top.ts';
import { run as check } from './release-check.ts';

const help = `usage: npm run release:http -- --repository folder [--url address] [--sign key] [--releases folder]
Compares with the last release, packages the chart, and adds it to the chart repository in the folder: of a web server, or
the checked-out branch of GitHub Pages. What is published there never changes.
--sign      a key of gpg's keyring or agent: writes the provenance that helm verify reads, and publishes it too
--url       the address under which the folder is shown; without it the index has relative addresses`;

/** Checks, packages, publishes. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      repository: { type: 'string' },
      url: { type: 'string' },
      sign: { type: 'string' },
      releases: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  if (values.repository === undefined)
    throw new CommandError(`--repository is missing.\n${help}`, { exitCode: 2 });
  const refused = await check(values.releases === undefined ? [] : ['--releases', values.releases]);
  if (refused !== 0) return refused;
  const { path, sha256 } = await packageChart(chartFolder, join(top, 'dist'));
  if (values.sign !== undefined) await sign(path, values.sign);
  const repository = resolve(callersFolder(), values.repository);
  const outcome = await publish({
    archive: path,
    repository,
    ...(values.url === undefined ? {} : { url: values.url }),
  });
  console.log(`${outcome}: ${path.split('/').at(-1)} sha256:${sha256}`);
  return 0;
};
