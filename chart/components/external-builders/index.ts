/** Chaincode as a service, and as Kubernetes Jobs by fabric-builder-k8s. */
import { listsBuilders } from '../../../schema/components/external-builders/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { serviceAccount } from '../../../schema/components/pod/facts.ts';
import { format, json, orElse } from '../../../schema/expression/build.ts';
import { peer, release } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import { define, goValue, passedOn, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const { kubernetesBuilder, chaincodeAsAService } = peer;

/** What fabric-builder-k8s reads is in its docs/configuring/environment-variables.md. */
const builders = define(
  'fabric-dind.externalBuilders.list',
  'peer',
  "The list of external builders, in the order in which Fabric asks them: the user's, Kubernetes Jobs, and chaincode as a service as Fabric has it by default.",
  yaml`
    ${withValue(peer.externalBuilders, (own) => yaml`${toYaml(own)}`)}
    ${when(
      kubernetesBuilder.enabled,
      yaml`
        - name: k8s_builder
          path: /opt/hyperledger/k8s_builder
          propagateEnvironment:
            - CORE_PEER_ID
            - FABRIC_K8S_BUILDER_DEBUG
            - FABRIC_K8S_BUILDER_NAMESPACE
            - FABRIC_K8S_BUILDER_NODE_ROLE
            - FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX
            - FABRIC_K8S_BUILDER_SERVICE_ACCOUNT
            - FABRIC_K8S_BUILDER_START_TIMEOUT
            - KUBERNETES_SERVICE_HOST
            - KUBERNETES_SERVICE_PORT
      `,
    )}
    ${when(
      chaincodeAsAService.enabled,
      yaml`
        - name: ccaas_builder
          path: /opt/hyperledger/ccaas_builder
          propagateEnvironment:
            - CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG
      `,
    )}
  `,
);

const environment = define(
  'fabric-dind.externalBuilders.env',
  'peer',
  'External builders, and what they read.',
  yaml`
    ${when(
      listsBuilders,
      yaml`CORE_CHAINCODE_EXTERNALBUILDERS: ${goValue<string>()`${builders} | fromYamlArray | default list | toJson`}`,
    )}
    ${withValue(
      chaincodeAsAService.builderConfig,
      (config) => yaml`CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: ${json(config)}`,
    )}
    ${when(
      kubernetesBuilder.enabled,
      yaml`
        FABRIC_K8S_BUILDER_NAMESPACE: ${orElse(kubernetesBuilder.namespace, release.namespace)}
        FABRIC_K8S_BUILDER_SERVICE_ACCOUNT: ${kubernetesBuilder.serviceAccountName}
        FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX: ${kubernetesBuilder.objectNamePrefix}
        FABRIC_K8S_BUILDER_START_TIMEOUT: ${kubernetesBuilder.startTimeout}
        FABRIC_K8S_BUILDER_DEBUG: "${kubernetesBuilder.debug}"
        ${withValue(kubernetesBuilder.nodeRole, (role) => yaml`FABRIC_K8S_BUILDER_NODE_ROLE: ${role}`)}
      `,
    )}
  `,
);

const container = define(
  'fabric-dind.kubernetesBuilder.container',
  'peer',
  'Brings the builder of chaincode Jobs into the peer.',
  yaml`
    - name: kubernetes-builder
      image: ${imageReference(kubernetesBuilder.image)}
      imagePullPolicy: ${kubernetesBuilder.image.pullPolicy}
      command:
        - sh
        - -ec
        - cp -R "$BUILDER"/. /builder/
      env:
        - name: BUILDER
          value: ${kubernetesBuilder.path}
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        - name: kubernetes-builder
          mountPath: /builder
  `,
);

const volumes = define(
  'fabric-dind.kubernetesBuilder.volumes',
  'peer',
  'The builder of chaincode Jobs, and a token for it that only the peer mounts.',
  yaml`
    - name: kubernetes-builder
      emptyDir: {}
    - name: kubernetes-token
      projected:
        defaultMode: 292
        sources:
          - serviceAccountToken:
              path: token
              expirationSeconds: 3600
          - configMap:
              name: kube-root-ca.crt
              items:
                - key: ca.crt
                  path: ca.crt
          - downwardAPI:
              items:
                - path: namespace
                  fieldRef:
                    fieldPath: metadata.namespace
  `,
);

const builderName = format('%s-chaincode-builder', peerFullname);

/** Exactly what fabric-builder-k8s asks for (its docs/configuring/kubernetes-permissions.md). */
const role = define(
  'fabric-dind.kubernetesBuilder.role',
  'peer',
  'What the builder of chaincode Jobs may do, and no more.',
  yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata(builderName, { of: 'peer', namespace: kubernetesBuilder.namespace })}
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

const roleBinding = define(
  'fabric-dind.kubernetesBuilder.roleBinding',
  'peer',
  "Gives the builder's Role to the peer's ServiceAccount.",
  yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata(builderName, { of: 'peer', namespace: kubernetesBuilder.namespace })}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${builderName}
    subjects:
      - kind: ServiceAccount
        name: ${serviceAccount}
        namespace: ${release.namespace}
  `,
);

const enabled = kubernetesBuilder.enabled;

export const externalBuilders: Component = {
  name: 'external-builders',
  about: 'Chaincode outside the Pod: as a service, and as Kubernetes Jobs',
  templates: [builders, environment, container, volumes, role, roleBinding],
  objects: [
    { body: role, when: enabled },
    { body: roleBinding, when: enabled },
  ],
  initContainers: [{ body: container, when: enabled }],
  environment: [environment],
  volumes: [{ body: volumes, when: enabled }],
  mounts: [
    {
      when: enabled,
      body: yaml`
        - name: kubernetes-builder
          mountPath: /opt/hyperledger/k8s_builder
          readOnly: true
        # Only in the peer: neither the sidecar nor its chaincode sees a token.
        - name: kubernetes-token
          mountPath: /var/run/secrets/kubernetes.io/serviceaccount
          readOnly: true
      `,
    },
  ],
};
