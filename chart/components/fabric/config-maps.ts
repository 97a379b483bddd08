/** ConfigMaps: of the release, and of each peer's daemon. */
import { address, peerObjects, releaseObjects } from '../../../schema/components/peer/names.ts';
import type { Library } from '../../file.ts';
import { define, include, raw, rawPipeline, yaml } from '../../language/index.ts';
import { printExpression } from '../../language/print-expression.ts';
import { labels, peerLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import { daemonJson } from '../dind/container.ts';

/** Scripts that all peers of the release share. */
export const runtimeConfigMap = define(
  'fabric-dind.runtimeConfigMap',
  'release',
  'Scripts of the sidecar and files that all peers share, as they are in the folder files.',
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.runtime, labels)}
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
    ${metadata(releaseObjects.gossip, labels)}
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
    ${metadata(peerObjects.configMap, peerLabels)}
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
