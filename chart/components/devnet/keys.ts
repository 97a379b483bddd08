/** The Jobs that make the devnet's keys before anything else, and remove them where they are not to be kept. */
import { devnetObjects } from '../../../schema/components/devnet/names.ts';
import { dockerClaim, keepsDocker } from '../../../schema/components/dind/facts.ts';
import { mspSecret, tlsSecret } from '../../../schema/components/identity/facts.ts';
import { ledgerClaim } from '../../../schema/components/ledger/facts.ts';
import { hostname } from '../../../schema/components/peer/facts.ts';
import { fullname } from '../../../schema/components/release/names.ts';
import { couchdbClaim, keepsCouchDB } from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, choose, literal, not } from '../../../schema/expression/build.ts';
import { files, peer, peerKey, release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  assign,
  define,
  eachPeer,
  type Fragment,
  goValue,
  include,
  passedOn,
  range,
  textLines,
  textOf,
  when,
  yaml,
} from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import { resourcesOf } from '../../shared/scalars.ts';
import { containerSecurity } from '../administrator/job.ts';
import { certificateNames } from '../identity/certificate-names.ts';
import { ordererHosts, packageKey } from './entries.ts';

const { devnet, administrator } = v;
const { state, admin, orderer, remove } = devnetObjects;

const claims = define(
  'fabric-dind.devnet.claims',
  'release',
  'The claims that the release makes.',
  yaml`
    ${eachPeer(yaml`
      ${when(and(peer.enabled, not(peer.ledger.existingClaim)), yaml`- ${ledgerClaim}`)}
      ${when(and(keepsDocker, not(peer.dind.storage.existingClaim)), yaml`- ${dockerClaim}`)}
      ${when(and(keepsCouchDB, not(peer.stateDatabase.couchdb.storage.existingClaim)), yaml`- ${couchdbClaim}`)}
    `)}
    ${when(
      not(devnet.joins),
      yaml`
        ${range(
          goValue<readonly number[]>()`until (int ${devnet.orderers})`,
          'number',
          (number) => yaml`- ${goValue<string>()`printf "data-%s-%d" ${orderer} ${number}`}`,
        )}
      `,
    )}
  `,
);

const spec = define(
  'fabric-dind.devnet.spec',
  'release',
  'What the Jobs of the keys are told: whose keys, for which names, in which Secrets.',
  yaml`
    name: ${state}
    release: ${release.name}
    domain: ${fullname}
    mspId: ${v.mspId}
    channel: ${devnet.channel}
    joins: ${devnet.joins}
    package: ${textOf(packageKey)}
    orderers:
      ${when(not(devnet.joins), yaml`${range(ordererHosts, 'host', (host) => yaml`- ${host}`)}`)}
    anchors:
      ${assign('first', goValue<string>()`keys ${goValue<object>()`get . "peers"`} | sortAlpha | first`)}
      ${eachPeer(yaml`
        ${when(
          goValue<boolean>()`eq ${peerKey} $first`,
          yaml`
            - host: ${hostname}
              port: ${peer.service.grpc.port}
          `,
        )}
      `)}
    peers:
      ${eachPeer(yaml`
        ${when(
          peer.enabled,
          yaml`
            "${peerKey}":
              msp: ${mspSecret}
              tls: ${tlsSecret}
              names:
                ${include(certificateNames)}
          `,
        )}
      `)}
    ${when(
      not(devnet.keep),
      yaml`
        claims:
          ${include(claims)}
      `,
    )}
  `,
);

const makes = 'pre-install,pre-upgrade';
const always = choose(devnet.keep, makes, `${makes},post-delete`);

/** Nothing of these Jobs' rights is left between them. */
const metadata = (name: Expr<string>, hook: Expr<string>, weight: '-10' | '-5'): Fragment => yaml`
  metadata:
    name: ${name}
    namespace: ${release.namespace}
    labels:
      ${labelsOf('release')}
    annotations:
      helm.sh/hook: ${hook}
      helm.sh/hook-weight: ${literal(weight)}
      helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
`;

