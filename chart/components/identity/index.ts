/** Who the peer is: its MSP and TLS, laid out as Fabric reads them from flat keys of Secrets. */
import { mspSecret, tlsSecret } from '../../../schema/components/identity/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, dict, format, not, orElse } from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import { type Block, define, field, go, rangeMap, when, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';
import { scriptsOf } from '../scripts/index.ts';
import { certificateNames } from './certificate-names.ts';

const { msp, tls, nodeOUs } = peer.identity;

interface SecretItem {
  readonly secretName: string;
  readonly key: string;
}

/** Files from Secrets by their path: a key of the item's own Secret, or of the section's. An item without a key is left out. */
const itemsOf = (items: Readonly<Record<string, Expr<SecretItem>>>, secret: Expr<string>): Block =>
  rangeMap(
    dict(items),
    'path',
    'item',
    (path, item) => yaml`
      ${when(
        field(item, 'key'),
        yaml`
          - secret:
              name: ${orElse(field(item, 'secretName'), secret)}
              items:
                - key: ${field(item, 'key')}
                  path: ${path}
        `,
      )}
    `,
  );

const mspItems = {
  'admincerts/admincert.pem': msp.adminCert,
  'cacerts/cacert.pem': msp.caCert,
  'config.yaml': msp.config,
  'intermediatecerts/intermediatecert.pem': msp.intermediateCert,
  'keystore/key.pem': msp.privateKey,
  'signcerts/cert.pem': msp.signCert,
  'tlscacerts/tlscacert.pem': msp.tlsCaCert,
  'tlsintermediatecerts/tlsintermediatecert.pem': msp.tlsIntermediateCert,
};

const tlsItems = { 'ca.crt': tls.caCert, 'server.crt': tls.cert, 'server.key': tls.privateKey };

/** Adds the keys of items to $needed, by their Secret. */
const collected = (items: Readonly<Record<string, Expr<SecretItem>>>, secret: Expr<string>): Block =>
  rangeMap(
    dict(items),
    'path',
    'item',
    (_, item) => go`
      {{- if ${field(item, 'key')} }}
      {{- $secret := ${orElse(field(item, 'secretName'), secret)} }}
      {{- $_ := set $needed $secret (append (get $needed $secret | default list) ${field(item, 'key')}) }}
      {{- end }}
    `,
  );

/** What NOTES say of a peer's identity. */
export const needs = define(
  'fabric-dind.identity.needs',
  'peer',
  'The Secrets that the peer mounts, and their keys.',
  go`
    {{- $needed := dict }}
    ${collected(mspItems, mspSecret)}
    ${when(tls.enabled, go`${collected(tlsItems, tlsSecret)}`)}
    {{- range $secret, $keys := $needed }}
    needs the Secret {{ $secret }}: {{ join ", " (uniq $keys | sortAlpha) }}
    {{- end }}
  `,
);

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
          ${itemsOf(mspItems, mspSecret)}
          ${when(
            and(nodeOUs.enabled, not(msp.config.key)),
            yaml`
              - configMap:
                  name: ${scriptsOf('identity')}
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
          ${itemsOf(tlsItems, tlsSecret)}
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
    ${when(
      peer.identity.restartOnChange,
      yaml`
        # By reference: a further peer changes these times, and must restart no other.
        RESTART_DELAY:
          valueFrom:
            configMapKeyRef:
              name: ${releaseObjects.gossip}
              key: ${format('restart-delay-%s', peerFullname)}
        RESTART_JITTER:
          valueFrom:
            configMapKeyRef:
              name: ${releaseObjects.gossip}
              key: restart-jitter
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
  templates: [certificateNames, needs, mspVolume, tlsVolume, environment],
  volumes: [{ body: mspVolume }, { body: tlsVolume, when: tls.enabled }],
  mounts: [{ body: identityMounts }],
  environment: [environment],
};
