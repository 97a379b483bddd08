/** What the peers tell of themselves, and the objects of the Prometheus operator and Grafana that read it. */
import {
  annotations,
  choice,
  duration,
  flag,
  labels,
  type Node,
  passthrough,
  section,
  text,
} from '../../model/node.ts';
import { address } from '../../shared/patterns.ts';

export const monitoring: Node = section(
  "Alerts and a dashboard for the release's peers. They expect the metrics that `peer.metrics.podMonitor` collects, and those of the kubelet and of kube-state-metrics.",
  {
    rules: section('A PrometheusRule.', {
      enabled: flag(false, 'Make the PrometheusRule; the cluster must have its CRD (monitoring.coreos.com).'),
      labels: labels('Labels by which Prometheus selects rules, e.g. `release: kube-prometheus-stack`.'),
    }),
    dashboard: section("A Grafana dashboard in a ConfigMap, as Grafana's sidecar loads it.", {
      enabled: flag(false, 'Make the ConfigMap.'),
      labels: {
        ...labels("Labels by which Grafana's sidecar finds dashboards."),
        default: { grafana_dashboard: '1' },
      },
      annotations: annotations("Annotations of the ConfigMap, e.g. Grafana's folder."),
    }),
  },
);

/** The operations server. */
export const operations: Node = section('The operations server: health, metrics, log level.', {
  tls: section('TLS of the operations server, with the certificate of the peer.', {
    enabled: flag(
      false,
      'Serve HTTPS. `/metrics` and `/logspec` then ask for a client certificate, `/healthz` does not.',
    ),
  }),
});

/** What is measured, and how it is collected. */
export const metrics: Node = section('Metrics of the peer.', {
  provider: choice(
    ['disabled', 'prometheus', 'statsd'],
    'prometheus',
    'Where metrics go: `/metrics` of the operations server, a statsd server, or nowhere.',
  ),
  podMonitor: section('Collection by the Prometheus operator.', {
    enabled: flag(
      false,
      'Make a PodMonitor for the metrics of the peer, and of its daemon where `dind.metrics` is on; the cluster must have its CRD (monitoring.coreos.com).',
    ),
    labels: labels('Labels by which Prometheus selects PodMonitors, e.g. `release: kube-prometheus-stack`.'),
    interval: text('30s', 'How often metrics are collected.', {
      // The Prometheus operator's Duration, which knows no fractions and one order of units.
      pattern: '^([0-9]{1,7}h([0-9]{1,7}m)?([0-9]{1,7}s)?|[0-9]{1,7}m([0-9]{1,7}s)?|[0-9]{1,7}(s|ms))$',
      expects: 'a duration of whole numbers such as 30s or 1m30s',
    }),
    tlsConfig: passthrough(
      "TLS of the operations server as the Prometheus operator takes it (`ca`, `cert`, `keySecret`, `serverName`): with `operations.tls` Fabric asks for a client certificate of the organisation's TLS CA.",
    ),
  }),
  statsd: section('The statsd server; only for the provider statsd.', {
    address: text('127.0.0.1:8125', 'Host and port of the statsd server.', address),
    network: choice(['udp', 'tcp'], 'udp', 'Protocol of the statsd server.'),
    writeInterval: duration('10s', 'How often metrics are sent.'),
    prefix: text('', 'Prefix of every metric.'),
  }),
});
