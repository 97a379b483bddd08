/** The npm package, installed in an empty project without a network: what is in it, and what each command does there. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { versions } from '../../../schema/versions.ts';
import { findHelm } from '../../../scripts/helm/index.ts';
import { buildPackage } from '../../../scripts/npm/build.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { filesBelow } from '../../../scripts/support/files.ts';
import { packageBinary } from '../../../scripts/support/process.ts';
import { chartFolder, top } from '../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { installed, packed, runIn } from '../../support/installed.ts';
import { messageOf } from '../../support/thrown.ts';

const helm = await findHelm({ tell: () => {} });
const project = await installed();
const { folder, program } = project;
const own = join(folder, 'node_modules/fabric-dind');

const read = (path: string): Promise<string> => readFile(join(own, path), 'utf8');

/** Whether this Node reads TypeScript by itself. */
const stripsTypes = process.features.typescript !== undefined && process.features.typescript !== false;

test('it brings no other package along, and names the version of the chart', async () => {
  const names = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
  assert.equal(names, ['fabric-dind']);
  const { version, dependencies, private: isPrivate, engines } = JSON.parse(await read('package.json'));
  assert.equal([version, dependencies, isPrivate], [versions.chart, undefined, undefined]);
  assert.equal(engines, JSON.parse(await readFile(join(top, 'package.json'), 'utf8')).engines);
  assert.match(await read('chart/Chart.yaml'), `version: ${versions.chart}`);
});

test('the chart in it is the chart, file by file', async () => {
  const paths = await filesBelow(chartFolder, '.');
  assert.equal(await filesBelow(join(own, 'chart'), '.'), paths);
  for (const path of paths)
    assert.is(await read(`chart/${path}`), await readFile(join(chartFolder, path), 'utf8'), path);
});

test('nothing in it names this machine, and licences of what is bundled come along', async () => {
  for (const path of await filesBelow(own, '.', (name) => /\.(js|json|ts|md|txt)$/u.test(name))) {
    const text = await read(path);
    assert.not.ok(text.includes(top), `${path} names ${top}`);
  }
  const licences = await read('THIRD-PARTY-LICENCES.txt');
  for (const name of ['ajv', 'js-yaml', 'semver']) assert.match(licences, `\n${name} `);
  assert.match(licences, 'Permission is hereby granted');
  assert.ok((await stat(project.archive)).size < 600_000);
});

test('a second build has the same bytes', async () => {
  const again = join(await temporaryFolder(), 'npm');
  const paths = await buildPackage(again);
  assert.equal(paths, await filesBelow(project.built, '.'));
  for (const path of paths)
    assert.ok((await readFile(join(again, path))).equals(await readFile(join(project.built, path))), path);
});

test('whatever rights new files get on a machine, the packed bytes are the same', async () => {
  const work = await temporaryFolder();
  const before = process.umask(0o077);
  try {
    await buildPackage(join(work, 'npm'));
  } finally {
    process.umask(before);
  }
  const archive = await packed(join(work, 'npm'), work);
  assert.ok((await readFile(archive)).equals(await readFile(project.archive)));
});

test('what is not a package that was built before is never replaced', async () => {
  const mine = await temporaryFolder();
  await writeFiles(mine, { 'package.json': '{ "name": "fabric-dind" }', 'mine.txt': 'mine' });
  assert.match(await messageOf(buildPackage(mine), CommandError), 'holds other files');
  assert.equal((await readdir(mine)).sort(), ['mine.txt', 'package.json']);
  assert.match(await messageOf(buildPackage(join(mine, 'mine.txt')), CommandError), 'ENOTDIR');
  assert.ok((await buildPackage(project.built)).includes('cli.js'));
});

test('init names the schema for editors where the package lies in the project', async () => {
  await writeFiles(folder, { 'deep/er/README.md': '' });
  assert.is((await program(['init', 'deep/er/new.yaml'])).code, 0);
  const [line] = (await readFile(join(folder, 'deep/er/new.yaml'), 'utf8')).split('\n');
  const path = '../../node_modules/fabric-dind/chart/values.editor.schema.json';
  assert.is(line, `# yaml-language-server: $schema=${path}`);
  assert.ok((await stat(join(folder, 'deep/er', path))).isFile());
});

