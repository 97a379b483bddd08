/** `_test.tpl`: the Pods of `helm test`. */
import { imageReference } from '../../../schema/components/chaincode/images.ts';
import { address, peerObjects, releaseObjects } from '../../../schema/components/peer/names.ts';
import { isSet, or, union } from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import { mspVolume, tlsVolume } from '../../assembly/volumes.ts';
import type { Library } from '../../file.ts';
import { define, include, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { labels } from '../../shared/labels.ts';

const { tls } = peer.identity;

/** One Pod a peer; it asks the peer as a client in the cluster would. */
export const testPod = define(
  'fabric-dind.peer.test',
  'peer',
  "`helm test`: asks the peer over gRPC with the peer's own identity, and the operations server for its health, of\n     which the daemon's answer is a part.",
  yaml`
    apiVersion: v1
    kind: Pod
    metadata:
      name: ${peerObjects.test}
      namespace: ${release.namespace}
      labels:
        ${include(labels)}
      annotations:
        helm.sh/hook: test
        helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      ${when(
        or(v.global.imagePullSecrets, peer.imagePullSecrets),
        yaml`
          imagePullSecrets:
            ${toYaml(union(v.global.imagePullSecrets, peer.imagePullSecrets))}
        `,
      )}
      ${withValue(
        peer.nodeSelector,
        (selector) => yaml`
          nodeSelector:
            ${toYaml(selector)}
        `,
      )}
      ${withValue(
        peer.tolerations,
        (tolerations) => yaml`
          tolerations:
            ${toYaml(tolerations)}
        `,
      )}
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
              value: /etc/hyperledger/identity/msp
            - name: CORE_PEER_TLS_ENABLED
              value: "${tls.enabled}"
            ${when(
              tls.enabled,
              yaml`
                - name: CORE_PEER_TLS_ROOTCERT_FILE
                  value: /etc/hyperledger/identity/tls/ca.crt
                # Without its own name in the certificate the peer is of no use to others: no override here.
                - name: CORE_PEER_TLS_CLIENTAUTHREQUIRED
                  value: "${tls.clientAuthRequired}"
                - name: CORE_PEER_TLS_CLIENTCERT_FILE
                  value: /etc/hyperledger/identity/tls/server.crt
                - name: CORE_PEER_TLS_CLIENTKEY_FILE
                  value: /etc/hyperledger/identity/tls/server.key
              `,
            )}
            ${when(
              isSet(peer.operations.tls.enabled),
              yaml`
                - name: OPERATIONS_TLS
                  value: "true"
              `,
            )}
            - name: OPERATIONS_HOST
              value: ${peerObjects.headlessService}
          ${withValue(
            peer.securityContext,
            (context) => yaml`
              securityContext:
                ${toYaml(context)}
            `,
          )}
          volumeMounts:
            - name: runtime
              mountPath: /etc/fabric-dind
              readOnly: true
            - name: msp
              mountPath: /etc/hyperledger/identity/msp
              readOnly: true
            ${when(
              tls.enabled,
              yaml`
                - name: tls
                  mountPath: /etc/hyperledger/identity/tls
                  readOnly: true
              `,
            )}
      volumes:
        - name: runtime
          configMap:
            name: ${releaseObjects.runtime}
        ${include(mspVolume)}
        ${when(tls.enabled, yaml`${include(tlsVolume)}`)}
  `,
);

export const file: Library = {
  path: 'templates/_test.tpl',
  about: 'Pods of helm test',
  templates: [testPod],
};
