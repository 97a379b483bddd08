import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm, HelmError, renderedKubernetes } from '../../scripts/helm/index.ts';
import { top } from '../../scripts/support/top.ts';
import { tinyChart } from '../support/chart.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly data: { readonly greeting: string; readonly kubernetes: string };
}

const helm = await findHelm({ tell: () => {} });

const render = (cwd: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), 'render', ...args],
      { cwd: top, env: { ...process.env, HELM: helm.path, INIT_CWD: cwd } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

test('files, --set, names and the Kubernetes version reach Helm; paths are the caller’s', async () => {
  const chart = await tinyChart();
  const folder = dirname(chart);
  await writeFiles(folder, { 'a.yaml': 'greeting: from a\n', 'b.yaml': 'greeting: from b\n' });
  const { code, stdout, stderr } = await render(
    folder,
    '--chart',
    'tiny',
    '-f',
    'a.yaml',
    '-f',
    'b.yaml',
    '-n',
    'fabric',
  );
  assert.is(code, 0, stderr);
  const { metadata, data } = load(stdout) as ConfigMap;
  assert.equal(metadata, { name: 'fabric', namespace: 'fabric' });
  assert.equal(data, { greeting: 'from b', kubernetes: `v${renderedKubernetes}` });
  const set = await render(
    folder,
    '--chart',
    'tiny',
    '--set',
    'greeting=set',
    '--release-name',
    'r',
    '--kube-version',
    '1.30.0',
  );
  const other = load(set.stdout) as ConfigMap;
  assert.equal([other.metadata.name, other.data.greeting, other.data.kubernetes], ['r', 'set', 'v1.30.0']);
});

test('Helm’s refusal is told, with an empty stdout', async () => {
  const { code, stdout, stderr } = await render(top, '--chart', await temporaryFolder());
  assert.is(code, 1);
  assert.is(stdout, '');
  assert.match(stderr, `helm template (v${helm.version}): `);
  assert.not.match(stderr, 'at async');
});

test('a wrong call, and input that cannot be read, exit with 2 and say what to do', async () => {
  const chart = await tinyChart();
  const folder = dirname(chart);
  await writeFiles(folder, { 'bad.yaml': 'a: [\n', 'text.yaml': 'only text\n' });
  const calls: readonly (readonly [string, string])[] = [
    ['-f gone.yaml', 'gone.yaml: there is no such file. Check the path'],
    ['-f tiny', 'tiny: that is a folder. Name a file in it'],
    ['-f bad.yaml', 'bad.yaml:2:1: not YAML: '],
    ['-f text.yaml', 'text.yaml:1:1: the top level must be a map of values'],
    ['--set a', 'a: '],
    ['bad.yaml', 'bad.yaml: values files stand after -f'],
    ['--kube-version abc', '--kube-version abc: expected a version such as 1.'],
    ['--release-name A_B', '--release-name A_B: expected up to 53'],
    ['--chart nowhere', '--chart nowhere: there is no such chart'],
    ['-- --nonsense', 'unknown flag: --nonsense'],
    ['--nonsense', "Unknown option '--nonsense'"],
  ];
  for (const [call, message] of calls) {
    const { code, stdout, stderr } = await render(folder, '--chart', 'tiny', ...call.split(' '));
    assert.equal([code, stdout], [2, ''], `${call}: ${stderr}`);
    assert.match(stderr, message);
  }
});

test('what comes through a pipe is read once, by Helm', async () => {
  const folder = dirname(await tinyChart());
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const piped = async (text: string) => {
    const [rendered] = await Promise.all([
      render(folder, '--chart', 'tiny', '-f', 'pipe'),
      writeFile(pipe, text),
    ]);
    return rendered;
  };
  assert.match((await piped('greeting: piped\n')).stdout, 'piped');
  const { code, stderr } = await piped('greeting: [\n');
  assert.is(code, 2);
  assert.match(stderr, 'failed to parse');
});

test('-f - is standard input', async () => {
  const folder = dirname(await tinyChart());
  const piped = (input: string, ...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), 'render', ...args],
      { cwd: top, env: { ...process.env, HELM: helm.path, INIT_CWD: folder }, encoding: 'utf8', input },
    );
  const { status, stdout, stderr } = piped('greeting: from stdin\n', '--chart', 'tiny', '-f', '-');
  assert.is(status, 0, stderr);
  assert.match(stdout, 'greeting: "from stdin"');
  const twice = piped('', '--chart', 'tiny', '-f', '-', '-f', '-');
  assert.is(twice.status, 2);
  assert.match(twice.stderr, '-f - can be given once only');
});

test('values given in place win over files, and the environment does not disturb', async () => {
  const chart = await tinyChart();
  await writeFiles(chart, { 'a.yaml': 'greeting: from a\n' });
  const text = await helm.template(chart, {
    files: [join(chart, 'a.yaml')],
    values: { greeting: 'in place' },
    release: 'r',
    env: {},
  });
  assert.is((load(text) as ConfigMap).data.greeting, 'in place');
  process.env.HELM_NAMESPACE = 'elsewhere';
  assert.is((load(await helm.template(chart)) as ConfigMap).metadata.namespace, 'default');
});

test('a call that does not end in time is an error', async () => {
  const error = await helm.template('/dev/null', { timeout: 1 }).catch((thrown: unknown) => thrown);
  assert.instance(error, HelmError);
});

test('output of many megabytes fits', async () => {
  const chart = await tinyChart();
  await writeFiles(chart, {
    'templates/big.yaml': '{{ range until 120 }}\n---\nbig: {{ repeat 100000 "x" }}\n{{ end }}\n',
  });
  assert.ok((await helm.template(chart)).length > 12_000_000);
});

test('with --debug, what Helm cannot read as YAML is on stdout, and the complaint on stderr', async () => {
  const chart = await tinyChart();
  await writeFiles(chart, { 'templates/broken.yaml': 'a: b\n  {{ print "seen" }}: c\n' });
  const args = ['--chart', 'tiny', '--', '--debug'];
  const { code, stdout, stderr } = await render(dirname(chart), ...args);
  assert.is(code, 1);
  assert.match(stderr, 'YAML parse error on tiny/templates/broken.yaml');
  assert.match(stdout, '  seen: c');
});

test.run();
