/** Who the peer is: its MSP and TLS, laid out as Fabric reads them from flat keys of Secrets. */
import {
  enrollmentSecret,
  hasClientCa,
  hasClientPair,
  mountsMsp,
  mountsTls,
  mspFolder,
  mspFromSecrets,
  mspSecret,
  tlsFiles,
  tlsFromSecrets,
  tlsSecret,
  usesHsm,
} from '../../../schema/components/identity/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, choose, dict, format, literal, not, or, orElse } from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import {
  type Block,
  define,
  field,
  go,
  goValue,
  rangeMap,
  toYaml,
  when,
  yaml,
} from '../../language/index.ts';
import type { Component } from '../component.ts';
import { scriptsOf } from '../scripts/index.ts';
import { certificate } from './certificate.ts';
import { certificateNames } from './certificate-names.ts';

const { msp, tls, nodeOUs, enrollment, hsm } = peer.identity;

/** Where the pair of the peer as a client lies, beside those of the server, which may be a volume of any kind. */
const clientFolder = '/etc/hyperledger/tls-client';
const hasClient = or(hasClientPair, hasClientCa);

interface SecretItem {
  readonly secretName: string;
  readonly key: string;
}

/** Files from Secrets by their path: a key of the item's own Secret, or of the section's. An item without a key is left out. */
export const itemsOf = (items: Readonly<Record<string, Expr<SecretItem>>>, secret: Expr<string>): Block =>
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
  // A hardware module has the key itself.
  'keystore/key.pem': goValue<SecretItem>()`ternary (dict) ${msp.privateKey} ${hsm.enabled}`,
  'signcerts/cert.pem': msp.signCert,
  'tlscacerts/tlscacert.pem': msp.tlsCaCert,
  'tlsintermediatecerts/tlsintermediatecert.pem': msp.tlsIntermediateCert,
};

const tlsItems = { 'ca.crt': tls.caCert, 'server.crt': tls.cert, 'server.key': tls.privateKey };

const clientItems = {
  'ca.crt': tls.clientCaCert,
  'client.crt': tls.clientCert,
  'client.key': tls.clientKey,
};

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
    ${when(mspFromSecrets, go`${collected(mspItems, mspSecret)}`)}
    ${when(and(tls.enabled, tlsFromSecrets), go`${collected(tlsItems, tlsSecret)}`)}
    ${when(tls.enabled, go`${collected(clientItems, tlsSecret)}`)}
    ${when(
      enrollment.enabled,
      go`
        {{- $secret := ${orElse(enrollment.credentials.secretName, enrollmentSecret)} }}
        {{- $login := list ${enrollment.credentials.usernameKey} ${enrollment.credentials.passwordKey} }}
        {{- $_ := set $needed $secret (prepend $login ${enrollment.caCert.key}) }}
      `,
    )}
    {{- range $secret, $keys := $needed }}
    needs the Secret {{ $secret }}: {{ join ", " (uniq $keys | sortAlpha) }}
    {{- end }}
  `,
);

const furtherFiles = rangeMap(
  msp.files as Expr<Readonly<Record<string, SecretItem>>>,
  'path',
  'item',
  (path, item) => yaml`
    - secret:
        name: ${orElse(field(item, 'secretName'), mspSecret)}
        items:
          - key: ${field(item, 'key')}
            path: ${path}
  `,
);

/** The MSP's folder. */
export const mspVolume = define(
  'fabric-dind.identity.msp',
  'peer',
  "The MSP's folder: a volume that is one, or laid out from flat keys of Secrets.",
  yaml`
    - name: msp
      ${when(
        msp.volume,
        yaml`${toYaml(msp.volume)}`,
        yaml`
          projected:
            # 0444, for everyone in the container: without fsGroup the files belong to root.
            defaultMode: 292
            sources:
              ${itemsOf(mspItems, mspSecret)}
              ${furtherFiles}
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
      ${when(
        tls.volume,
        yaml`${toYaml(tls.volume)}`,
        yaml`
          projected:
            defaultMode: 292
            sources:
              ${itemsOf(tlsItems, tlsSecret)}
        `,
      )}
  `,
);

/** Certificates of the peer as a client, and of its clients. */
const clientVolume = define(
  'fabric-dind.identity.client',
  'peer',
  'The certificate by which the peer calls others, and the CA of those that call it.',
  yaml`
    - name: tls-client
      projected:
        defaultMode: 292
        sources:
          ${itemsOf(clientItems, tlsSecret)}
  `,
);

const environment = define(
  'fabric-dind.identity.env',
  'peer',
  'Who the peer is, and its TLS.',
  yaml`
    CORE_PEER_LOCALMSPID: ${v.mspId}
    CORE_PEER_MSPCONFIGPATH: ${mspFolder}
    CORE_PEER_TLS_ENABLED: "${tls.enabled}"
    ${when(
      tls.enabled,
      yaml`
        CORE_PEER_TLS_CERT_FILE: ${tlsFiles.cert}
        CORE_PEER_TLS_KEY_FILE: ${tlsFiles.key}
        CORE_PEER_TLS_ROOTCERT_FILE: ${tlsFiles.ca}
        CORE_PEER_TLS_CLIENTAUTHREQUIRED: "${tls.clientAuthRequired}"
        CORE_PEER_TLS_CLIENTROOTCAS_FILES: ${choose(hasClientCa, format('%s %s/ca.crt', tlsFiles.ca, clientFolder), tlsFiles.ca)}
        ${when(
          hasClientPair,
          yaml`
            CORE_PEER_TLS_CLIENTCERT_FILE: ${literal(clientFolder)}/client.crt
            CORE_PEER_TLS_CLIENTKEY_FILE: ${literal(clientFolder)}/client.key
          `,
        )}
      `,
    )}
    ${when(
      usesHsm,
      yaml`
        CORE_PEER_BCCSP_DEFAULT: PKCS11
        CORE_PEER_BCCSP_PKCS11_LIBRARY: ${hsm.library}
        CORE_PEER_BCCSP_PKCS11_LABEL: ${hsm.label}
        CORE_PEER_BCCSP_PKCS11_PIN:
          valueFrom:
            secretKeyRef:
              name: ${orElse(hsm.pin.secretName, mspSecret)}
              key: ${hsm.pin.key}
        CORE_PEER_BCCSP_PKCS11_HASH: SHA2
        CORE_PEER_BCCSP_PKCS11_SECURITY: "256"
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
  ${when(
    mountsMsp,
    yaml`
      - name: msp
        mountPath: /etc/hyperledger/identity/msp
        readOnly: true
    `,
  )}
  ${when(
    mountsTls,
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
  templates: [certificateNames, certificate, needs, mspVolume, tlsVolume, clientVolume, environment],
  objects: [{ body: certificate, when: and(tls.enabled, tls.certificate.enabled) }],
  volumes: [
    { body: mspVolume, when: mountsMsp },
    { body: tlsVolume, when: mountsTls },
    { body: clientVolume, when: hasClient },
  ],
  mounts: [
    { body: identityMounts },
    {
      body: yaml`
        - name: tls-client
          mountPath: ${literal(clientFolder)}
          readOnly: true
      `,
      when: hasClient,
    },
  ],
  environment: [environment],
};
