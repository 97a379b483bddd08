/** `npm run release`: from a clean tree to everything that is published of a version; a dry run unless it is told to publish. */
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { versions } from '../../schema/versions.ts';
import { run as program } from '../cluster/process.ts';
import { callersFolder } from '../helm/arguments.ts';
import { findHelm } from '../helm/index.ts';
import { buildPackage } from '../npm/build.ts';
import { packageChart } from '../package/chart-package.ts';
import { checkCosign, type Signer, signFile, signReference } from '../publish/cosign.ts';
import { publish } from '../publish/http-repository.ts';
import { publishNpm } from '../publish/npm-registry.ts';
import { chartAt, isLoopback, push } from '../publish/oci-registry.ts';
import { checkKey, sign } from '../publish/provenance.ts';
import { checkTree, type Tree, tagTree } from '../release/preflight.ts';
import { isKept, keptVersions, releasesFolder } from '../release/releases.ts';
import { billOfMaterials } from '../release/sbom.ts';
import { writeSite } from '../site/build.ts';
import { noneEmpty } from '../support/arguments.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';
import { sha256OfFile } from '../support/sha256.ts';
import { chartFolder, top } from '../support/top.ts';
import { writeWhole } from '../support/write-whole.ts';
import { run as checkGenerated } from './check-generated.ts';
import { checkVersion } from './release-check.ts';

const help = `usage: npm run release -- [--publish] [--repository folder [--url address]] [--registry oci://…] [--npm]
                       [--sign key] [--cosign key|keyless] [--plain-http] [--releases folder]
Makes everything that is published of the version in schema/versions.ts in dist/release/<version>, looks whether it can be
published, and says what would be; with --publish it is. What is published already stays; an interrupted run can be run again.
--repository  the folder of a chart repository: of a web server, or the checked-out branch of GitHub Pages; also gets the page
--registry    an OCI registry, after helm registry login (and cosign login)
--npm         the npm registry, after npm login
--sign        a key of gpg's keyring or agent, for helm verify
--cosign      a key of cosign, or keyless where the platform vouches for it, as GitHub Actions does`;

interface Plan {
  readonly dryRun: boolean;
  readonly folder: string;
  readonly repository?: string;
  readonly url?: string;
  readonly registry?: string;
  readonly plainHttp?: boolean;
  readonly npm: boolean;
  readonly key?: string;
  readonly signer?: Signer;
}

const tell = (what: string, outcome: string): void => console.log(`${what.padEnd(12)} ${outcome}`);

/** What costs little and can say no. */
const look = async (plan: Plan, releases: string): Promise<Tree> => {
  const tree = await checkTree(top, versions.chart);
  if (!(await keptVersions(releases)).includes(versions.chart))
    throw new CommandError(
      `${join(releases, versions.chart)} is not there, with which the next release is compared. Run: npm run release:check -- --keep, and commit it`,
    );
  if (plan.key !== undefined) await checkKey(plan.key);
  if (plan.signer !== undefined) await checkCosign();
  return tree;
};

const makeChart = async ({ folder }: Plan): Promise<string> => {
  const { path } = await packageChart(chartFolder, folder);
  // A signature of other bytes than these, of an earlier run.
  await rm(`${path}.prov`, { force: true });
  return path;
};

const makeNpm = async ({ folder }: Plan): Promise<string> => {
  const built = join(top, 'dist/npm');
  // npm calls its package as Helm does.
  const into = join(folder, 'npm');
  await mkdir(into, { recursive: true });
  progress('release: building the npm package: a few seconds');
  await buildPackage(built);
  await program('npm', ['pack', built, '--pack-destination', into, '--loglevel=error']);
  return join(into, `fabric-dind-${versions.chart}.tgz`);
};

const makeSums = async (folder: string, paths: readonly string[]): Promise<void> => {
  const lines = paths.map(async (path) => `${await sha256OfFile(path)}  ${relative(folder, path)}\n`);
  await writeWhole(join(folder, 'SHA256SUMS'), (await Promise.all(lines)).join(''));
};

