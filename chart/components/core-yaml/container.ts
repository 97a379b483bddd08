/** `_config.tpl`: init containers that give the peer a core.yaml of its own and the builder of chaincode Jobs. */
import { imageReference } from '../../../schema/components/chaincode/images.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, raw, textOf, toYaml, withValue, yaml } from '../../language/index.ts';

const restricted = withValue(
  peer.securityContext,
  (context) => yaml`
    securityContext:
      ${toYaml(context)}
  `,
);

const flatten = define(
  'fabric-dind.flatten',
  'release',
  'A map as lines of path, tab and JSON, one for each leaf. It calls itself for maps below.',
  yaml`
    ${raw(
      [
        '{{- $prefix := .prefix }}',
        '{{- range $key, $value := .map }}',
        '{{- if and (kindIs "map" $value) $value }}',
        '{{- include "fabric-dind.flatten" (dict "prefix" (printf "%s%s." $prefix $key) "map" $value) }}',
        '{{- else if not (kindIs "invalid" $value) }}',
        '{{ printf "%s%s\t%s" $prefix $key (toJson $value) }}',
        '{{- end }}',
        '{{- end }}',
      ].join('\n'),
      'it is recursive, and its dot is a map',
    )}
  `,
);

const overlay = define(
  'fabric-dind.peer.coreYamlOverlay',
  'peer',
  "Keys of core.yaml that differ from the image's own: the user's, and those that have no environment variable.",
  yaml`
    ${raw(
      [
        '{{- $derived := dict }}',
        '{{- if not (or .peer.dind.enabled .peer.hostDocker.enabled) }}',
        '{{- /* An empty CORE_VM_ENDPOINT means nothing to Fabric 2.5. */}}',
        '{{- $_ := set $derived "endpoint" "" }}',
        '{{- else if .peer.chaincode.logging.driver }}',
        '{{- $config := dict "max-size" .peer.chaincode.logging.maxSize "max-file" (printf "%d" (int64 .peer.chaincode.logging.maxFiles)) }}',
        '{{- if eq .peer.chaincode.logging.driver "none" }}',
        '{{- $config = dict }}',
        '{{- end }}',
        '{{- $log := dict "Type" .peer.chaincode.logging.driver "Config" $config }}',
        '{{- $_ := set $derived "docker" (dict "hostConfig" (dict "LogConfig" $log)) }}',
        '{{- end }}',
        '{{- $keys := mergeOverwrite (dict "vm" $derived) (deepCopy .peer.coreYaml) }}',
        '{{- include "fabric-dind.flatten" (dict "prefix" "" "map" $keys) | trim }}',
      ].join('\n'),
      'maps are put together',
      { reads: [peer.coreYaml, peer.chaincode.logging], uses: [flatten] },
    )}
  `,
);

/** Copies the configuration of the peer's own image, and lays the overlay over its core.yaml. */
export const configContainer = define(
  'fabric-dind.config.container',
  'peer',
  "Copies the configuration of the peer's image and changes keys of its core.yaml, so that the rest keeps the defaults of\n     its Fabric version.",
  yaml`
    - name: config
      image: ${imageReference(peer.image)}
      imagePullPolicy: ${peer.image.pullPolicy}
      command:
        - sh
        - /etc/fabric-dind/core-yaml.sh
      env:
        - name: OVERLAY
          value: ${textOf(overlay)}
      ${restricted}
      volumeMounts:
        - name: runtime
          mountPath: /etc/fabric-dind
          readOnly: true
        - name: config
          mountPath: /config
  `,
);

/** Brings fabric-builder-k8s into the peer, from its own image. */
export const builderContainer = define(
  'fabric-dind.kubernetesBuilder.container',
  'peer',
  'Brings the builder of chaincode Jobs into the peer.',
  yaml`
    - name: kubernetes-builder
      image: ${imageReference(peer.kubernetesBuilder.image)}
      imagePullPolicy: ${peer.kubernetesBuilder.image.pullPolicy}
      command:
        - sh
        - -ec
        - cp -R "$BUILDER"/. /builder/
      env:
        - name: BUILDER
          value: ${peer.kubernetesBuilder.path}
      ${restricted}
      volumeMounts:
        - name: kubernetes-builder
          mountPath: /builder
  `,
);

export const file: Library = {
  path: 'templates/_config.tpl',
  about: "The peer's core.yaml, and the builder of chaincode Jobs",
  templates: [flatten, overlay, configContainer, builderContainer],
};
