/** `_labels.tpl`: labels of the release's and of the peers' objects. */
import { chartLabelName } from '../../schema/components/release/names.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { format } from '../../schema/expression/build.ts';
import { chart, peer, peerKey, release, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import {
  define,
  defineOf,
  type Fragment,
  go,
  goValue,
  include,
  includeOf,
  withValue,
  yaml,
} from '../language/index.ts';

type Labels = Expr<{ readonly [key: string]: string }>;

const userLabels = defineOf<{ readonly [key: string]: string }>(
  'fabric-dind.userLabels',
  "The user's labels. Those that the chart sets itself stay the chart's.",
  (dot) => go`
    {{- range $key, $value := ${dot} }}
    {{- if not (mustRegexMatch "^(app[.]kubernetes[.]io|helm[.]sh|fabric-dind)/" $key) }}
    {{ $key | quote }}: {{ $value | quote }}
    {{- end }}
    {{- end }}
  `,
);

const over = (common: Labels, own: Labels): Labels =>
  goValue<{ readonly [key: string]: string }>()`mergeOverwrite dict ${common} ${own}`;

const ofUser = (labels: Labels): Fragment => yaml`
  ${withValue(labels, (given) => yaml`${includeOf(userLabels, given)}`)}
`;

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

/** Labels of objects that belong to the release. */
const labels = define(
  'fabric-dind.labels',
  'release',
  'Labels of objects that belong to the release as a whole.',
  yaml`
    ${include(ownLabels)}
    ${ofUser(v.commonLabels)}
  `,
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

const ownPeerLabels = define(
  'fabric-dind.peer.ownLabels',
  'peer',
  "The chart's own labels of a peer's objects.",
  yaml`
    ${include(ownLabels)}
    app.kubernetes.io/component: peer
    fabric-dind/peer: ${peerKey}
  `,
);

const peerLabels = define(
  'fabric-dind.peer.labels',
  'peer',
  "Labels of a peer's objects.",
  yaml`
    ${include(ownPeerLabels)}
    ${ofUser(v.commonLabels)}
  `,
);

/** Labels of a peer's Pod, without what changes with each version of the chart. */
export const podLabels = define(
  'fabric-dind.peer.podLabels',
  'peer',
  "Labels of a peer's Pod. The chart's version is not among them: an upgrade of the chart alone must restart no peer.",
  yaml`
    ${include(selectorLabels)}
    ${ofUser(over(v.commonLabels, peer.podLabels))}
  `,
);

/** Labels of an object of the release or of a peer; `more` are the user's for this object. */
export const labelsOf = (owner: 'release' | 'peer', more?: Labels): Fragment => {
  const [all, own] = owner === 'peer' ? [peerLabels, ownPeerLabels] : [labels, ownLabels];
  return more
    ? yaml`
        ${include(own)}
        ${ofUser(over(v.commonLabels, more))}
      `
    : yaml`${include(all)}`;
};

export const file: Library = {
  path: 'templates/_labels.tpl',
  about: 'Labels',
  templates: [userLabels, ownLabels, labels, selectorLabels, ownPeerLabels, peerLabels, podLabels],
};
