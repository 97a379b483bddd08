/** The Job that makes the passwords of the peers' CouchDBs, and what it may do. */
import { releaseObjects } from '../../../schema/components/release/names.ts';
import { couchdbSecret, makesCouchdbSecret } from '../../../schema/components/state-database/facts.ts';
import { isSet, literal } from '../../../schema/expression/build.ts';
import { files, peer, release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  eachPeer,
  type Fragment,
  go,
  goValue,
  passedOn,
  textLines,
  textOf,
  when,
  yaml,
} from '../../language/index.ts';
import { labelsOf } from '../../shared/labels.ts';
import { containerSecurity } from '../administrator/job.ts';

const { couchdb: name } = releaseObjects;

const names = define(
  'fabric-dind.couchdb.secrets',
  'release',
  'The Secrets to make, one word each.',
  go`
    {{- $names := list }}
    ${eachPeer(go`${when(makesCouchdbSecret, go`{{- $names = append $names ${couchdbSecret} }}`)}`)}
    {{- join " " $names }}
  `,
);

const image = define(
  'fabric-dind.couchdb.jobImage',
  'release',
  "The image of the Job: CouchDB's own, which has curl.",
  go`
    {{- $image := "" }}
    ${eachPeer(
      go`${when(makesCouchdbSecret, go`{{- $image = ${imageReference(peer.stateDatabase.couchdb.image)} }}`)}`,
    )}
    {{- $image }}
  `,
);

const metadata = (weight: '-10' | '-5'): Fragment => yaml`
  metadata:
    name: ${name}
    namespace: ${release.namespace}
    labels:
      ${labelsOf('release')}
    annotations:
      helm.sh/hook: pre-install,pre-upgrade
      helm.sh/hook-weight: ${literal(weight)}
      helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
`;

const job = define(
  'fabric-dind.couchdb.credentials',
  'release',
  "Makes the passwords of the peers' CouchDBs before anything else is there. None is made while the chart renders: what is rendered twice would differ.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata('-10')}
    immutable: true
    data:
      ${textLines(goValue<string>()`(${files}.Glob "files/state-database/*").AsConfig`)}
    ---
    apiVersion: v1
    kind: ServiceAccount
    ${metadata('-10')}
    automountServiceAccountToken: false
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata('-10')}
    rules:
      # A name cannot be asked of what is not there yet.
      - apiGroups: [""]
        resources: [secrets]
        verbs: [create]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata('-10')}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${name}
    subjects:
      - kind: ServiceAccount
        name: ${name}
        namespace: ${release.namespace}
    ---
    apiVersion: batch/v1
    kind: Job
    ${metadata('-5')}
    spec:
      backoffLimit: 5
      activeDeadlineSeconds: 600
      template:
        metadata:
          labels:
            ${labelsOf('release')}
        spec:
          restartPolicy: Never
          serviceAccountName: ${name}
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
            - name: credentials
              image: ${textOf(image)}
              command:
                - sh
                - /etc/fabric-dind/credentials.sh
              env:
                - name: SECRETS
                  value: ${textOf(names)}
                - name: RELEASE
                  value: ${release.name}
                - name: NAMESPACE
                  value: ${release.namespace}
              ${containerSecurity}
              volumeMounts:
                - name: scripts
                  mountPath: /etc/fabric-dind
                  readOnly: true
          volumes:
            - name: scripts
              configMap:
                name: ${name}
  `,
);

export const templates = [names, image, job];

/** What the release has where a peer needs a password. */
export const credentials = { body: job, when: isSet(textOf(names)) };
