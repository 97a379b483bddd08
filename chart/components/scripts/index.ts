/**
 * Scripts that run in the Pod, and other files that its containers read as they are.
 *
 * Each set of files is a ConfigMap that never changes and is named by its content: a running Pod keeps the scripts that it
 * began with, whatever an upgrade of the chart brings, and a changed script restarts the Pods that read it, and no other.
 */
import { fullname } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, contains, isSet, literal, ne, or } from '../../../schema/expression/build.ts';
import { files, peer, release, scriptNames, v } from '../../../schema/expression/references.ts';
import {
  define,
  eachPeer,
  type Fragment,
  go,
  goValue,
  rangeMap,
  textLines,
  textOf,
  when,
  yaml,
} from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import type { Component } from '../component.ts';

/** Components that have files which Pods read: `chart/components/<name>/files`. */
export type FileSet =
  | 'administrator'
  | 'backup'
  | 'core-yaml'
  | 'devnet'
  | 'dind'
  | 'enrollment'
  | 'helm-test'
  | 'identity'
  | 'maintenance'
  | 'peer'
  | 'prepare'
  | 'rollout';

const content = (set: Expr<string>): Expr<string> =>
  goValue<string>()`(${files}.Glob (printf "files/%s/*" ${set})).AsConfig`;

/** Sets `.scripts`, the names of the ConfigMaps. */
export const names = define(
  'fabric-dind.scripts.names',
  'release',
  'Sets .scripts: the ConfigMaps of scripts by the component that runs them, each named by a checksum of its content.',
  go`
    {{- $files := ${files} }}
    {{- $first := ${fullname} }}
    {{- $names := dict }}
    {{- range list "administrator" "backup" "core-yaml" "devnet" "dind" "enrollment" "helm-test" "identity" "maintenance" "peer" "prepare" "rollout" }}
    {{- $content := ($files.Glob (printf "files/%s/*" .)).AsConfig }}
    {{- $_ := set $names . (printf "%s-%s-%s" $first . (sha256sum $content | trunc 8)) }}
    {{- end }}
    {{- $_ := set . "scripts" $names }}
  `,
);

/** The name of the ConfigMap of a set. */
export const scriptsOf = (set: FileSet): Expr<string> =>
  goValue<string>()`get ${scriptNames} ${literal(set)}`;

const ofPeers = define(
  'fabric-dind.scripts.ofPeers',
  'release',
  'Sets that a peer reads only where its values ask for it, one word each.',
  go`
    {{- $sets := list }}
    ${eachPeer(go`
      ${when(and(peer.enabled, peer.identity.enrollment.enabled), go`{{- $sets = append $sets "enrollment" }}`)}
      ${when(and(peer.enabled, peer.backup.volumeSnapshot.enabled), go`{{- $sets = append $sets "backup" }}`)}
      ${when(and(peer.enabled, peer.backup.ledgerSnapshot.enabled), go`{{- $sets = append $sets "administrator" }}`)}
      ${when(and(peer.enabled, isSet(peer.maintenance.command)), go`{{- $sets = append $sets "maintenance" }}`)}
    `)}
    {{- join " " $sets }}
  `,
);

/** Sets that only some releases read. */
const isRead = (component: Expr<string>): Expr<boolean> =>
  and(
    or(ne(component, 'rollout'), v.rollout.enabled),
    or(
      ne(component, 'administrator'),
      isSet(v.channels),
      isSet(v.chaincodes),
      contains('administrator', textOf(ofPeers)),
    ),
    or(ne(component, 'backup'), contains('backup', textOf(ofPeers))),
    or(ne(component, 'devnet'), v.devnet.enabled),
    or(ne(component, 'enrollment'), contains('enrollment', textOf(ofPeers))),
    or(ne(component, 'maintenance'), contains('maintenance', textOf(ofPeers))),
  );

const configMaps = define(
  'fabric-dind.scripts.configMaps',
  'release',
  'A ConfigMap for each set of scripts. Immutable, so that an upgrade changes nothing under a running Pod.',
  yaml`
    ${rangeMap(
      scriptNames,
      'component',
      'name',
      (component, name) => yaml`
        ${when(
          isRead(component),
          yaml`
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: ${name}
              namespace: ${release.namespace}
              labels:
                ${labelsOf('release')}
            immutable: true
            data:
              ${textLines(content(component))}
          `,
        )}
      `,
    )}
  `,
);

/** A volume of scripts, for the containers of a Pod that run them. */
export const scriptsVolume = (set: FileSet): Fragment => yaml`
  - name: ${literal(`${set}-scripts`)}
    configMap:
      name: ${scriptsOf(set)}
`;

/** Where a container finds its scripts. */
export const scriptsMount = (set: FileSet): Fragment => yaml`
  - name: ${literal(`${set}-scripts`)}
    mountPath: /etc/fabric-dind
    readOnly: true
`;

export const scripts: Component = {
  name: 'scripts',
  about: 'Scripts that run in the Pod',
  templates: [names, ofPeers, configMaps],
  releaseObjects: [{ body: configMaps, separated: true }],
};
