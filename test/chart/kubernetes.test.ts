/**
 * A real API server takes whatever the chart renders: strictly, so that unknown and doubled fields are refused, and by
 * server-side apply, as Helm 4 does it, which refuses two entries of one merge key. Nothing is stored.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { everything } from '../support/everything.ts';
import { type Rendered, render } from '../support/rendered.ts';
import { skip } from '../support/skip.ts';

const namespace = 'default';
const folder = join(top, 'examples');

/** Why no API server can be asked, or undefined where one answers. */
const unreachable = (): string | undefined => {
  if (!process.env.KUBECONFIG) return 'KUBECONFIG names no cluster to check objects against';
  const asked = spawnSync('kubectl', ['version', '--request-timeout=5s'], { encoding: 'utf8' });
  if (asked.status === 0) return undefined;
  return `no cluster answers at KUBECONFIG: ${(asked.error?.message ?? asked.stderr).trim().split('\n')[0]}`;
};

const missing = unreachable();

/** What the API server says against the objects; empty where it would take them all. */
const complaints = (objects: readonly Rendered[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict'];
    const child = spawn('kubectl', [...args, `--namespace=${namespace}`, '--filename=-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : said));
    child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  });

/** Objects for the Prometheus operator, whose kinds few clusters have. */
const ofOperator = ({ apiVersion }: Rendered): boolean => apiVersion.startsWith('monitoring.coreos.com/');

const check = (name: string, of: Parameters<typeof render>[0]): void => {
  test(`${name} is what the API server takes`, async () => {
    if (missing !== undefined) return skip(missing);
    const objects = await render({ ...of, namespace });
    assert.is(await complaints(objects.filter((object) => !ofOperator(object))), '');
  });
};

check('everything optional', { values: everything });
check('each isolation of the sidecar', {
  values: {
    peers: {
      userns: { dind: { isolation: 'userns' } },
      sysbox: { dind: { isolation: 'sysbox' } },
      kata: { dind: { isolation: 'kata', storage: { type: 'emptyDir', medium: 'Memory' } } },
    },
  },
});
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort())
  check(name, { files: [join(folder, name)] });

test('objects for the Prometheus operator are what its definitions take', async () => {
  if (missing !== undefined) return skip(missing);
  const asked = spawnSync(
    'kubectl',
    ['api-resources', '--api-group=monitoring.coreos.com', '--output=name'],
    {
      encoding: 'utf8',
    },
  );
  if (!asked.stdout.includes('podmonitors')) return skip('the cluster has no Prometheus operator');
  const podMonitor = { enabled: true, tlsConfig: { insecureSkipVerify: true } };
  const values = {
    monitoring: { rules: { enabled: true } },
    peer: {
      operations: { tls: { enabled: true } },
      metrics: { podMonitor },
      dind: { metrics: { enabled: true } },
      networkPolicy: { enabled: true, metricsFrom: [{ podSelector: {} }] },
    },
  };
  const objects = (await render({ values, namespace })).filter(ofOperator);
  assert.equal(objects.map(({ kind }) => kind).sort(), ['PodMonitor', 'PrometheusRule']);
  assert.is(await complaints(objects), '');
});

test('the check finds an unknown field and a doubled name', async () => {
  if (missing !== undefined) return skip(missing);
  const service = (spec: object): Rendered => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'fabric-dind-check' },
    spec,
  });
  assert.match(await complaints([service({ ports: [{ port: 1 }], selektor: {} })]), 'selektor');
  const twice = [
    { name: 'a', port: 1 },
    { name: 'b', port: 1 },
  ];
  assert.match(await complaints([service({ ports: twice })]), 'duplicate');
});

test.run();