test('the library works in plain Node', async () => {
  await writeFiles(folder, {
    'library.mjs': `import { chartFolder, defaultValues, defineValues, explain, told, UnreadableInput, validate, validateYaml, valuesSchema, version } from 'fabric-dind';
const values = defineValues({ mspId: 'GreenMSP' });
const wrong = validateYaml([{ name: 'a.yaml', text: 'mspId: GreenMSP\\nmspld: x\\n' }]);
let thrown;
try { validateYaml('a: ['); } catch (error) { thrown = error instanceof UnreadableInput; }
const devnet = validate({ devnet: { enabled: true, joins: 'org1-fabric-dind' } }, { name: 'org1', namespace: 'n' });
console.log(JSON.stringify({
  chartFolder, version, thrown, right: validate(values).problems, wrong: wrong.problems.map(told),
  rules: devnet.problems.length, tag: explain('peer.dind.image.tag').default,
  peer: defaultValues.peer.image.repository, schema: valuesSchema.additionalProperties,
}));
`,
  });
  const { code, out, err } = await runIn(folder, process.execPath, ['library.mjs']);
  assert.is(code, 0, err);
  const { rules, ...rest } = JSON.parse(out);
  assert.ok(rules > 0);
  assert.equal(rest, {
    chartFolder: join(own, 'chart'),
    version: versions.chart,
    thrown: true,
    right: [],
    wrong: ['a.yaml:2:1: mspld: unknown key; did you mean mspId?'],
    tag: versions.dind,
    peer: 'hyperledger/fabric-peer',
    schema: false,
  });
});

const typeCheck = async (text: string) => {
  await writeFiles(folder, {
    'values.mts': text,
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "es2023", "types": [] }, "files": ["values.mts"] }',
  });
  return runIn(folder, process.execPath, [packageBinary('typescript', 'bin/tsc'), '-p', '.']);
};

const good = `import { defineValues, validate, type Values, type ValuesOverrides, type Verdict } from 'fabric-dind';
export const more: ValuesOverrides = { mspId: 'GreenMSP' };
export const verdict: Verdict = validate(more);
export const all = (values: Values): string => values.peer.ledger.storageClassName;
export default defineValues({ ...more, peers: { peer0: { dind: { enabled: false } } }, 'x-mine': 1 });
`;

test('types check values as they are written', async () => {
  const right = await typeCheck(good);
  assert.is(right.code, 0, right.out);
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ["mspld: 'x'", /'mspld' does not exist/u],
    ["peer: { antiAffinity: 'weak' }", /'"weak"' is not assignable/u],
    ["peers: { peer0: { replicas: '1' } }", /'string' is not assignable to type 'number'/u],
  ];
  for (const [mistake, message] of mistakes) {
    const { code, out } = await typeCheck(
      `import { defineValues } from 'fabric-dind';\nexport default defineValues({ ${mistake} });\n`,
    );
    assert.is(code, 1, mistake);
    assert.match(out.replaceAll(/\s+/gu, ' '), message);
  }
});

test('values in TypeScript are validated and rendered, or it is said what they need', async () => {
  await writeFiles(folder, { 'values.mts': good });
  const plain = await program(['validate', '-f', 'values.mts']);
  if (stripsTypes) assert.is(plain.code, 0, plain.err);
  else {
    assert.is(plain.code, 2);
    assert.match(plain.out, /values\.mts: Node [0-9.]+ reads no TypeScript.*22\.18.*--import tsx/u);
  }
  const env = { HELM: helm.path, NODE_OPTIONS: `--import ${import.meta.resolve('tsx')}` };
  assert.is((await program(['validate', '-f', 'values.mts'], env)).code, 0);
  const { code, out, err } = await program(['render', '-f', 'values.mts', '--release-name', 'green'], env);
  assert.is(code, 0, err);
  const sets = (loadAll(out) as { kind: string; metadata: { name: string } }[]).filter(
    ({ kind }) => kind === 'StatefulSet',
  );
  assert.equal(
    sets.map(({ metadata }) => metadata.name),
    ['green-fabric-dind-peer0'],
  );
});

