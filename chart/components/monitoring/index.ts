/** What the peers tell of themselves, and objects of the Prometheus operator and Grafana that read it. */
import { dockerClaim } from '../../../schema/components/dind/facts.ts';
import { tlsFiles } from '../../../schema/components/identity/facts.ts';
import { ledgerClaim } from '../../../schema/components/ledger/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { fullname, releaseObjects } from '../../../schema/components/release/names.ts';
import {
  couchdbClaim,
  hasCouchdbMetrics,
  keepsCouchDB,
} from '../../../schema/components/state-database/facts.ts';
import { and, choose, contains, eq, format, literal } from '../../../schema/expression/build.ts';
import { files, peer, release, v } from '../../../schema/expression/references.ts';
import { ports } from '../../../schema/shared/ports.ts';
import {
  define,
  eachPeer,
  type Fragment,
  go,
  include,
  passedOn,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const environment = define(
  'fabric-dind.monitoring.env',
  'peer',
  'Logging, metrics and the operations server.',
  yaml`
    # At info this logger prints the whole configuration of the peer, passwords included (fabric#4122).
    FABRIC_LOGGING_SPEC: ${choose(
      contains('nodeCmd', peer.logging.spec),
      peer.logging.spec,
      format('%s:nodeCmd=warning', peer.logging.spec),
    )}
    ${withValue(peer.logging.format, (format) => yaml`FABRIC_LOGGING_FORMAT: ${format}`)}
    CORE_OPERATIONS_LISTENADDRESS: 0.0.0.0:${ports.operations}
    ${when(
      peer.operations.tls.enabled,
      yaml`
        CORE_OPERATIONS_TLS_ENABLED: "true"
        CORE_OPERATIONS_TLS_CERT_FILE: ${tlsFiles.cert}
        CORE_OPERATIONS_TLS_KEY_FILE: ${tlsFiles.key}
        CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES: ${tlsFiles.ca}
      `,
    )}
    CORE_METRICS_PROVIDER: ${peer.metrics.provider}
    ${when(
      eq(peer.metrics.provider, 'statsd'),
      yaml`
        CORE_METRICS_STATSD_ADDRESS: ${peer.metrics.statsd.address}
        CORE_METRICS_STATSD_NETWORK: ${peer.metrics.statsd.network}
        CORE_METRICS_STATSD_WRITEINTERVAL: ${peer.metrics.statsd.writeInterval}
        CORE_METRICS_STATSD_PREFIX: ${peer.metrics.statsd.prefix}
      `,
    )}
  `,
);

const podMonitor = define(
  'fabric-dind.peer.podMonitor',
  'peer',
  'What Prometheus reads of the peer, and of its daemon where that serves metrics.',
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    ${metadata(peerFullname, { of: 'peer', labels: peer.metrics.podMonitor.labels })}
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
          ${passedOn('tlsConfig', peer.metrics.podMonitor.tlsConfig)}
        ${when(
          and(peer.dind.enabled, peer.dind.metrics.enabled),
          yaml`
            - port: docker-metrics
              path: /metrics
              interval: ${peer.metrics.podMonitor.interval}
          `,
        )}
        ${when(
          hasCouchdbMetrics,
          yaml`
            - port: couchdb-metrics
              path: /_node/_local/_prometheus
              interval: ${peer.metrics.podMonitor.interval}
          `,
        )}
  `,
);

const words = define(
  'fabric-dind.monitoring.words',
  'release',
  'What stands for the words in capitals of alerts and panels: the place, peers and claims of this release.',
  go`
    {{- $pods := list }}
    {{- $ledgers := list }}
    {{- $dockers := list }}
    ${eachPeer(go`
      ${when(
        peer.enabled,
        go`
          {{- $pods = append $pods (printf "%s-0" ${peerFullname}) }}
          {{- $ledgers = append $ledgers ${ledgerClaim} }}
          ${when(keepsCouchDB, go`{{- $ledgers = append $ledgers ${couchdbClaim} }}`)}
          {{- $dockers = append $dockers ${dockerClaim} }}
        `,
      )}
    `)}
    {{- $place := printf "%s/%s" ${release.namespace} ${fullname} }}
    NAMESPACE: {{ ${release.namespace} | quote }}
    PODS: {{ join "|" $pods | quote }}
    LEDGER_CLAIMS: {{ join "|" $ledgers | quote }}
    DOCKER_CLAIMS: {{ join "|" $dockers | quote }}
    TITLE: {{ printf "Fabric peers %s" $place | quote }}
    UID: {{ sha256sum $place | trunc 16 | quote }}
  `,
);

/** A file of alerts or panels with the words of this release: it has braces of its own, so it is not a template. */
const filled = (path: string, indent: number): Fragment => go`
  {{- $text := ${files}.Get ${literal(path)} }}
  {{- range $word, $meant := ${words} | fromYaml }}
  {{- $text = replace $word $meant $text }}
  {{- end }}
  {{- $text | trim | nindent ${indent} }}
`;

const prometheusRule = define(
  'fabric-dind.monitoring.rule',
  'release',
  "Alerts about the release's peers, as they are in the folder files/monitoring.",
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    ${metadata(fullname, { of: 'release', labels: v.monitoring.rules.labels })}
    spec:
      ${filled('files/monitoring/alerts.yaml', 2)}
  `,
);

const { labels, annotations } = v.monitoring.dashboard;

const dashboard = define(
  'fabric-dind.monitoring.dashboard',
  'release',
  "The dashboard of the release's peers, as Grafana's sidecar loads it.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.dashboard, { of: 'release', labels, annotations })}
    data:
      fabric-dind.json: |
        ${filled('files/monitoring/dashboard.json', 4)}
  `,
);

export const monitoring: Component = {
  name: 'monitoring',
  about: 'What the peers tell of themselves, and who reads it',
  templates: [environment, podMonitor, words, prometheusRule, dashboard],
  releaseObjects: [
    { body: prometheusRule, when: v.monitoring.rules.enabled },
    { body: dashboard, when: v.monitoring.dashboard.enabled },
  ],
  objects: [{ body: podMonitor, when: peer.metrics.podMonitor.enabled }],
  environment: [environment],
};
