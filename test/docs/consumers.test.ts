/** docs/consumers.md: each block is run, or read by the library of whoever reads it, against a repository and a registry here. */
import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv, type SchemaObject } from 'ajv';
import { load, loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateValues } from '../../schema/validate/validate.ts';
import { versions } from '../../schema/versions.ts';
import { findHelm } from '../../scripts/helm/index.ts';
import { packageChart } from '../../scripts/package/chart-package.ts';
import { publish } from '../../scripts/publish/http-repository.ts';
import { push } from '../../scripts/publish/oci-registry.ts';
import { sign } from '../../scripts/publish/provenance.ts';
import { goModule } from '../../scripts/support/go-module.ts';
import { chartFolder, top } from '../../scripts/support/top.ts';
import { temporaryFolder } from '../support/folder.ts';
import { builtByGo } from '../support/go.ts';
import { hasRegistry, withRegistry, withWebServer } from '../support/registry.ts';
import { skip } from '../support/skip.ts';

const page = await readFile(join(top, 'docs/consumers.md'), 'utf8');
const helm = await findHelm({ tell: () => {} });
const folder = await temporaryFolder();
const repository = join(folder, 'repository');
const hasGo = spawnSync('go', ['version']).status === 0;
const hasGpg = spawnSync('gpg', ['--version']).status === 0;

interface Block {
  readonly chapter: string;
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = page.split(/^## /mu).flatMap((part) =>
  [...part.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].map(([, language = '', text = '']) => ({
    chapter: part.split('\n')[0] ?? '',
    language,
    text,
  })),
);

const of = (chapter: string, language = 'yaml'): string[] =>
  blocks.filter((block) => block.chapter === chapter && block.language === language).map(({ text }) => text);

/** Helm with files of its own. */
const own: NodeJS.ProcessEnv = {
  ...process.env,
  HELM_CACHE_HOME: join(folder, 'cache'),
  HELM_CONFIG_HOME: join(folder, 'config'),
  HELM_DATA_HOME: join(folder, 'data'),
  GNUPGHOME: join(folder, 'gnupg'),
};

const run = async (file: string, args: readonly string[], cwd = folder): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(file, args, { cwd, env: own, maxBuffer: 1 << 26 });
  return stdout + stderr;
};

const isFine = (values: unknown): void =>
  assert.equal(validateValues(values, { name: 'org1', namespace: 'fabric' }).problems, []);

const archive = (await packageChart(chartFolder, folder)).path;

/** The commands of a block, one a line, with addresses of this machine in the place of the examples'. */
const commands = (text: string, places: Readonly<Record<string, string>>): string[][] =>
  Object.entries({ '0.1.0': versions.chart, ...places })
    .reduce((all, [from, to]) => all.replaceAll(from, to), text)
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

/** What needs no cluster; an installation becomes the rendering of it. */
const withoutCluster = ([, command = '', ...args]: readonly string[]): string[] =>
  command === 'install' || command === 'upgrade'
    ? ['template', ...args.filter((arg) => arg !== '--create-namespace')]
    : [command, ...args];

test('the commands of Helm for a repository work', async () => {
  if (!hasGpg) return skip('no gpg here');
  await mkdir(own.GNUPGHOME ?? '', { mode: 0o700 });
  const key = 'release@example.com';
  await run('gpg', ['--batch', '--passphrase', '', '--quick-generate-key', key, 'rsa3072', 'sign', 'never']);
  await run('gpg', ['--batch', '--output', join(folder, 'release.gpg'), '--export', key]);
  process.env.GNUPGHOME = own.GNUPGHOME;
  await sign(archive, key);
  await publish({ archive, repository });
  await writeFile(join(folder, 'values.yaml'), 'mspId: Org1MSP\n');
  const lines = of('Helm', 'sh').filter((text) => !/oci:|cosign/u.test(text));
  assert.is(lines.length, 2);
  await withWebServer(repository, async (address) => {
    for (const line of lines.flatMap((text) => commands(text, { 'https://charts.example.com': address }))) {
      const printed = await run(helm.path, withoutCluster(line));
      if (line[1] === 'search')
        assert.match(printed, new RegExp(`fabric-dind/fabric-dind\\s+${versions.chart}`, 'u'));
      if (line[1] === 'pull') assert.match(printed, /Signed by: release@example\.com|^$/u);
      if (line[1] === 'install') assert.match(printed, /kind: StatefulSet/u);
    }
    // Another package under that name is found out.
    const other = join(folder, 'other');
    await cp(repository, other, { recursive: true });
    const path = join(other, `fabric-dind-${versions.chart}.tgz`);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes, Buffer.from('x')]));
    const { status, stderr } = spawnSync(
      helm.path,
      ['verify', path, '--keyring', join(folder, 'release.gpg')],
      { env: own, encoding: 'utf8' },
    );
    assert.is.not(status, 0, stderr);
  });
});

