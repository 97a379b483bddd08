/** `rollout.yaml`: the Job that restarts changed peers one after the other, and what it may do. */
import { imageReference } from '../../../schema/components/chaincode/images.ts';
import { fullname, releaseObjects } from '../../../schema/components/peer/names.ts';
import { format, literal } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import type { Manifest } from '../../file.ts';
import { type Fragment, include, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { labels } from '../../shared/labels.ts';

/** Hooks come and go with each upgrade, so nothing of the Job's rights is left between them. */
const metadata = (weight: '-1' | '0'): Fragment => yaml`
  metadata:
    name: ${fullname}-rollout
    namespace: ${release.namespace}
    labels:
      ${include(labels)}
    annotations:
      helm.sh/hook: post-upgrade,post-rollback
      helm.sh/hook-weight: ${literal(weight)}
      helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
`;

export const file: Manifest = {
  path: 'templates/rollout.yaml',
  about: 'Restarts changed peers one after the other',
  body: yaml`
    ${when(
      v.rollout.enabled,
      yaml`
        ---
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
            verbs: [get, list]
          - apiGroups: [""]
            resources: [pods]
            verbs: [get, list, watch, delete]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        ${metadata('-1')}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: ${fullname}-rollout
        subjects:
          - kind: ServiceAccount
            name: ${fullname}-rollout
            namespace: ${release.namespace}
        ---
        apiVersion: batch/v1
        kind: Job
        ${metadata('0')}
        spec:
          backoffLimit: 0
          template:
            metadata:
              labels:
                ${include(labels)}
            spec:
              restartPolicy: Never
              serviceAccountName: ${fullname}-rollout
              automountServiceAccountToken: true
              enableServiceLinks: false
              ${withValue(
                v.global.imagePullSecrets,
                (secrets) => yaml`
                  imagePullSecrets:
                    ${toYaml(secrets)}
                `,
              )}
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
                    - name: SELECTOR
                      value: ${format('app.kubernetes.io/instance=%s,app.kubernetes.io/component=peer', release.name)}
                    - name: TIMEOUT
                      value: "${v.rollout.timeoutSeconds}"
                    # kubectl keeps a cache of what the API server offers.
                    - name: HOME
                      value: /tmp
                  ${withValue(
                    v.rollout.resources,
                    (resources) => yaml`
                      resources:
                        ${toYaml(resources)}
                    `,
                  )}
                  securityContext:
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                    capabilities:
                      drop:
                        - ALL
                  volumeMounts:
                    - name: runtime
                      mountPath: /etc/fabric-dind
                      readOnly: true
                    - name: tmp
                      mountPath: /tmp
              volumes:
                - name: runtime
                  configMap:
                    name: ${releaseObjects.runtime}
                - name: tmp
                  emptyDir: {}
      `,
    )}
  `,
};