const toRepository = async (plan: Plan, archive: string, dryRun: boolean): Promise<void> => {
  const { repository, url } = plan;
  if (repository === undefined) return;
  tell('repository', await publish({ archive, repository, dryRun, ...(url === undefined ? {} : { url }) }));
  if (!dryRun) tell('page', `${(await writeSite(repository)).length} files are new`);
};

const toRegistry = async (plan: Plan, archive: string, dryRun: boolean): Promise<void> => {
  const { registry, plainHttp, signer } = plan;
  if (registry === undefined) return;
  const helm = await findHelm({ tell: () => {} });
  const http = plainHttp === undefined ? {} : { plainHttp };
  const { outcome, digest } = await push({ helm, archive, registry, dryRun, ...http });
  const reference = `${chartAt(registry, 'fabric-dind')}@${digest}`;
  tell('registry', digest === undefined ? outcome : `${outcome}: ${reference}`);
  if (dryRun || digest === undefined || signer === undefined) return;
  await signReference(reference.replace('oci://', ''), signer, plainHttp ?? isLoopback(registry));
};

const toNpm = async (plan: Plan, archive: string, dryRun: boolean): Promise<void> => {
  if (!plan.npm) return;
  tell('npm', await publishNpm(archive, { name: 'fabric-dind', version: versions.chart, dryRun }));
};

/** Looks, makes, and publishes where that is asked for. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      publish: { type: 'boolean', default: false },
      repository: { type: 'string' },
      url: { type: 'string' },
      registry: { type: 'string' },
      'plain-http': { type: 'boolean' },
      npm: { type: 'boolean', default: false },
      sign: { type: 'string' },
      cosign: { type: 'string' },
      releases: { type: 'string', default: releasesFolder },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  if (values.publish && values.repository === undefined && values.registry === undefined && !values.npm)
    throw new CommandError(
      `--publish names no target: say one or more of --repository, --registry, --npm.\n${help}`,
      { exitCode: 2 },
    );
  const releases = resolve(callersFolder(), values.releases);
  const plan: Plan = {
    dryRun: !values.publish,
    folder: join(top, 'dist/release', versions.chart),
    npm: values.npm,
    ...(values.repository === undefined ? {} : { repository: resolve(callersFolder(), values.repository) }),
    ...(values.url === undefined ? {} : { url: values.url }),
    ...(values.registry === undefined ? {} : { registry: values.registry }),
    ...(values['plain-http'] === undefined ? {} : { plainHttp: values['plain-http'] }),
    ...(values.sign === undefined ? {} : { key: values.sign }),
    ...(values.cosign === undefined
      ? {}
      : { signer: values.cosign === 'keyless' ? {} : { key: values.cosign } }),
  };
  const tree = await look(plan, releases);
  const archive = await makeChart(plan);
  // Each target is asked before the first one is given anything.
  await toRepository(plan, archive, true);
  await toRegistry(plan, archive, true);
  if ((await checkGenerated([])) !== 0)
    throw new CommandError('The generated files are not those of the sources. Run: npm run generate');
  // That the version is kept we have looked already; whether it is kept as it is released, only its promises tell.
  await isKept(releases, await checkVersion(releases));
  const bill = join(plan.folder, `fabric-dind-${versions.chart}.cdx.json`);
  await writeWhole(bill, await billOfMaterials(archive));
  const npmArchive = await makeNpm(plan);
  await toNpm(plan, npmArchive, true);
  await makeSums(plan.folder, [archive, bill, npmArchive]);
  tell('made', relative(process.cwd(), plan.folder));
  if (plan.dryRun) {
    const tag = `${tree.commit.slice(0, 12)} as v${versions.chart}`;
    tell('dry run', `nothing is published; --publish does, and tags ${tag}`);
    return 0;
  }
  if (plan.key !== undefined) tell('provenance', basename(await sign(archive, plan.key)));
  if (plan.signer !== undefined)
    for (const name of [basename(archive), 'SHA256SUMS'])
      tell('cosign', basename(await signFile(join(plan.folder, name), plan.signer)));
  tell('tag', await tagTree(top, versions.chart, tree));
  // A registry can still refuse whom it has answered; the folder, of which we know that it can be written, comes last.
  await toRegistry(plan, archive, false);
  await toNpm(plan, npmArchive, false);
  await toRepository(plan, archive, false);
  return 0;
};
