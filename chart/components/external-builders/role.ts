/** `_builder-role.tpl`: what the builder of chaincode Jobs may do in the Kubernetes API. */
import { peerFullname, peerObjects } from '../../../schema/components/peer/names.ts';
import { orElse } from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, type Fragment, include, merged, when, yaml } from '../../language/index.ts';
import { peerLabels } from '../../shared/labels.ts';

const metadata = (): Fragment => yaml`
  metadata:
    name: ${peerFullname}-chaincode-builder
    namespace: ${orElse(peer.kubernetesBuilder.namespace, release.namespace)}
    labels:
      ${include(peerLabels)}
    ${when(
      v.commonAnnotations,
      yaml`
        annotations:
          ${merged(v.commonAnnotations)}
      `,
    )}
`;

/** Exactly what fabric-builder-k8s asks for (its docs/configuring/kubernetes-permissions.md). */
export const builderRole = define(
  'fabric-dind.peer.builderRole',
  'peer',
  'What the builder of chaincode Jobs may do, and no more.',
  yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata()}
    rules:
      - apiGroups: [batch]
        resources: [jobs]
        verbs: [get, list, watch, create]
      - apiGroups: [""]
        resources: [pods]
        verbs: [get, list, watch, delete]
      - apiGroups: [""]
        resources: [secrets]
        verbs: [create, patch]
  `,
);

/** Gives the Role to the peer. */
export const builderRoleBinding = define(
  'fabric-dind.peer.builderRoleBinding',
  'peer',
  "Gives the builder's Role to the peer's ServiceAccount.",
  yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata()}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${peerFullname}-chaincode-builder
    subjects:
      - kind: ServiceAccount
        name: ${peerObjects.serviceAccount}
        namespace: ${release.namespace}
  `,
);

export const file: Library = {
  path: 'templates/_builder-role.tpl',
  about: 'What the builder of chaincode Jobs may do',
  templates: [builderRole, builderRoleBinding],
};