const rights = define(
  'fabric-dind.devnet.rights',
  'release',
  'The scripts and rights of the Jobs of the keys: to make Secrets, and to read and change those of the devnet alone.',
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(state, always, '-10')}
    immutable: true
    data:
      ${textLines(goValue<string>()`(${files}.Glob "files/devnet/*").AsConfig`)}
    ---
    apiVersion: v1
    kind: ServiceAccount
    ${metadata(state, always, '-10')}
    automountServiceAccountToken: false
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata(state, always, '-10')}
    rules:
      # A name cannot be asked of what is not there yet.
      - apiGroups: [""]
        resources: [secrets]
        verbs: [create]
      - apiGroups: [""]
        resources: [secrets]
        resourceNames:
          - ${state}
          - ${admin}
          - ${orderer}
          ${eachPeer(yaml`
            ${when(
              peer.enabled,
              yaml`
                - ${mspSecret}
                - ${tlsSecret}
              `,
            )}
          `)}
        verbs:
          - get
          - update
          ${when(not(devnet.keep), yaml`- delete`)}
      ${when(
        not(devnet.keep),
        yaml`
          - apiGroups: [""]
            resources: [persistentvolumeclaims]
            resourceNames:
              ${include(claims)}
            verbs: [get, delete]
        `,
      )}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata(state, always, '-10')}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${state}
    subjects:
      - kind: ServiceAccount
        name: ${state}
        namespace: ${release.namespace}
  `,
);

const job = (name: Expr<string>, hook: Expr<string>, word: Fragment): Fragment => yaml`
  apiVersion: batch/v1
  kind: Job
  ${metadata(name, hook, '-5')}
  spec:
    backoffLimit: 5
    activeDeadlineSeconds: 600
    podFailurePolicy:
      rules:
        # The script ends with 3 where it would end so each time.
        - action: FailJob
          onExitCodes:
            containerName: keys
            operator: In
            values: [3]
    template:
      metadata:
        labels:
          ${labelsOf('release')}
      spec:
        restartPolicy: Never
        serviceAccountName: ${state}
        automountServiceAccountToken: true
        enableServiceLinks: false
        ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
        securityContext:
          runAsNonRoot: true
          runAsUser: 65534
          runAsGroup: 65534
          seccompProfile:
            type: RuntimeDefault
        containers:
          - name: keys
            image: ${imageReference(administrator.image)}
            imagePullPolicy: ${administrator.image.pullPolicy}
            command:
              - bash
              - /etc/fabric-dind/keys.sh
              ${word}
            env:
              - name: SPEC
                value: ${goValue<string>()`${spec} | fromYaml | toJson`}
              - name: NAMESPACE
                value: ${release.namespace}
            ${resourcesOf(administrator.resources)}
            ${containerSecurity}
            volumeMounts:
              - name: scripts
                mountPath: /etc/fabric-dind
                readOnly: true
              - name: tmp
                mountPath: /tmp
        volumes:
          - name: scripts
            configMap:
              name: ${state}
          - name: tmp
            emptyDir:
              medium: Memory
`;

const nothing: Fragment = { ...yaml``, lines: [] };

const make = define(
  'fabric-dind.devnet.keys',
  'release',
  'Makes the keys before anything of the release is there, and those of further peers before an upgrade. No key is ever made while the chart renders: what is rendered twice would differ.',
  job(state, literal(makes), nothing),
);

const removal = define(
  'fabric-dind.devnet.remove',
  'release',
  'Removes the keys and the claims when the release is gone.',
  job(remove, literal('post-delete'), yaml`- remove`),
);

/** The named templates. */
export const templates = [claims, spec, rights, make, removal];

/** Objects of the release. */
export const objects = [
  { body: rights, when: devnet.enabled },
  { body: make, when: devnet.enabled },
  { body: removal, when: and(devnet.enabled, not(devnet.keep)) },
];
