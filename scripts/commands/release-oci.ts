/** `npm run release:oci`: pushes the chart to an OCI registry, after the gate. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findHelm } from '../helm/index.ts';
import { packageChart } from '../package/chart-package.ts';
import { chartAt, push } from '../publish/oci-registry.ts';
import { sign } from '../publish/provenance.ts';
import { noneEmpty } from '../support/arguments.ts';
import { CommandError } from '../support/errors.ts';
import { chartFolder, top } from '../support/top.ts';
import { run as check } from './release-check.ts';

const help = `usage: npm run release:oci -- --registry oci://registry.example.com/charts [--sign key] [--plain-http]
         [--releases folder]
Compares with the last release, packages the chart, and pushes it. A version that is there with other bytes is refused.
Log in before: helm registry login.
--sign        a key of gpg's keyring or agent: the provenance is pushed too
--plain-http  HTTP without TLS, also to a registry that is not on this machine's loopback`;

/** Checks, packages, pushes; prints the digest. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      registry: { type: 'string' },
      sign: { type: 'string' },
      'plain-http': { type: 'boolean' },
      releases: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  if (values.registry === undefined)
    throw new CommandError(`--registry is missing.\n${help}`, { exitCode: 2 });
  const refused = await check(values.releases === undefined ? [] : ['--releases', values.releases]);
  if (refused !== 0) return refused;
  const [helm, { path }] = await Promise.all([findHelm(), packageChart(chartFolder, join(top, 'dist'))]);
  if (values.sign !== undefined) await sign(path, values.sign);
  const { outcome, digest } = await push({
    helm,
    archive: path,
    registry: values.registry,
    ...(values['plain-http'] === undefined ? {} : { plainHttp: values['plain-http'] }),
  });
  console.log(`${outcome}: ${chartAt(values.registry, 'fabric-dind')}@${digest}`);
  return 0;
};
