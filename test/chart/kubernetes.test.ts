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
import { definedGroups, definitions } from '../support/definitions.ts';
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

/** Objects for operators, whose kinds few clusters have. */
const ofOperator = ({ apiVersion }: Rendered): boolean =>
  [...definedGroups, 'route.openshift.io'].includes(apiVersion.split('/')[0] ?? '');

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

/** Calls `kubectl` and returns what it said; an error is thrown. */
const kubectl = (args: readonly string[], input = ''): string => {
  const { status, stdout, stderr } = spawnSync('kubectl', args, { encoding: 'utf8', input, maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** With the definitions on the cluster; those that it did not have are removed afterwards. */
const withDefinitions = async (work: () => Promise<void>): Promise<void> => {
  const known = (): string[] => kubectl(['get', 'crd', '--output=name']).split('\n').filter(Boolean);
  const before = known();
  try {
    kubectl(['apply', '--server-side', '--filename=-'], await definitions());
    const added = known().filter((name) => !before.includes(name));
    kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...added]);
    await work();
  } finally {
    const added = known().filter((name) => !before.includes(name));
    if (added.length > 0) kubectl(['delete', '--wait=true', ...added]);
  }
};

const exposed = (type: string, own: object = {}): object => ({
  expose: { type, domain: 'example.com', ...own },
});

test('objects for operators are what their definitions take', async () => {
  if (missing !== undefined) return skip(missing);
  if (spawnSync('go', ['version']).status !== 0) return skip('without Go their definitions cannot be had');
  const values = {
    monitoring: { rules: { enabled: true } },
    peers: {
      pod: {
        metrics: {
          podMonitor: {
            enabled: true,
            tlsConfig: { insecureSkipVerify: true },
            relabelings: [{ targetLabel: 'a', replacement: 'b' }],
            podTargetLabels: ['a'],
          },
        },
        operations: { tls: { enabled: true } },
        dind: { metrics: { enabled: true } },
        networkPolicy: { enabled: true, metricsFrom: [{ podSelector: {} }] },
      },
      certificate: { identity: { tls: { certificate: { enabled: true, issuerRef: { name: 'ca' } } } } },
      route: exposed('tlsRoute', { tlsRoute: { parentRefs: [{ name: 'public' }] } }),
      istio: exposed('istio', { istio: { createGateway: true } }),
      traefik: exposed('traefik'),
    },
  };
  const objects = (
    await Promise.all([
      render({ values, namespace }),
      ...['operations', 'exposed', 'identity-cert-manager'].map((name) =>
        render({ files: [join(folder, `${name}.yaml`)], namespace }),
      ),
    ])
  )
    .flat()
    .filter((object) => ofOperator(object))
    .map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
  assert.equal([...new Set(objects.map(({ kind }) => kind))].sort(), [
    'Certificate',
    'Gateway',
    'IngressRouteTCP',
    'PodMonitor',
    'PrometheusRule',
    'ServiceMonitor',
    'TLSRoute',
    'VirtualService',
  ]);
  await withDefinitions(async () => {
    for (const object of objects)
      assert.is(await complaints([object]), '', `${object.kind} ${object.metadata.name}`);
    const wrong = objects.find(({ kind }) => kind === 'TLSRoute') as Rendered;
    assert.match(
      await complaints([{ ...wrong, spec: { ...Object(wrong.spec), hostnamez: [] } }]),
      'hostnamez',
    );
  });
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
