/** `npm run package`: writes dist/fabric-dind-<version>.tgz, the same bytes every time. */
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder } from '../helm/arguments.ts';
import { packageChart } from '../package/chart-package.ts';
import { noneEmpty } from '../support/arguments.ts';
import { chartFolder, top } from '../support/top.ts';

/** Packs the generated chart and prints its sum in the form that `sha256sum --check` reads. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: { destination: { type: 'string', default: join(top, 'dist') } },
  });
  noneEmpty(values);
  const destination = resolve(callersFolder(), values.destination);
  const { path, sha256, size } = await packageChart(chartFolder, destination);
  console.error(`package: ${size} bytes`);
  console.log(`${sha256}  ${relative(process.cwd(), path)}`);
  return 0;
};
