/** The Pods of `helm test`. */
import { mountsMsp, mountsTls, mspFolder, tlsFiles } from '../../../schema/components/identity/facts.ts';
import { address, suffixed } from '../../../schema/components/peer/facts.ts';
import { pullSecrets } from '../../../schema/components/pod/facts.ts';
import { headlessService } from '../../../schema/components/service/names.ts';
import { eq } from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import { define, include, passedOn, when, yaml } from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import type { Component } from '../component.ts';
import { identityMounts, mspVolume, tlsVolume } from '../identity/index.ts';
import { scriptsMount, scriptsVolume } from '../scripts/index.ts';

const { tls } = peer.identity;

/** One Pod a peer; it asks the peer as a client in the cluster would. */
const testPod = define(
  'fabric-dind.helmTest.pod',
  'peer',
  "`helm test`: asks the peer over gRPC with the peer's own identity, and the operations server for its health, of which the daemon's answer is a part.",
  yaml`
    apiVersion: v1
    kind: Pod
    metadata:
      name: ${suffixed('test')}
      namespace: ${release.namespace}
      labels:
        ${labelsOf('release')}
      annotations:
        helm.sh/hook: test
        helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      ${passedOn('imagePullSecrets', pullSecrets)}
      ${passedOn('nodeSelector', peer.nodeSelector)}
      ${passedOn('tolerations', peer.tolerations)}
      containers:
        - name: test
          image: ${imageReference(peer.image)}
          imagePullPolicy: ${peer.image.pullPolicy}
          command:
            - bash
            - /etc/fabric-dind/test.sh
          env:
            - name: CORE_PEER_ADDRESS
              value: ${address}
            - name: CORE_PEER_LOCALMSPID
              value: ${v.mspId}
            - name: CORE_PEER_MSPCONFIGPATH
              value: ${mspFolder}
            - name: CORE_PEER_TLS_ENABLED
              value: "${tls.enabled}"
            ${when(
              tls.enabled,
              yaml`
                - name: CORE_PEER_TLS_ROOTCERT_FILE
                  value: ${tlsFiles.ca}
                # Without its own name in the certificate the peer is of no use to others: no override here.
                - name: CORE_PEER_TLS_CLIENTAUTHREQUIRED
                  value: "${tls.clientAuthRequired}"
                - name: CORE_PEER_TLS_CLIENTCERT_FILE
                  value: ${tlsFiles.cert}
                - name: CORE_PEER_TLS_CLIENTKEY_FILE
                  value: ${tlsFiles.key}
              `,
            )}
            ${when(
              peer.operations.tls.enabled,
              yaml`
                - name: OPERATIONS_TLS
                  value: "true"
              `,
            )}
            - name: OPERATIONS_HOST
              value: ${headlessService}
          ${passedOn('securityContext', peer.securityContext)}
          volumeMounts:
            ${scriptsMount('helm-test')}
            ${identityMounts}
      volumes:
        ${scriptsVolume('helm-test')}
        ${when(mountsMsp, yaml`${include(mspVolume)}`)}
        ${when(mountsTls, yaml`${include(tlsVolume)}`)}
  `,
);

export const helmTest: Component = {
  name: 'helm-test',
  about: 'Pods of helm test',
  templates: [testPod],
  objects: [{ body: testPod, when: eq(peer.replicas, 1) }],
};
