/** The Job that restarts changed peers one after the other, and what it may do. */
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { add, and, count, format, isSet, literal, multiply } from '../../../schema/expression/build.ts';
import { allPeers, peer, release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  type Block,
  define,
  eachPeer,
  type Fragment,
  go,
  passedOn,
  textOf,
  when,
  yaml,
} from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import { resourcesOf } from '../../shared/scalars.ts';
import type { Component } from '../component.ts';
import { scriptsMount, scriptsVolume } from '../scripts/index.ts';

/** Hooks come and go with each upgrade, so nothing of the Job's rights is left between them. */
const metadata = (weight: '-1' | '0'): Fragment => yaml`
  metadata:
    name: ${releaseObjects.rollout}
    namespace: ${release.namespace}
    labels:
      ${labelsOf('release')}
    annotations:
      helm.sh/hook: post-upgrade,post-rollback
      helm.sh/hook-weight: ${literal(weight)}
      helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
`;

/** The peers that have a StatefulSet. */
const names = define(
  'fabric-dind.rollout.peers',
  'release',
  'The StatefulSets of the release, one word each.',
  go`
    {{- $names := list }}
    ${eachPeer(go`${when(peer.enabled, go`{{- $names = append $names ${peerFullname} }}`)}`)}
    {{- join " " $names }}
  `,
);

/** A list with a name for each peer. */
const eachName = (name: Expr<string>): Block => eachPeer(yaml`${when(peer.enabled, yaml`- ${name}`)}`);

/** Seconds that a rollout may take: the longest for each peer, and a minute for the API server. */
export const rolloutSeconds = add(multiply(v.rollout.timeoutSeconds, count(allPeers)), 60);

const job = define(
  'fabric-dind.rollout.job',
  'release',
  'Restarts changed peers one after the other, with rights of its own.',
  yaml`
    apiVersion: v1
    kind: ServiceAccount
    ${metadata('-1')}
    automountServiceAccountToken: false
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata('-1')}
    rules:
      - apiGroups: [apps]
        resources: [statefulsets]
        resourceNames:
          ${eachName(peerFullname)}
        verbs: [get]
      - apiGroups: [""]
        resources: [pods]
        resourceNames:
          ${eachName(format('%s-0', peerFullname))}
        verbs: [get, delete]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata('-1')}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${releaseObjects.rollout}
    subjects:
      - kind: ServiceAccount
        name: ${releaseObjects.rollout}
        namespace: ${release.namespace}
    ---
    apiVersion: batch/v1
    kind: Job
    ${metadata('0')}
    spec:
      backoffLimit: 0
      # A Job that hangs would block the next upgrade: time for each peer, and a minute for the API server.
      activeDeadlineSeconds: ${rolloutSeconds}
      template:
        metadata:
          labels:
            ${labelsOf('release')}
        spec:
          restartPolicy: Never
          serviceAccountName: ${releaseObjects.rollout}
          automountServiceAccountToken: true
          enableServiceLinks: false
          ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
          securityContext:
            runAsNonRoot: true
            runAsUser: 65534
            runAsGroup: 65534
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: rollout
              image: ${imageReference(v.rollout.image)}
              imagePullPolicy: ${v.rollout.image.pullPolicy}
              command:
                - sh
                - /etc/fabric-dind/rollout.sh
              env:
                - name: PEERS
                  value: ${textOf(names)}
                - name: TIMEOUT
                  value: "${v.rollout.timeoutSeconds}"
                # kubectl keeps a cache of what the API server offers.
                - name: HOME
                  value: /tmp
              ${resourcesOf(v.rollout.resources)}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop:
                    - ALL
              volumeMounts:
                ${scriptsMount('rollout')}
                - name: tmp
                  mountPath: /tmp
          volumes:
            ${scriptsVolume('rollout')}
            - name: tmp
              emptyDir: {}
  `,
);

export const rollout: Component = {
  name: 'rollout',
  about: 'Restarts changed peers one after the other',
  templates: [names, job],
  // Without names in it a Role would hold for all StatefulSets and Pods.
  releaseObjects: [{ body: job, when: and(v.rollout.enabled, isSet(textOf(names))) }],
};
