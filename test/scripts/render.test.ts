import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm, HelmError, renderedKubernetes } from '../../scripts/helm/index.ts';
import { top } from '../../scripts/support/top.ts';
import { tinyChart } from '../support/chart.ts';
import { writeFiles } from '../support/folder.ts';

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
  const { code, stdout, stderr } = await render(top, '--chart', '/no/such/chart');
  assert.is(code, 1);
  assert.is(stdout, '');
  assert.match(stderr, `helm template (v${helm.version}): `);
  assert.not.match(stderr, 'at async');
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
