/** Objects for the Prometheus operator and Grafana, where a cluster has them. */
import { annotations, flag, labels, type Node, section } from '../../model/node.ts';

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