test('a module lies over the files before it, and its mistakes are told', async () => {
  await writeFiles(folder, {
    'a.yaml': 'mspId: AMSP\npeer: { ledger: { size: 1Gi } }\n',
    'b.mjs': 'export default { mspId: "BMSP", left: undefined };\n',
    'function.mjs': 'export default { peer: { id: () => "x" } };\n',
    'named.mjs': 'export const values = {};\n',
    'broken.mjs': 'export default {;\n',
    'missing.mjs': 'import "not-there";\nexport default {};\n',
  });
  const { out } = await program(['render', '-f', 'a.yaml', '-f', 'b.mjs', '-f', '/dev/null'], {
    HELM: helm.path,
  });
  assert.match(out, 'BMSP');
  assert.match(out, 'storage: "1Gi"');
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['function.mjs', /function\.mjs: peer\.id: values are data alone/u],
    ['named.mjs', /named\.mjs: the module must export a map of values by default/u],
    ['broken.mjs', /broken\.mjs: it cannot be loaded: Unexpected token/u],
    ['missing.mjs', /missing\.mjs: it cannot be loaded: Cannot find package.*Install/u],
    ['gone.mjs', /gone\.mjs: there is no such file/u],
  ];
  for (const [file, message] of wrong) {
    const validated = await program(['validate', '-f', file]);
    assert.is(validated.code, 2, file);
    assert.match(validated.out, message);
    const rendered = await program(['render', '-f', file], { HELM: helm.path });
    assert.is(rendered.code, 2, file);
    assert.match(rendered.err, message);
    assert.is(rendered.out, '');
  }
});

test('render wants a Helm that the chart supports, and says which', async () => {
  const nothing = await temporaryFolder();
  const env = { PATH: nothing };
  const without = await runIn(folder, process.execPath, [join(own, 'cli.js'), 'render'], env);
  assert.is(without.code, 1);
  assert.match(without.err, /no helm on the PATH\. Install Helm >=3\.17\.0 <5\.0\.0.*HELM/u);
  await writeFiles(nothing, { helm: '' });
  const bad = await program(['render'], { HELM: process.execPath });
  assert.is(bad.code, 1);
  assert.match(bad.err, 'Install Helm');
});

test('paths are those of the folder in which it is called, also from a script of the project', async () => {
  await writeFiles(folder, { 'deep/values.yaml': 'mspId: DeepMSP\n' });
  const binary = join(folder, 'node_modules/.bin/fabric-dind');
  const { code, out } = await runIn(join(folder, 'deep'), binary, ['validate', '-f', 'values.yaml'], {
    INIT_CWD: folder,
  });
  assert.is(code, 0, out);
});

test('a wrong call exits with 2 and helps; --version and --help answer', async () => {
  const unknown = await program(['valdate']);
  assert.is(unknown.code, 2);
  assert.match(unknown.err, 'did you mean validate?');
  assert.match((await program(['validate', '--nonsense'])).err, 'usage: fabric-dind validate');
  assert.is((await program(['--version'])).out.trim(), versions.chart);
  for (const name of ['validate', 'render', 'explain', 'init', 'migrate'])
    assert.match((await program([name, '--help'])).out, `usage: fabric-dind ${name}`);
});

test('the commands of the README do what it says', async () => {
  await writeFiles(folder, {
    'their-values.yaml': await readFile(join(top, 'test/scripts/migrate/samples/bevel.yaml'), 'utf8'),
  });
  const [block = ''] = /(?<=```sh\n)[\s\S]*?(?=```)/u.exec(await read('README.md')) ?? [];
  const calls = block.split('\n').filter((line) => line.startsWith('npx fabric-dind '));
  assert.is(calls.length, 5);
  for (const call of calls) {
    // `init` has written values.yaml by then.
    const args = call.replace('-o values.yaml', '-o moved.yaml').split(' ').slice(2);
    const { code, err } = await program(args, { HELM: helm.path });
    assert.is(code, 0, `${call}: ${err}`);
  }
  const chart = await helm.template(join(own, 'chart'), { files: [join(folder, 'values.yaml')] });
  assert.match(chart, 'kind: StatefulSet');
});

test.run();
