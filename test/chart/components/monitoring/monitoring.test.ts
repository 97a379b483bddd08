/** Objects for the Prometheus operator and Grafana: they name what is there, and who may not read metrics cannot. */
import { spawnSync } from 'node:child_process';
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

/** Runs promtool on the alerts, and what else is given. */
const promtool = async (
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const program = await onPath('promtool', process.env.PATH);
  if (program === undefined) return skip('promtool is not installed');
  const folder = await temporaryFolder();
  const { spec } = objectOf<Rules>(objects, 'PrometheusRule', 'fabric-dind');
  await writeFiles(folder, {
    'rules.yaml': JSON.stringify(spec),
    // Words would have to be repeated in what is expected.
    'bare.yaml': JSON.stringify(spec, (key, value) => (key === 'annotations' ? undefined : value)),
    ...files,
  });
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  assert.is(status, 0, `${stdout}${stderr}`);
};

test('promtool finds no mistake in the alerts', () => promtool(['check', 'rules', 'rules.yaml']));

/** A series that is there from the start, or begins later, a sample a minute. */
const series = (labels: string, values: string): object => ({ series: labels, values });
const ours = 'namespace="fabric", pod="fabric-dind-peer0-0"';

/** After half an hour, which of the alerts there are. */
const fires = (alertname: string, exp_labels: object | undefined): object => ({
  eval_time: '30m',
  alertname,
  exp_alerts: exp_labels === undefined ? [] : [{ exp_labels }],
});

const severity = 'warning';
const whose = { namespace: 'fabric', pod: 'fabric-dind-peer0-0' };

const alertsAfter = (input: readonly object[], alerts: readonly object[]): Promise<void> =>
  promtool(['test', 'rules', 'test.yaml'], {
    'test.yaml': JSON.stringify({
      rule_files: ['bare.yaml'],
      evaluation_interval: '1m',
      tests: [{ interval: '1m', input_series: input, alert_rule_test: alerts }],
    }),
  });

test('the first failed build, launch and timeout alerts, whose counters begin with it; old ones do not', () => {
  const build = `dockercontroller_chaincode_container_build_duration_count{${ours}, success="false"`;
  const launch = `chaincode_launch_failures{${ours}`;
  const timeout = `chaincode_execute_timeouts{${ours}`;
  const late = '_x25 1x10';
  return alertsAfter(
    [
      ...[build, launch, timeout].map((name) => series(`${name}, chaincode="new"}`, late)),
      ...[build, launch, timeout].map((name) => series(`${name}, chaincode="old"}`, '1x40')),
    ],
    [
      fires('FabricChaincodeBuildFailed', { severity, ...whose, chaincode: 'new', success: 'false' }),
      fires('FabricChaincodeLaunchFailed', { severity, ...whose, chaincode: 'new' }),
      fires('FabricChaincodeTimeouts', { severity, ...whose, chaincode: 'new' }),
    ],
  );
});

for (const [how, where] of [
  ['as cert-manager does', 'namespace="cert-manager", exported_namespace'],
  ['with honorLabels', 'namespace'],
] as const)
  test(`certificates of this namespace alone alert, collected ${how}`, () => {
    const certificate = (name: string, metric: string, of: string, value: number): object =>
      series(`${metric}{${where}="${of}", name="${name}"}`, `${value}x400`);
    const expires = 'certmanager_certificate_expiration_timestamp_seconds';
    const labels = Object.fromEntries(
      [...`${where}="fabric"`.matchAll(/([a-z_]+)="([^"]*)"/gu)].map(([, key, value]) => [key, value]),
    );
    return alertsAfter(
      [
        certificate('mine', expires, 'fabric', 86400),
        certificate('later', expires, 'fabric', 864000),
        certificate('theirs', expires, 'other', 86400),
        certificate('mine', 'certmanager_certificate_not_before_timestamp_seconds', 'fabric', 600),
        certificate('theirs', 'certmanager_certificate_not_before_timestamp_seconds', 'other', 900000),
        series(`kube_pod_container_state_started{${ours}, container="peer"}`, '60x400'),
      ],
      [
        {
          ...fires('FabricCertificateExpires', { severity: 'critical', ...labels, name: 'mine' }),
          eval_time: '200m',
        },
        {
          ...fires('FabricCertificateNotRead', { severity, ...whose, container: 'peer' }),
          eval_time: '200m',
        },
      ],
    );
  });

test.run();
