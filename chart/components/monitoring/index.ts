/** What the peers tell of themselves, and objects of the Prometheus operator and Grafana that read it. */
import { dockerClaim, hasDockerMetrics } from '../../../schema/components/dind/facts.ts';
import { tlsFiles, tlsSecret } from '../../../schema/components/identity/facts.ts';
import { ledgerClaim } from '../../../schema/components/ledger/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { fullname, releaseObjects } from '../../../schema/components/release/names.ts';
import {
  couchdbClaim,
  hasCouchdbMetrics,
  keepsCouchDB,
} from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, choose, contains, eq, format, isSet, literal, or } from '../../../schema/expression/build.ts';
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
import { itemsOf } from '../identity/index.ts';

const { tls } = peer.operations;

/** Where a certificate of the operations server's own is mounted. */
const operationsFolder = '/etc/hyperledger/operations-tls';
const hasOperationsTls = and(tls.enabled, or(isSet(tls.cert.key), isSet(tls.caCert.key)));

const operationsVolume = define(
  'fabric-dind.monitoring.operationsTls',
  'peer',
  "The operations server's own certificate, and the CA of its clients.",
  yaml`
    - name: operations-tls
      projected:
        defaultMode: 292
        sources:
          ${itemsOf({ 'ca.crt': tls.caCert, 'server.crt': tls.cert, 'server.key': tls.privateKey }, tlsSecret)}
  `,
);

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
        CORE_OPERATIONS_TLS_CERT_FILE: ${choose(isSet(tls.cert.key), `${operationsFolder}/server.crt`, tlsFiles.cert)}
        CORE_OPERATIONS_TLS_KEY_FILE: ${choose(isSet(tls.cert.key), `${operationsFolder}/server.key`, tlsFiles.key)}
        CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES: ${choose(isSet(tls.caCert.key), `${operationsFolder}/ca.crt`, tlsFiles.ca)}
        ${when(tls.clientAuthRequired, yaml`CORE_OPERATIONS_TLS_CLIENTAUTHREQUIRED: "true"`)}
      `,
    )}
    ${when(
      peer.profile.enabled,
      yaml`
        CORE_PEER_PROFILE_ENABLED: "true"
        CORE_PEER_PROFILE_LISTENADDRESS: ${peer.profile.address}
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

/** A monitor in another namespace looks into this one. */
const elsewhere = (namespace: Expr<string>): Fragment => yaml`
  ${when(
    namespace,
    yaml`
      namespaceSelector:
        matchNames:
          - ${release.namespace}
    `,
  )}
`;

/** What both kinds of monitors have. */
const fields = (monitor: typeof peer.metrics.podMonitor): Fragment => yaml`
  interval: ${monitor.interval}
  ${withValue(monitor.scrapeTimeout, (timeout) => yaml`scrapeTimeout: ${timeout}`)}
  ${when(monitor.honorLabels, yaml`honorLabels: true`)}
  ${passedOn('relabelings', monitor.relabelings)}
  ${passedOn('metricRelabelings', monitor.metricRelabelings)}
`;

const endpoints = (monitor: typeof peer.metrics.podMonitor): Fragment => yaml`
  - port: operations
    path: /metrics
    ${fields(monitor)}
    ${when(peer.operations.tls.enabled, yaml`scheme: https`)}
    ${passedOn('tlsConfig', monitor.tlsConfig)}
  ${when(
    hasDockerMetrics,
    yaml`
      - port: docker-metrics
        path: /metrics
        ${fields(monitor)}
    `,
  )}
  ${when(
    hasCouchdbMetrics,
    yaml`
      - port: couchdb-metrics
        path: /_node/_local/_prometheus
        ${fields(monitor)}
    `,
  )}
`;

const podMonitor = define(
  'fabric-dind.peer.podMonitor',
  'peer',
  'What Prometheus reads of the peer, of its daemon and of CouchDB, where these serve metrics.',
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    ${metadata(peerFullname, { of: 'peer', labels: peer.metrics.podMonitor.labels, namespace: peer.metrics.podMonitor.namespace })}
    spec:
      jobLabel: app.kubernetes.io/name
      ${passedOn('podTargetLabels', peer.metrics.podMonitor.podTargetLabels)}
      ${elsewhere(peer.metrics.podMonitor.namespace)}
      selector:
        matchLabels:
          ${include(selectorLabels)}
      podMetricsEndpoints:
        ${endpoints(peer.metrics.podMonitor)}
  `,
);

const serviceMonitor = define(
  'fabric-dind.peer.serviceMonitor',
  'peer',
  'The same by way of the headless Service, which has all ports whatever the client Service offers.',
  yaml`
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    ${metadata(peerFullname, { of: 'peer', labels: peer.metrics.serviceMonitor.labels, namespace: peer.metrics.serviceMonitor.namespace })}
    spec:
      jobLabel: app.kubernetes.io/name
      ${passedOn('podTargetLabels', peer.metrics.serviceMonitor.podTargetLabels)}
      ${elsewhere(peer.metrics.serviceMonitor.namespace)}
      selector:
        matchLabels:
          ${include(selectorLabels)}
          fabric-dind/service: headless
      endpoints:
        ${endpoints(peer.metrics.serviceMonitor)}
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
  templates: [environment, operationsVolume, podMonitor, serviceMonitor, words, prometheusRule, dashboard],
  releaseObjects: [
    { body: prometheusRule, when: v.monitoring.rules.enabled },
    { body: dashboard, when: v.monitoring.dashboard.enabled },
  ],
  objects: [
    { body: podMonitor, when: peer.metrics.podMonitor.enabled },
    { body: serviceMonitor, when: peer.metrics.serviceMonitor.enabled },
  ],
  volumes: [{ body: operationsVolume, when: hasOperationsTls }],
  mounts: [
    {
      body: yaml`
        - name: operations-tls
          mountPath: ${literal(operationsFolder)}
          readOnly: true
      `,
      when: hasOperationsTls,
    },
  ],
  environment: [environment],
};