test('the commands of Helm for a registry work, by version and by digest', async () => {
  if (!hasRegistry) return skip('no docker-registry here (apt-get install docker-registry)');
  await withRegistry(async (registry) => {
    const { digest = '' } = await push({ helm, archive, registry });
    const places = { 'oci://registry.example.com/charts': registry, [`sha256:${'0'.repeat(64)}`]: digest };
    const lines = of('Helm', 'sh').filter((text) => text.includes('oci:'));
    assert.is(lines.length, 1);
    for (const line of lines.flatMap((text) => commands(text, places))) {
      const printed = await run(helm.path, [...withoutCluster(line), '--plain-http']);
      assert.match(printed, line[1] === 'show' ? /^name: fabric-dind$/mu : /kind: StatefulSet/u);
    }
  });
});

/** The schema of a kind, from a CustomResourceDefinition in a Go module. */
const checkerOf = async (module: string, file: string, version: string) => {
  const text = await readFile(join(await goModule(module), file), 'utf8');
  const { spec } = load(text) as {
    spec: { versions: { name: string; schema: { openAPIV3Schema: SchemaObject } }[] };
  };
  const schema = spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema;
  assert.ok(schema, `${file}: no ${version}`);
  // The API server drops what a schema does not know; here it is a mistake.
  const closed = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(closed);
    const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
    const isOpen = 'x-kubernetes-preserve-unknown-fields' in inner || 'additionalProperties' in inner;
    return inner.type === 'object' && inner.properties !== undefined && !isOpen
      ? { ...inner, additionalProperties: false }
      : inner;
  };
  const { properties } = schema as { properties: { spec: SchemaObject } };
  return new Ajv({ strict: false, validateFormats: false }).compile(closed(properties.spec) as SchemaObject);
};

const kinds = {
  Application: ['github.com/argoproj/argo-cd/v3@v3.4.0', 'manifests/crds/application-crd.yaml'],
  OCIRepository: [
    'github.com/fluxcd/source-controller@v1.8.0',
    'config/crd/bases/source.toolkit.fluxcd.io_ocirepositories.yaml',
  ],
  HelmRelease: [
    'github.com/fluxcd/helm-controller@v1.4.0',
    'config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml',
  ],
} as const;

interface Resource {
  readonly apiVersion: string;
  readonly kind: keyof typeof kinds;
  readonly spec: {
    readonly source?: { readonly helm: { readonly valuesObject: unknown } };
    readonly values?: unknown;
  };
}

test('Argo CD and Flux know every field, and the values are fine', async () => {
  if (!hasGo) return skip('no Go here, with which the definitions are fetched');
  const resources = [...of('Argo CD'), ...of('Flux')].flatMap((text) => loadAll(text)) as Resource[];
  assert.equal(
    resources.map(({ kind }) => kind),
    ['Application', 'OCIRepository', 'HelmRelease'],
  );
  for (const { apiVersion, kind, spec } of resources) {
    const [module, file] = kinds[kind];
    const check = await checkerOf(module, file, apiVersion.split('/')[1] ?? '');
    assert.ok(check(spec), `${kind}: ${JSON.stringify(check.errors)}`);
    const values = spec.values ?? spec.source?.helm.valuesObject;
    if (values !== undefined) isFine(values);
  }
});

test("Helmfile's values are fine", () => {
  const [text = ''] = of('Helmfile');
  const { releases } = load(text) as { releases: { values: unknown[] }[] };
  assert.is(releases.length, 1);
  for (const { values } of releases) values.forEach(isFine);
});

test("Terraform's language reads the resource, in its own format", async () => {
  if (!hasGo) return skip('no Go here, with which the reader is built');
  const [text = ''] = of('Terraform', 'hcl');
  const program = await builtByGo(
    'hclfmt',
    ['install', 'github.com/hashicorp/hcl/v2/cmd/hclfmt@v2.24.0'],
    folder,
  );
  const path = join(folder, 'main.tf');
  await writeFile(path, text);
  await run(program, ['-check', '-require-no-change', path]).catch((error: Error) =>
    assert.unreachable(error.message),
  );
});

test('a chart of charts renders two organisations', async () => {
  const [chart = '', values = ''] = of('A chart of charts');
  const umbrella = join(folder, 'umbrella');
  await mkdir(umbrella);
  await publish({ archive, repository });
  await withWebServer(repository, async (address) => {
    await writeFile(
      join(umbrella, 'Chart.yaml'),
      chart.replaceAll('https://charts.example.com', address).replaceAll('0.1.0', versions.chart),
    );
    await writeFile(join(umbrella, 'values.yaml'), values);
    await run(helm.path, ['dependency', 'update', '.'], umbrella);
    const objects = loadAll(await run(helm.path, ['template', 'network', '.'], umbrella)) as {
      kind: string;
      metadata: { name: string };
    }[];
    assert.equal(
      objects
        .filter((object) => object?.kind === 'StatefulSet')
        .map(({ metadata }) => metadata.name)
        .sort(),
      ['org1-peer0', 'org2-peer0'],
    );
  });
});

test.run();
