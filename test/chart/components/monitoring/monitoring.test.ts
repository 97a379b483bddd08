/** Objects for the Prometheus operator and Grafana: they name what is there, and who may not read metrics cannot. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { ConfigMap } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../../../schema/generated/values.ts';
import { onPath } from '../../../../scripts/helm/binary.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { objectOf, type Rendered, render } from '../../../support/rendered.ts';
import { skip } from '../../../support/skip.ts';

const values: ValuesOverrides = {
  monitoring: { rules: { enabled: true }, dashboard: { enabled: true } },
  peer: {
    metrics: { podMonitor: { enabled: true } },
    dind: { metrics: { enabled: true } },
    networkPolicy: { enabled: true, metricsFrom: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] },
  },
  peers: {
    peer0: {},
    peer1: { ledger: { existingClaim: 'my-ledger' }, nameOverride: 'second' },
    peer2: { enabled: false },
  },
};

interface Rules {
  readonly spec: {
    readonly groups: readonly { readonly rules: readonly { alert: string; expr: string }[] }[];
  };
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly {
    readonly type: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const placeholder = /\b(NAMESPACE|PODS|LEDGER_CLAIMS|DOCKER_CLAIMS|TITLE|UID)\b/u;

const dashboardOf = (objects: readonly Rendered[]): Dashboard => {
  const map = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.grafana_dashboard === '1',
  ) as unknown as ConfigMap;
  return JSON.parse(Object.values(map.data ?? {})[0] as string) as Dashboard;
};

const objects = await render({ values, namespace: 'fabric' });

test("alerts are about the release's own Pods and claims", () => {
  const rules = objectOf<Rules>(objects, 'PrometheusRule', 'fabric-dind').spec.groups.flatMap(
    (group) => group.rules,
  );
  assert.ok(rules.length >= 8);
  assert.not.match(JSON.stringify(rules), placeholder);
  for (const { alert, expr } of rules) assert.match(expr, 'namespace="fabric"', alert);
  const all = rules.map(({ expr }) => expr).join('\n');
  assert.match(all, 'pod=~"fabric-dind-peer0-0|second-0"');
  assert.match(all, 'persistentvolumeclaim=~"fabric-dind-peer0-ledger|my-ledger"');
  assert.match(all, 'persistentvolumeclaim=~"fabric-dind-peer0-docker|second-docker"');
});

test('the dashboard is JSON with a query in each panel, and two releases have two', async () => {
  const dashboard = dashboardOf(objects);
  assert.not.match(JSON.stringify(dashboard), placeholder);
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  assert.ok(panels.length >= 10);
  for (const { targets } of panels) assert.ok(targets?.every(({ expr }) => expr.includes('{')));
  const other = dashboardOf(await render({ values, namespace: 'fabric', release: 'other' }));
  assert.is.not(other.uid, dashboard.uid);
  assert.is.not(other.title, dashboard.title);
});

test('a PodMonitor names ports that the Pod has', () => {
  const monitor = objectOf<{ spec: { podMetricsEndpoints: { port: string }[] } }>(
    objects,
    'PodMonitor',
    'fabric-dind-peer0',
  );
  const spec = objectOf<StatefulSet>(objects, 'StatefulSet', 'fabric-dind-peer0').spec?.template.spec;
  const ports = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
    (container) => container.ports?.map(({ name }) => name) ?? [],
  );
  assert.equal(
    monitor.spec.podMetricsEndpoints.map(({ port }) => port),
    ['operations', 'docker-metrics'],
  );
  for (const { port } of monitor.spec.podMetricsEndpoints) assert.ok(ports.includes(port), port);
});

test('over TLS the metrics of the peer are collected as the user says', async () => {
  const tlsConfig = { insecureSkipVerify: true };
  const rendered = await render({
    values: {
      peer: { operations: { tls: { enabled: true } }, metrics: { podMonitor: { enabled: true, tlsConfig } } },
    },
  });
  const { spec } = objectOf<{ spec: { podMetricsEndpoints: object[] } }>(
    rendered,
    'PodMonitor',
    'fabric-dind-peer0',
  );
  assert.equal(spec.podMetricsEndpoints, [
    { port: 'operations', path: '/metrics', interval: '30s', scheme: 'https', tlsConfig },
  ]);
});

test("the policy opens every port but that of the daemon's metrics", () => {
  const policy = objectOf<NetworkPolicy>(objects, 'NetworkPolicy', 'fabric-dind-peer0');
  const [everybody, readers] = policy.spec?.ingress ?? [];
  const open = (port: number): boolean =>
    everybody?.ports?.some(
      (range) =>
        (range.protocol ?? 'TCP') === 'TCP' && Number(range.port) <= port && port <= Number(range.endPort),
    ) ?? false;
  assert.equal([1, 7051, 7052, 9322, 9323, 9324, 9443, 65535].map(open), [
    true,
    true,
    true,
    true,
    false,
    true,
    true,
    true,
  ]);
  assert.is(everybody?.from, undefined);
  assert.equal(readers, {
    ports: [{ port: 9323 }],
    from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }],
  });
});

test('promtool finds no mistake in the alerts', async () => {
  const promtool = await onPath('promtool', process.env.PATH);
  if (promtool === undefined) return skip('promtool is not installed');
  const folder = await temporaryFolder();
  const { spec } = objectOf<Rules>(objects, 'PrometheusRule', 'fabric-dind');
  await writeFiles(folder, { 'rules.yaml': JSON.stringify(spec) });
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'rules', join(folder, 'rules.yaml')], {
    encoding: 'utf8',
  });
  assert.is(status, 0, `${stdout}${stderr}`);
});

test.run();
