/** A core.yaml of the peer's own: that of its image, with keys that differ. */
import { overlaysCoreYaml } from '../../../schema/components/core-yaml/facts.ts';
import { hasDocker } from '../../../schema/components/dind/facts.ts';
import { and, eq, isSet, not } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  defineWith,
  go,
  goValue,
  passedOn,
  textFrom,
  textOf,
  when,
  yaml,
} from '../../language/index.ts';
import type { Component } from '../component.ts';
import { scriptsMount, scriptsVolume } from '../scripts/index.ts';

/** A map as lines of path, tab and JSON. */
export const flatten = defineWith<{ prefix: string; map: { readonly [key: string]: unknown } }>(
  'fabric-dind.coreYaml.flatten',
  'A map as lines of path, tab and JSON, one for each leaf. It calls itself for maps below.',
  ({ prefix, map }, self) => go`
    {{- $prefix := ${prefix} }}
    {{- range $key, $value := ${map} }}
    {{- if and (kindIs "map" $value) $value }}
    {{- ${self({ prefix: goValue<string>()`printf "%s%s." $prefix $key`, map: goValue<{ readonly [key: string]: unknown }>()`$value` })} }}
    {{- else if not (kindIs "invalid" $value) }}
    {{ printf "%s%s\t%s" $prefix $key (toJson $value) }}
    {{- end }}
    {{- end }}
  `,
);

const { driver, maxSize, maxFiles } = peer.chaincode.logging;

const overlay = define(
  'fabric-dind.coreYaml.overlay',
  'peer',
  "Keys of core.yaml that differ from the image's own: the user's, and those that have no environment variable.",
  go`
    {{- $derived := dict }}
    ${when(
      not(hasDocker),
      go`
        {{- /* An empty CORE_VM_ENDPOINT means nothing to Fabric 2.5. */}}
        {{- $_ := set $derived "endpoint" "" }}
      `,
    )}
    ${when(
      and(hasDocker, isSet(driver)),
      go`
        {{- $config := dict }}
        ${when(
          not(eq(driver, 'none')),
          go`
            {{- $files := printf "%d" ${maxFiles} }}
            {{- $config = dict "max-size" ${maxSize} "max-file" $files }}
          `,
        )}
        {{- $log := dict "Type" ${driver} "Config" $config }}
        {{- $_ := set $derived "docker" (dict "hostConfig" (dict "LogConfig" $log)) }}
      `,
    )}
    {{- /* An empty vm would take away that of the image. */}}
    {{- $keys := deepCopy ${peer.coreYaml} }}
    {{- if $derived }}
    {{- $keys = mergeOverwrite (dict "vm" $derived) $keys }}
    {{- end }}
    {{- ${textFrom(flatten, {
      prefix: goValue<string>()`""`,
      map: goValue<{ readonly [key: string]: unknown }>()`$keys`,
    })} | trim }}
  `,
);

const container = define(
  'fabric-dind.coreYaml.container',
  'peer',
  "Copies the configuration of the peer's image and changes keys of its core.yaml, so that the rest keeps the defaults of its Fabric version.",
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
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        ${scriptsMount('core-yaml')}
        - name: config
          mountPath: /config
  `,
);

export const coreYaml: Component = {
  name: 'core-yaml',
  about: "The peer's core.yaml",
  when: overlaysCoreYaml,
  templates: [flatten, overlay, container],
  initContainers: [{ body: container }],
  volumes: [
    { body: scriptsVolume('core-yaml') },
    {
      body: yaml`
        - name: config
          emptyDir: {}
      `,
    },
  ],
  mounts: [
    {
      body: yaml`
        - name: config
          mountPath: /etc/hyperledger/fabric
      `,
    },
  ],
};
