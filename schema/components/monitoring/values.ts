/** What the peers tell of themselves, and the objects of the Prometheus operator and Grafana that read it. */
import { annotations, choice, duration, flag, labels, type Node, section, text } from '../../model/node.ts';
import { monitor } from '../../shared/monitor.ts';
import { address } from '../../shared/patterns.ts';
import { secretItem } from '../../shared/secret-key.ts';

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
  tls: section('TLS of the operations server, with the certificate of the peer or one of its own.', {
    enabled: flag(
      false,
      'Serve HTTPS. `/metrics` and `/logspec` then ask for a client certificate, `/healthz` does not.',
    ),
    clientAuthRequired: flag(false, 'Ask for a client certificate at `/healthz`, too.'),
    cert: secretItem(
      '',
      "Certificate of its own; empty: the peer's. An empty Secret is that of the peer's TLS.",
    ),
    privateKey: secretItem('', 'Its private key.'),
    caCert: secretItem('', "CA of the clients' certificates; empty: that of the peer's TLS."),
  }),
});

/** Fabric's own default is open to everybody. */
export const profile: Node = section("Go's profiler (pprof) of the peer.", {
  enabled: flag(false, 'Serve the profiler.'),
  address: text(
    '127.0.0.1:6060',
    'Host and port. Whoever reaches it reads the memory of the peer: chaincode of the sidecar does.',
    address,
  ),
});

/** What is measured, and how it is collected. */
export const metrics: Node = section('Metrics of the peer.', {
  provider: choice(
    ['disabled', 'prometheus', 'statsd'],
    'prometheus',
    'Where metrics go: `/metrics` of the operations server, a statsd server, or nowhere.',
  ),
  podMonitor: monitor(
    'Collection by the Prometheus operator: of the peer, of its daemon where `dind.metrics` is on, and of CouchDB.',
  ),
  serviceMonitor: monitor('The same as a ServiceMonitor, for a Prometheus that looks at Services alone.'),
  statsd: section('The statsd server; only for the provider statsd.', {
    address: text('127.0.0.1:8125', 'Host and port of the statsd server.', address),
    network: choice(['udp', 'tcp'], 'udp', 'Protocol of the statsd server.'),
    writeInterval: duration('10s', 'How often metrics are sent.'),
    prefix: text('', 'Prefix of every metric.'),
  }),
});
