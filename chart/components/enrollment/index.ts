/** The sidecar that enrols the peer at its Fabric CA. */
import {
  enrollmentSecret,
  identityClaim,
  identityFolder,
  keepsIdentity,
} from '../../../schema/components/identity/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { eq, literal, orElse, seconds } from '../../../schema/expression/build.ts';
import { peer, release } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  environment,
  type Fragment,
  go,
  goValue,
  passedOn,
  textOf,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import { env, resourcesOf } from '../../shared/scalars.ts';
import type { Component } from '../component.ts';
import { certificateNames } from '../identity/certificate-names.ts';
import { scriptsMount, scriptsOf, scriptsVolume } from '../scripts/index.ts';

const { enrollment, nodeOUs } = peer.identity;
const { tls } = enrollment;

const secret = orElse(enrollment.credentials.secretName, enrollmentSecret);
const tlsSecret = orElse(tls.credentials.secretName, secret);

const keyOf = (name: Expr<string>, key: Expr<string>): Fragment => yaml`
  valueFrom:
    secretKeyRef:
      name: ${name}
      key: ${key}
`;

const hosts = define(
  'fabric-dind.enrollment.hosts',
  'peer',
  'Host names for the certificates, by commas.',
  go`
    {{- $names := concat (${certificateNames} | fromYamlArray) (list "localhost" "127.0.0.1") ${enrollment.csr.hosts} }}
    {{- join "," (uniq $names) }}
  `,
);

const subject = define(
  'fabric-dind.enrollment.subject',
  'peer',
  'Parts of the subject, as the client takes them.',
  go`
    {{- $parts := list }}
    {{- range $name, $value := ${enrollment.csr.names} }}
    {{- $parts = append $parts (printf "%s=%s" $name $value) }}
    {{- end }}
    {{- join "," $parts }}
  `,
);

const environmentMap = define(
  'fabric-dind.enrollment.env',
  'peer',
  "The sidecar's environment as a map.",
  yaml`
    URL: ${enrollment.url}
    ${withValue(enrollment.caName, (name) => yaml`CA_NAME: ${name}`)}
    TLS_URL: ${orElse(tls.url, enrollment.url)}
    ${withValue(orElse(tls.caName, enrollment.caName), (name) => yaml`TLS_CA_NAME: ${name}`)}
    ENROLL_USER:
      ${keyOf(secret, enrollment.credentials.usernameKey)}
    ENROLL_PASSWORD:
      ${keyOf(secret, enrollment.credentials.passwordKey)}
    TLS_ENROLL_USER:
      ${keyOf(tlsSecret, orElse(tls.credentials.usernameKey, enrollment.credentials.usernameKey))}
    TLS_ENROLL_PASSWORD:
      ${keyOf(tlsSecret, orElse(tls.credentials.passwordKey, enrollment.credentials.passwordKey))}
    HOSTS: ${textOf(hosts)}
    ${withValue(textOf(subject), (names) => yaml`NAMES: ${names}`)}
    ${withValue(goValue<string>()`join "," ${enrollment.attributes}`, (attributes) => yaml`ATTRIBUTES: ${attributes}`)}
    RENEW_BEFORE: "${seconds(enrollment.renewBefore)}"
    ${when(nodeOUs.enabled, yaml`NODE_OUS: /etc/fabric-dind-identity/msp-config.yaml`)}
  `,
);

const container = define(
  'fabric-dind.enrollment.container',
  'peer',
  'Enrols the peer before it starts, and renews its certificates beside it. It has the user of the peer, so that keys are for it alone.',
  yaml`
    - name: enrollment
      image: ${imageReference(enrollment.image)}
      imagePullPolicy: ${enrollment.image.pullPolicy}
      restartPolicy: Always
      command:
        - bash
        - /etc/fabric-dind/enroll.sh
      env:
        ${environment(env, [environmentMap], enrollment.env)}
      startupProbe:
        exec:
          command:
            - test
            - -e
            - /tmp/ready
        periodSeconds: 1
        # A CA that is away for an hour.
        failureThreshold: 3600
      ${resourcesOf(enrollment.resources)}
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        ${scriptsMount('enrollment')}
        ${when(
          nodeOUs.enabled,
          yaml`
            - name: node-ous
              mountPath: /etc/fabric-dind-identity
              readOnly: true
          `,
        )}
        - name: identity
          mountPath: /identity
        - name: ca
          mountPath: /ca
          readOnly: true
        - name: enrollment-work
          mountPath: /tmp
  `,
);

const volumes = define(
  'fabric-dind.enrollment.volumes',
  'peer',
  'What the sidecar reads and writes. Keys are never on a disk of the node, but in the claim.',
  yaml`
    ${scriptsVolume('enrollment')}
    ${when(
      nodeOUs.enabled,
      yaml`
        - name: node-ous
          configMap:
            name: ${scriptsOf('identity')}
      `,
    )}
    - name: identity
      ${when(
        eq(enrollment.storage.type, 'claim'),
        yaml`
          persistentVolumeClaim:
            claimName: ${identityClaim}
        `,
        yaml`
          emptyDir:
            medium: Memory
            sizeLimit: 4Mi
        `,
      )}
    - name: enrollment-work
      emptyDir:
        medium: Memory
        sizeLimit: 16Mi
    - name: ca
      projected:
        sources:
          - secret:
              name: ${orElse(enrollment.caCert.secretName, secret)}
              items:
                - key: ${enrollment.caCert.key}
                  path: msp.crt
          - secret:
              name: ${orElse(tls.caCert.secretName, orElse(enrollment.caCert.secretName, tlsSecret))}
              items:
                - key: ${orElse(tls.caCert.key, enrollment.caCert.key)}
                  path: tls.crt
  `,
);

const claim = define(
  'fabric-dind.enrollment.claim',
  'peer',
  'The claim of the identity. Not the claim of the ledger: snapshots and backups of that must not carry the private key.',
  yaml`
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: ${identityClaim}
      namespace: ${release.namespace}
      labels:
        ${labelsOf('peer')}
      annotations:
        # A CA may let a peer enrol but once.
        helm.sh/resource-policy: keep
    spec:
      accessModes: [ReadWriteOnce]
      ${when(
        eq(enrollment.storage.storageClassName, '-'),
        yaml`storageClassName: ""`,
        yaml`${withValue(enrollment.storage.storageClassName, (name) => yaml`storageClassName: ${name}`)}`,
      )}
      resources:
        requests:
          storage: ${enrollment.storage.size}
  `,
);

export const enrollmentComponent: Component = {
  name: 'enrollment',
  about: 'The sidecar that enrols the peer at its Fabric CA',
  templates: [hosts, subject, environmentMap, container, volumes, claim],
  when: enrollment.enabled,
  objects: [{ body: claim, when: keepsIdentity }],
  initContainers: [{ body: container }],
  volumes: [{ body: volumes }],
  mounts: [
    {
      body: yaml`
        - name: identity
          mountPath: ${literal(identityFolder)}
          readOnly: true
      `,
    },
  ],
};
