/** `_monitoring.tpl`: objects for the Prometheus operator and Grafana. */
import {
  fullname,
  peerFullname,
  peerObjects,
  releaseObjects,
} from '../../../schema/components/peer/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and } from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, include, raw, rawPipeline, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { printExpression } from '../../language/print-expression.ts';
import { dashboardLabels, podMonitorLabels, ruleLabels, selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';

/** What Prometheus reads of a peer. */
export const podMonitor = define(
  'fabric-dind.peer.podMonitor',
  'peer',
  'What Prometheus reads of the peer, and of its daemon where that serves metrics.',
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    ${metadata(peerFullname, podMonitorLabels)}
    spec:
      jobLabel: app.kubernetes.io/name
      selector:
        matchLabels:
          ${include(selectorLabels)}
      podMetricsEndpoints:
        - port: operations
          path: /metrics
          interval: ${peer.metrics.podMonitor.interval}
          ${when(peer.operations.tls.enabled, yaml`scheme: https`)}
          ${withValue(
            peer.metrics.podMonitor.tlsConfig,
            (config) => yaml`
              tlsConfig:
                ${toYaml(config)}
            `,
          )}
        ${when(
          and(peer.dind.enabled, peer.dind.metrics.enabled),
          yaml`
            - port: docker-metrics
              path: /metrics
              interval: ${peer.metrics.podMonitor.interval}
          `,
        )}
  `,
);

const of = (expression: Expr<string>): string =>
  `(${printExpression(expression, { scope: 'peer', nested: false, read: () => {}, use: () => {} })})`;

const filled = define(
  'fabric-dind.monitoring.filled',
  'release',
  "A file of alerts or panels, .file, with the release's peers and claims in place of the words that stand for them.",
  yaml`
    ${raw(
      [
        '{{- $pods := list }}',
        '{{- $ledgers := list }}',
        '{{- $dockers := list }}',
        '{{- range .release.peers }}',
        '{{- if .peer.enabled }}',
        `{{- $pods = append $pods (printf "%s-0" ${of(peerFullname)}) }}`,
        `{{- $ledgers = append $ledgers ${of(peerObjects.ledgerClaim)} }}`,
        `{{- $dockers = append $dockers ${of(peerObjects.dockerClaim)} }}`,
        '{{- end }}',
        '{{- end }}',
        '{{- $place := printf "%s/%s" .release.Release.Namespace (include "fabric-dind.fullname" .release) }}',
        '{{- .release.Files.Get .file',
        '    | replace "NAMESPACE" .release.Release.Namespace',
        '    | replace "PODS" (join "|" $pods)',
        '    | replace "LEDGER_CLAIMS" (join "|" $ledgers)',
        '    | replace "DOCKER_CLAIMS" (join "|" $dockers)',
        '    | replace "TITLE" (printf "Fabric peers %s" $place)',
        '    | replace "UID" (sha256sum $place | trunc 16) }}',
      ].join('\n'),
      'it looks at all peers at once, and the files have braces of their own',
      {
        uses: [
          { name: 'fabric-dind.fullname', scope: 'release' },
          { name: 'fabric-dind.peer.fullname', scope: 'peer' },
        ],
      },
    )}
  `,
);

/** The release's alerts. */
export const prometheusRule = define(
  'fabric-dind.prometheusRule',
  'release',
  "Alerts about the release's peers, as they are in the folder files/monitoring.",
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    ${metadata(fullname, ruleLabels)}
    spec:
      ${rawPipeline(
        'include "fabric-dind.monitoring.filled" (dict "release" . "file" "files/monitoring/alerts.yaml") | trim',
        'the file goes in whole',
        { uses: [filled] },
      )}
  `,
);

/** The release's dashboard. */
export const dashboard = define(
  'fabric-dind.dashboard',
  'release',
  "The dashboard of the release's peers, as Grafana's sidecar loads it.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.dashboard, dashboardLabels, v.monitoring.dashboard.annotations)}
    data:
      fabric-dind.json: |
        ${rawPipeline(
          'include "fabric-dind.monitoring.filled" (dict "release" . "file" "files/monitoring/dashboard.json") | trim',
          'the file goes in whole',
          { uses: [filled] },
        )}
  `,
);

export const file: Library = {
  path: 'templates/_monitoring.tpl',
  about: 'Objects for the Prometheus operator and Grafana',
  templates: [podMonitor, filled, prometheusRule, dashboard],
};
