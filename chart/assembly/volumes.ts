/** `_volumes.tpl`: the volumes of the peer's Pod. */

import { copiesTars, overlaysCoreYaml } from '../../schema/components/chaincode/runtimes.ts';
import { peerObjects, releaseObjects } from '../../schema/components/peer/names.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { and, eq, format, literal, not, or, orElse, union } from '../../schema/expression/build.ts';
import { peer, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import {
  define,
  type Fragment,
  field,
  include,
  range,
  rangeMap,
  toYaml,
  when,
  withValue,
  yaml,
} from '../language/index.ts';

interface SecretItem {
  readonly secretName: Expr<string>;
  readonly key: Expr<string>;
}

const { msp, tls, nodeOUs } = peer.identity;

/** One file of an identity: a key of its own Secret, or of the section's. */
const item = ({ secretName, key }: SecretItem, secret: Expr<string>, path: string): Fragment => yaml`
  - secret:
      name: ${orElse(secretName, secret)}
      items:
        - key: ${key}
          path: ${literal(path)}
`;

const mspItem = (of: SecretItem, path: string): Fragment => item(of, peerObjects.mspSecret, path);
const tlsItem = (of: SecretItem, path: string): Fragment => item(of, peerObjects.tlsSecret, path);

/** The MSP's folder, laid out from flat Secret keys. */
export const mspVolume = define(
  'fabric-dind.volumes.msp',
  'peer',
  "The MSP's folder, laid out from flat keys of Secrets.",
  yaml`
    - name: msp
      projected:
        # 0444, for everyone in the container: without fsGroup the files belong to root.
        defaultMode: 292
        sources:
          ${mspItem(msp.signCert, 'signcerts/cert.pem')}
          ${mspItem(msp.privateKey, 'keystore/key.pem')}
          ${mspItem(msp.caCert, 'cacerts/cacert.pem')}
          ${when(msp.tlsCaCert.key, mspItem(msp.tlsCaCert, 'tlscacerts/tlscacert.pem'))}
          ${when(msp.intermediateCert.key, mspItem(msp.intermediateCert, 'intermediatecerts/intermediatecert.pem'))}
          ${when(
            msp.tlsIntermediateCert.key,
            mspItem(msp.tlsIntermediateCert, 'tlsintermediatecerts/tlsintermediatecert.pem'),
          )}
          ${when(msp.adminCert.key, mspItem(msp.adminCert, 'admincerts/admincert.pem'))}
          ${when(msp.config.key, mspItem(msp.config, 'config.yaml'))}
          ${when(
            and(nodeOUs.enabled, not(msp.config.key)),
            yaml`
              - configMap:
                  name: ${releaseObjects.runtime}
                  items:
                    - key: msp-config.yaml
                      path: config.yaml
            `,
          )}
  `,
);

/** The peer's TLS certificate and key. */
export const tlsVolume = define(
  'fabric-dind.volumes.tls',
  'peer',
  "The peer's TLS certificate and key, and the CA that others trust.",
  yaml`
    - name: tls
      projected:
        defaultMode: 292
        sources:
          ${tlsItem(tls.cert, 'server.crt')}
          ${tlsItem(tls.privateKey, 'server.key')}
          ${tlsItem(tls.caCert, 'ca.crt')}
  `,
);

const pullSecret = (name: Expr<string>): Fragment => yaml`
  - secret:
      name: ${name}
      optional: true
      items:
        - key: .dockerconfigjson
          path: ${format('%s/config.json', name)}
`;

const runtimeVolume = define(
  'fabric-dind.volumes.runtime',
  'peer',
  "Scripts of the chart, and the daemon's configuration.",
  yaml`
    - name: runtime
      projected:
        sources:
          - configMap:
              name: ${releaseObjects.runtime}
          ${when(
            peer.dind.enabled,
            yaml`
              - configMap:
                  name: ${peerObjects.configMap}
              ${rangeMap(
                peer.dind.daemon.registryCAs,
                'host',
                'configMap',
                (host, configMap) => yaml`
                  - configMap:
                      name: ${configMap}
                      items:
                        - key: ca.crt
                          path: ${format('registry-cas/%s/ca.crt', host)}
                `,
              )}
            `,
          )}
  `,
);

const dindVolumes = define(
  'fabric-dind.volumes.dind',
  'peer',
  'Volumes of the sidecar and of what uses it.',
  yaml`
    - name: docker-socket
      emptyDir: {}
    - name: docker
      ${when(
        eq(peer.dind.storage.type, 'claim'),
        yaml`
          persistentVolumeClaim:
            claimName: ${peerObjects.dockerClaim}
        `,
        yaml`
          emptyDir:
            medium: ${peer.dind.storage.medium}
            ${withValue(peer.dind.storage.sizeLimit, (limit) => yaml`sizeLimit: ${limit}`)}
        `,
      )}
    ${when(
      and(peer.preload.enabled, or(v.global.imagePullSecrets, peer.imagePullSecrets)),
      yaml`
        - name: pull-secrets
          projected:
            sources:
              ${range(union(v.global.imagePullSecrets, peer.imagePullSecrets), 'secret', (secret) =>
                pullSecret(field(secret, 'name')),
              )}
      `,
    )}
    ${when(
      and(peer.preload.enabled, peer.preload.volume),
      yaml`
        - name: images
          ${toYaml(peer.preload.volume)}
      `,
    )}
    ${when(
      copiesTars,
      yaml`
        - name: images
          emptyDir: {}
      `,
    )}
  `,
);

const builderVolumes = define(
  'fabric-dind.volumes.kubernetesBuilder',
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

/** All volumes of the Pod. */
export const volumes = define(
  'fabric-dind.volumes',
  'peer',
  "All volumes of the peer's Pod.",
  yaml`
    ${include(mspVolume)}
    ${when(tls.enabled, yaml`${include(tlsVolume)}`)}
    - name: ledger
      persistentVolumeClaim:
        claimName: ${peerObjects.ledgerClaim}
    - name: tmp
      emptyDir: {}
    ${include(runtimeVolume)}
    ${when(peer.dind.enabled, yaml`${include(dindVolumes)}`)}
    ${when(
      peer.hostDocker.enabled,
      yaml`
        - name: host-docker
          hostPath:
            path: ${peer.hostDocker.socket}
            type: Socket
      `,
    )}
    ${when(peer.kubernetesBuilder.enabled, yaml`${include(builderVolumes)}`)}
    ${when(
      overlaysCoreYaml,
      yaml`
        - name: config
          emptyDir: {}
      `,
    )}
    ${withValue(peer.extraVolumes, (extra) => yaml`${toYaml(extra)}`)}
  `,
);

export const file: Library = {
  path: 'templates/_volumes.tpl',
  about: "Volumes of the peer's Pod",
  templates: [mspVolume, tlsVolume, runtimeVolume, dindVolumes, builderVolumes, volumes],
};
