/** Objects of the Prometheus operator that say where metrics are. */
import { flag, labels, list, type Node, passthrough, passthroughList, section, text } from '../model/node.ts';
import { optionalDnsLabel } from './patterns.ts';

const interval = {
  // The Prometheus operator's Duration, which knows no fractions and one order of units.
  pattern: '^([0-9]{1,7}h([0-9]{1,7}m)?([0-9]{1,7}s)?|[0-9]{1,7}m([0-9]{1,7}s)?|[0-9]{1,7}(s|ms))?$',
  expects: 'a duration of whole numbers such as 30s or 1m30s',
};

/** A PodMonitor or a ServiceMonitor. */
export const monitor = (description: string): Node =>
  section(description, {
    enabled: flag(false, 'Make it; the cluster must have its CRD (monitoring.coreos.com).'),
    namespace: text('', "Namespace of the object; empty: the release's.", optionalDnsLabel),
    labels: labels('Labels by which Prometheus selects it, e.g. `release: kube-prometheus-stack`.'),
    interval: text('30s', 'How often metrics are collected.', interval),
    scrapeTimeout: text('', "How long an answer may take; empty: Prometheus' own.", interval),
    honorLabels: flag(false, 'Keep labels of the metrics where Prometheus has the same.'),
    relabelings: passthroughList('Relabelings of the targets.'),
    metricRelabelings: passthroughList('Relabelings of the metrics, e.g. to drop some.'),
    podTargetLabels: list({ type: 'string' }, 'Labels of the Pod that metrics get.'),
    tlsConfig: passthrough(
      "TLS of the operations server as the Prometheus operator takes it (`ca`, `cert`, `keySecret`, `serverName`): with `operations.tls` Fabric asks for a client certificate of the organisation's TLS CA.",
    ),
  });
