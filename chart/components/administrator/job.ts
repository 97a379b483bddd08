/** The Jobs of an organisation's administrator: one for each channel and chaincode. */
import { releaseObjects } from '../../../schema/components/release/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { format, literal } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  type Block,
  defineEntry,
  type Fragment,
  goValue,
  include,
  passedOn,
  textFrom,
  textLines,
  when,
  yaml,
} from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import { dnsLabel, resourcesOf } from '../../shared/scalars.ts';
import { scriptsMount, scriptsOf, scriptsVolume } from '../scripts/index.ts';
import { podLabels } from './labels.ts';

const { administrator } = v;
const { msp, tls } = administrator;

/** What the Pod of a Job is about. */
export interface Work {
  /** The script of files/ that it runs. */
  readonly script: string;
  /** What that script is told, as JSON. */
  readonly spec: Expr<string>;
  /** Certificates that it trusts, beside those of the release's peers: sources of a projected volume. */
  readonly trusted: Fragment | Block;
  /** Further mounts and volumes. */
  readonly mounts?: Fragment | Block;
  readonly volumes?: Fragment | Block;
  /** Containers that run before it. */
  readonly before?: Fragment | Block;
  /** Further variables of the script. */
  readonly environment?: Fragment;
  /** What the container needs, if not what the administrator's Jobs do. */
  readonly resources?: Expr<object>;
  /** Whom it runs as, and where. If absent: nobody whom files belong to, anywhere, and it records what it saw. */
  readonly as?: Fragment;
}

const recorder = yaml`
  serviceAccountName: ${releaseObjects.channels}
  automountServiceAccountToken: true
  securityContext:
    runAsNonRoot: true
    runAsUser: 65534
    runAsGroup: 65534
    seccompProfile:
      type: RuntimeDefault
`;

/** No account needs more in these Pods. */
export const containerSecurity = yaml`
  securityContext:
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    capabilities:
      drop:
        - ALL
`;

const mspItem = (key: Expr<string>, path: string): Fragment => yaml`
  - key: ${key}
    path: ${literal(path)}
`;

/** No line at all. */
const nothing: Fragment = { ...yaml``, lines: [] };

/** Where it records what it saw. */
const recorded = yaml`
  - name: STATUS
    value: ${releaseObjects.channels}
  - name: NAMESPACE
    value: ${release.namespace}
`;

/** The Pod of a Job. Its text names the Job, so what changes with each version of the chart is not in it. */
export const podOf = ({
  script,
  spec,
  trusted,
  mounts = nothing,
  volumes = nothing,
  before = nothing,
  environment = nothing,
  resources = administrator.resources,
  as,
}: Work): Fragment => yaml`
  metadata:
    labels:
      ${include(podLabels)}
  spec:
    restartPolicy: Never
    enableServiceLinks: false
    ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
    ${as ?? recorder}
    ${before}
    containers:
      - name: administrator
        image: ${imageReference(administrator.image)}
        imagePullPolicy: ${administrator.image.pullPolicy}
        command:
          - bash
          - ${literal(`/etc/fabric-dind/${script}`)}
        env:
          - name: SPEC
            value: ${spec}
          ${as ? nothing : recorded}
          ${environment}
          - name: CORE_PEER_LOCALMSPID
            value: ${v.mspId}
          - name: CORE_PEER_MSPCONFIGPATH
            value: /msp
          ${when(
            tls.secretName,
            yaml`
              - name: CORE_PEER_TLS_CLIENTAUTHREQUIRED
                value: "true"
              - name: CORE_PEER_TLS_CLIENTCERT_FILE
                value: /client/tls.crt
              - name: CORE_PEER_TLS_CLIENTKEY_FILE
                value: /client/tls.key
              - name: CLIENT_CERT
                value: /client/tls.crt
              - name: CLIENT_KEY
                value: /client/tls.key
            `,
          )}
        ${resourcesOf(resources)}
        ${containerSecurity}
        volumeMounts:
          ${scriptsMount('administrator')}
          - name: msp
            mountPath: /msp
            readOnly: true
          - name: trust
            mountPath: /trust
            readOnly: true
          ${when(
            tls.secretName,
            yaml`
              - name: client
                mountPath: /client
                readOnly: true
            `,
          )}
          ${mounts}
          - name: tmp
            mountPath: /tmp
    volumes:
      ${scriptsVolume('administrator')}
      - name: msp
        projected:
          sources:
            - secret:
                name: ${msp.secretName}
                items:
                  ${mspItem(msp.signCert, 'signcerts/cert.pem')}
                  ${mspItem(msp.privateKey, 'keystore/key.pem')}
                  ${mspItem(msp.caCert, 'cacerts/cacert.pem')}
                  ${when(
                    msp.intermediateCert,
                    mspItem(msp.intermediateCert, 'intermediatecerts/intermediatecert.pem'),
                  )}
            - configMap:
                name: ${scriptsOf('identity')}
                items:
                  - key: msp-config.yaml
                    path: config.yaml
      - name: trust
        projected:
          sources:
            ${trusted}
      ${when(
        tls.secretName,
        yaml`
          - name: client
            secret:
              secretName: ${tls.secretName}
              items:
                ${mspItem(tls.cert, 'tls.crt')}
                ${mspItem(tls.privateKey, 'tls.key')}
        `,
      )}
      ${volumes}
      - name: tmp
        emptyDir: {}
`;

export const jobSpec = defineEntry<{ pod: string }>(
  'fabric-dind.administrator.jobSpec',
  'The specification of a Job: it may fail and begin again until its time is over.',
  ({ pod }) => yaml`
    backoffLimit: 10
    activeDeadlineSeconds: ${administrator.timeoutSeconds}
    podFailurePolicy:
      rules:
        # The script ends with 3 where it would end so each time.
        - action: FailJob
          onExitCodes:
            containerName: administrator
            operator: In
            values: [3]
        - action: Ignore
          onPodConditions:
            - type: DisruptionTarget
              status: "True"
    template:
      ${textLines(pod)}
  `,
);

/** A Job about one entry of a map. */
export const administratorJob = defineEntry<{ name: string; pod: string }>(
  'fabric-dind.administrator.job',
  'A Job, named by its content: an unchanged release keeps the one that it has, and a changed one makes another, because a Job cannot be changed. It is no hook: helm would wait for other organisations, and their deeds would fail a release.',
  ({ name, pod }) => yaml`
    apiVersion: batch/v1
    kind: Job
    ${metadata(format('%s-%s', textFrom(dnsLabel, name), goValue<string>()`${textFrom(jobSpec, { pod })} | sha256sum | trunc 8`), { of: 'release' })}
    spec:
      ${textLines(textFrom(jobSpec, { pod }))}
  `,
);
