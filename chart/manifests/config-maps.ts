/** ConfigMaps: of the release, and of each peer's daemon. */
import { address, peerObjects, releaseObjects } from '../../schema/derived/names.ts';
import { release, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { labels, peerLabels } from '../helpers/labels.ts';
import { define, include, merged, raw, rawPipeline, when, yaml } from '../language/index.ts';
import { printExpression } from '../language/print-expression.ts';
import { daemonJson } from '../pod/dind-container.ts';

const annotations = yaml`
  ${when(
    v.commonAnnotations,
    yaml`
      annotations:
        ${merged(v.commonAnnotations)}
    `,
  )}
`;

/** Scripts that all peers of the release share. */
export const runtimeConfigMap = define(
  'fabric-dind.runtimeConfigMap',
  'release',
  'Scripts of the sidecar and files that all peers share, as they are in the folder files.',
  yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ${releaseObjects.runtime}
      namespace: ${release.namespace}
      labels:
        ${include(labels)}
      ${annotations}
    data:
      ${rawPipeline('(.Files.Glob "files/*").AsConfig', 'only here are files of the chart read')}
  `,
);

/** The addresses of the release's peers, which each reads when it starts. */
export const gossipConfigMap = define(
  'fabric-dind.gossipConfigMap',
  'release',
  "Addresses of the release's peers. Each reads them when it starts, so a further peer restarts none.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ${releaseObjects.gossip}
      namespace: ${release.namespace}
      labels:
        ${include(labels)}
      ${annotations}
    data:
      ${raw(
        [
          '{{- $bootstrap := list }}',
          '{{- range .peers }}',
          '{{- if .peer.enabled }}',
          `{{- $bootstrap = append $bootstrap (${printExpression(address, {
            scope: 'peer',
            nested: false,
            read: () => {},
            use: () => {},
          })}) }}`,
          '{{- end }}',
          '{{- end }}',
          'bootstrap: {{ join " " $bootstrap | quote }}',
        ].join('\n'),
        'it looks at all peers at once',
        { uses: [{ name: 'fabric-dind.peer.address', scope: 'release' }] },
      )}
  `,
);

/** The configuration of a peer's daemon. */
export const daemonConfigMap = define(
  'fabric-dind.dind.configMap',
  'peer',
  "The configuration of the peer's daemon.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ${peerObjects.configMap}
      namespace: ${release.namespace}
      labels:
        ${include(peerLabels)}
      ${annotations}
    data:
      daemon.json: |
        ${include(daemonJson)}
  `,
);

export const file: Library = {
  path: 'templates/_config-maps.tpl',
  about: 'ConfigMaps',
  templates: [runtimeConfigMap, gossipConfigMap, daemonConfigMap],
};
