/** `_labels.tpl`: labels of the release's and of the peers' objects. */
import { chartLabelName } from '../../schema/derived/names.ts';
import { format } from '../../schema/expression/build.ts';
import { chart, peer, peerKey, release, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { define, merged, yaml } from '../language/index.ts';

const ownLabels = define(
  'fabric-dind.ownLabels',
  'release',
  "The chart's own labels; a user's label of the same name does not replace them.",
  yaml`
    helm.sh/chart: ${format('%s-%s', chart.name, chart.version)}
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/version: ${chart.appVersion}
    app.kubernetes.io/managed-by: ${release.service}
    app.kubernetes.io/part-of: hyperledger-fabric
  `,
);

/** Labels of objects that belong to the release. */
export const labels = define(
  'fabric-dind.labels',
  'release',
  'Labels of objects that belong to the release as a whole.',
  yaml`${merged(v.commonLabels, ownLabels)}`,
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

/** Labels of a peer's objects. */
export const peerLabels = define(
  'fabric-dind.peer.labels',
  'peer',
  "Labels of a peer's objects.",
  yaml`${merged(v.commonLabels, ownLabels, selectorLabels)}`,
);

/** Labels of a peer's Pod, without what changes with each version of the chart. */
export const podLabels = define(
  'fabric-dind.peer.podLabels',
  'peer',
  "Labels of a peer's Pod. The chart's version is not among them: an upgrade of the chart alone must restart no peer.",
  yaml`${merged(v.commonLabels, peer.podLabels, selectorLabels)}`,
);

export const file: Library = {
  path: 'templates/_labels.tpl',
  about: 'Labels',
  templates: [ownLabels, labels, selectorLabels, peerLabels, podLabels],
};
