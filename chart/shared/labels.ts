/** `_labels.tpl`: labels of the release's and of the peers' objects. */
import { chartLabelName } from '../../schema/components/peer/names.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { format } from '../../schema/expression/build.ts';
import { chart, peer, peerKey, release, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { define, include, raw, rawOf, type Template, yaml } from '../language/index.ts';

type Labels = Expr<{ readonly [key: string]: string }>;

const userLabels = define(
  'fabric-dind.userLabels',
  'release',
  "The user's labels, each on a line of its own after a line break. Those that the chart sets itself stay the chart's.",
  yaml`
    ${raw(
      [
        '{{- range $key, $value := . }}',
        '{{- if not (mustRegexMatch "^(app[.]kubernetes[.]io|helm[.]sh|fabric-dind)/" $key) }}',
        '{{- printf "\\n%s: %s" $key ($value | quote) }}',
        '{{- end }}',
        '{{- end }}',
      ].join('\n'),
      'its dot is a map of labels',
    )}
  `,
);

/** The user's labels of several places; later ones win. */
const ofUser = (...maps: readonly Labels[]) =>
  rawOf(
    (print) =>
      `{{- include "fabric-dind.userLabels" ${maps.length > 1 ? `(mergeOverwrite dict ${maps.map(print).join(' ')})` : maps.map(print).join('')} }}`,
    'nothing is left behind where there are no labels',
    { uses: [userLabels] },
  );

const ownLabels = define(
  'fabric-dind.ownLabels',
  'release',
  "The chart's own labels.",
  yaml`
    helm.sh/chart: ${format('%s-%s', chart.name, chart.version)}
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/version: ${chart.appVersion}
    app.kubernetes.io/managed-by: ${release.service}
    app.kubernetes.io/part-of: hyperledger-fabric
  `,
);

const labelsWith = (name: string, comment: string, ...more: readonly Labels[]): Template =>
  define(
    name,
    'release',
    comment,
    yaml`
      ${include(ownLabels)}
      ${ofUser(v.commonLabels, ...more)}
    `,
  );

/** Labels of objects that belong to the release. */
export const labels = labelsWith(
  'fabric-dind.labels',
  'Labels of objects that belong to the release as a whole.',
);

/** Labels of the PrometheusRule. */
export const ruleLabels = labelsWith(
  'fabric-dind.ruleLabels',
  'Labels of the PrometheusRule.',
  v.monitoring.rules.labels,
);

/** Labels of the dashboard. */
export const dashboardLabels = labelsWith(
  'fabric-dind.dashboardLabels',
  'Labels of the dashboard.',
  v.monitoring.dashboard.labels,
);

/** Labels that select a peer's Pod: they never change, or the StatefulSet could not be upgraded. */
export const selectorLabels = define(
  'fabric-dind.peer.selectorLabels',
  'peer',
  "Labels that select a peer's Pod. They must never change: a StatefulSet's selector is immutable.",
  yaml`
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/component: peer
    fabric-dind/peer: ${peerKey}
  `,
);

const peerLabelsWith = (name: string, comment: string, ...more: readonly Labels[]): Template =>
  define(
    name,
    'peer',
    comment,
    yaml`
      ${include(ownLabels)}
      app.kubernetes.io/component: peer
      fabric-dind/peer: ${peerKey}
      ${ofUser(v.commonLabels, ...more)}
    `,
  );

/** Labels of a peer's objects. */
export const peerLabels = peerLabelsWith('fabric-dind.peer.labels', "Labels of a peer's objects.");

/** Labels of a peer's client Service. */
export const serviceLabels = peerLabelsWith(
  'fabric-dind.peer.serviceLabels',
  "Labels of a peer's client Service.",
  peer.service.labels,
);

/** Labels of the ledger's claim. */
export const ledgerLabels = peerLabelsWith(
  'fabric-dind.peer.ledgerLabels',
  "Labels of the ledger's claim.",
  peer.ledger.labels,
);

/** Labels of the claim of Docker's data. */
export const dockerLabels = peerLabelsWith(
  'fabric-dind.peer.dockerLabels',
  "Labels of the claim of Docker's data.",
  peer.dind.storage.labels,
);

/** Labels of a peer's PodMonitor. */
export const podMonitorLabels = peerLabelsWith(
  'fabric-dind.peer.podMonitorLabels',
  "Labels of a peer's PodMonitor.",
  peer.metrics.podMonitor.labels,
);

/** Labels of a peer's Pod, without what changes with each version of the chart. */
export const podLabels = define(
  'fabric-dind.peer.podLabels',
  'peer',
  "Labels of a peer's Pod. The chart's version is not among them: an upgrade of the chart alone must restart no peer.",
  yaml`
    ${include(selectorLabels)}
    ${ofUser(v.commonLabels, peer.podLabels)}
  `,
);

export const file: Library = {
  path: 'templates/_labels.tpl',
  about: 'Labels',
  templates: [
    userLabels,
    ownLabels,
    labels,
    ruleLabels,
    dashboardLabels,
    selectorLabels,
    peerLabels,
    serviceLabels,
    ledgerLabels,
    dockerLabels,
    podMonitorLabels,
    podLabels,
  ],
};
