/** Who the peer is: its MSP and TLS, laid out as Fabric reads them from flat keys of Secrets. */
import { mspSecret, tlsSecret } from '../../../schema/components/identity/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, literal, not, orElse } from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import { define, type Fragment, when, withValue, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';

interface SecretItem {
  readonly secretName: Expr<string>;
  readonly key: Expr<string>;
}

const { msp, tls, nodeOUs } = peer.identity;

/** One file of an identity: a key of its own Secret, or of the section's. */
const item = (
  { secretName }: SecretItem,
  key: Expr<string>,
  secret: Expr<string>,
  path: string,
): Fragment => yaml`
  - secret:
      name: ${orElse(secretName, secret)}
      items:
        - key: ${key}
          path: ${literal(path)}
`;

const mspItem = (of: SecretItem, path: string): Fragment => item(of, of.key, mspSecret, path);
const tlsItem = (of: SecretItem, path: string): Fragment => item(of, of.key, tlsSecret, path);

/** A file that the MSP may lack. */
const optional = (of: SecretItem, path: string) => withValue(of.key, (key) => item(of, key, mspSecret, path));

/** The MSP's folder. */
export const mspVolume = define(
  'fabric-dind.identity.msp',
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
          ${optional(msp.tlsCaCert, 'tlscacerts/tlscacert.pem')}
          ${optional(msp.intermediateCert, 'intermediatecerts/intermediatecert.pem')}
          ${optional(msp.tlsIntermediateCert, 'tlsintermediatecerts/tlsintermediatecert.pem')}
          ${optional(msp.adminCert, 'admincerts/admincert.pem')}
          ${optional(msp.config, 'config.yaml')}
          ${when(
            and(nodeOUs.enabled, not(msp.config.key)),
            yaml`
              - configMap:
                  name: ${releaseObjects.scripts}
                  items:
                    - key: msp-config.yaml
                      path: config.yaml
            `,
          )}
  `,
);

/** The peer's TLS certificate and key. */
export const tlsVolume = define(
  'fabric-dind.identity.tls',
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

const environment = define(
  'fabric-dind.identity.env',
  'peer',
  'Who the peer is, and its TLS.',
  yaml`
    CORE_PEER_LOCALMSPID: ${v.mspId}
    CORE_PEER_MSPCONFIGPATH: /etc/hyperledger/identity/msp
    CORE_PEER_TLS_ENABLED: "${tls.enabled}"
    ${when(
      tls.enabled,
      yaml`
        CORE_PEER_TLS_CERT_FILE: /etc/hyperledger/identity/tls/server.crt
        CORE_PEER_TLS_KEY_FILE: /etc/hyperledger/identity/tls/server.key
        CORE_PEER_TLS_ROOTCERT_FILE: /etc/hyperledger/identity/tls/ca.crt
        CORE_PEER_TLS_CLIENTAUTHREQUIRED: "${tls.clientAuthRequired}"
        CORE_PEER_TLS_CLIENTROOTCAS_FILES: /etc/hyperledger/identity/tls/ca.crt
      `,
    )}
  `,
);

/** Where the identity is mounted, in the peer and in what speaks for it. */
export const identityMounts = yaml`
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
`;

export const identity: Component = {
  name: 'identity',
  about: 'Who the peer is: its MSP and TLS',
  templates: [mspVolume, tlsVolume, environment],
  volumes: [{ body: mspVolume }, { body: tlsVolume, when: tls.enabled }],
  mounts: [{ body: identityMounts }],
  environment: [environment],
};
