/** Copies of the ledger outside its claim, at set times. */
import { ledgerClaim, setsOwner, snapshotsPath } from '../../../schema/components/ledger/facts.ts';
import { suffixed } from '../../../schema/components/peer/facts.ts';
import { serviceAccount } from '../../../schema/components/pod/facts.ts';
import { couchdbClaim, keepsCouchDB } from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { at, choose, divide, eq, format, isSet } from '../../../schema/expression/build.ts';
import { peer, peerKey, release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  defineOf,
  type Fragment,
  go,
  goValue,
  include,
  passedOn,
  range,
  textFrom,
  textOf,
  toYaml,
  when,
  yaml,
} from '../../language/index.ts';
import { labelsOf, selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import { ownerId, resourcesOf } from '../../shared/scalars.ts';
import { containerSecurity, podOf } from '../administrator/job.ts';
import { peerCertificate, peerFacts } from '../administrator/trust.ts';
import type { Component } from '../component.ts';
import { ledgerMount, snapshotsMount } from '../ledger/index.ts';
import { scriptsMount, scriptsVolume } from '../scripts/index.ts';

const { ledgerSnapshot, volumeSnapshot, timeoutSeconds, resources } = peer.backup;
const { snapshots } = peer.ledger;

const cronJobName = defineOf<string>(
  'fabric-dind.backup.cronJobName',
  'The name of a CronJob, which may have 52 characters. A longer one gets a checksum of the whole name.',
  (dot) => go`
    {{- if gt (len ${dot}) 52 -}}
    {{ printf "%s-%s" (${dot} | trunc 43 | trimSuffix "-") (sha256sum ${dot} | trunc 8) }}
    {{- else -}}
    {{ ${dot} }}
    {{- end -}}
  `,
);

const cronJob = (suffix: string, schedule: Expr<string>, pod: Fragment): Fragment => yaml`
  apiVersion: batch/v1
  kind: CronJob
  ${metadata(textFrom(cronJobName, suffixed(suffix)), { of: 'peer' })}
  spec:
    schedule: ${schedule}
    timeZone: Etc/UTC
    concurrencyPolicy: Forbid
    startingDeadlineSeconds: 3600
    ${when(eq(peer.replicas, 0), yaml`suspend: true`)}
    jobTemplate:
      metadata:
        labels:
          ${labelsOf('peer')}
      spec:
        backoffLimit: 1
        activeDeadlineSeconds: ${timeoutSeconds}
        template:
          ${pod}
`;

const spec = define(
  'fabric-dind.backup.spec',
  'peer',
  'What the script is told.',
  yaml`
    peers:
      ${peerFacts}
    channels:
      ${range(ledgerSnapshot.channels, 'channel', (channel) => yaml`- name: ${channel}`)}
  `,
);

const ledgerSnapshots = define(
  'fabric-dind.backup.ledgerSnapshots',
  'peer',
  'Has the peer write snapshots of its channels, and copies them away. It runs beside the peer, as its user: the snapshots lie on a volume of the peer.',
  cronJob(
    'backup',
    ledgerSnapshot.schedule,
    podOf({
      script: 'snapshot.sh',
      spec: goValue<string>()`${textOf(spec)} | fromYaml | toJson`,
      trusted: yaml`${when(peer.identity.tls.enabled, peerCertificate)}`,
      resources,
      environment: yaml`
        - name: PEER
          value: ${peerKey}
        - name: SNAPSHOTS
          value: ${snapshotsPath}
        - name: KEEP
          value: "${ledgerSnapshot.keep}"
      `,
      as: yaml`
        serviceAccountName: ${serviceAccount}
        automountServiceAccountToken: false
        affinity:
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    ${include(selectorLabels)}
        ${passedOn('tolerations', peer.tolerations)}
        securityContext:
          ${when(isSet(at(peer.securityContext, 'runAsUser')), yaml`runAsNonRoot: true`)}
          runAsUser: ${ownerId(peer.securityContext, 'runAsUser')}
          runAsGroup: ${ownerId(peer.securityContext, 'runAsGroup')}
          seccompProfile:
            type: RuntimeDefault
      `,
      before: yaml`
        ${when(
          setsOwner,
          yaml`
            initContainers:
              - name: prepare
                image: ${imageReference(v.administrator.image)}
                imagePullPolicy: ${v.administrator.image.pullPolicy}
                # A server of volumes may let nobody change owners, not even where nothing is to be changed.
                command:
                  - sh
                  - -c
                  - '[ "$(stat -c %u:%g /backup)" = "$0" ] || chown "$0" /backup'
                  - ${format('%d:%d', ownerId(peer.securityContext, 'runAsUser'), ownerId(peer.securityContext, 'runAsGroup'))}
                ${resourcesOf(resources)}
                securityContext:
                  runAsUser: 0
                  runAsNonRoot: false
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities:
                    drop:
                      - ALL
                    add:
                      - CHOWN
                volumeMounts:
                  - name: backup
                    mountPath: /backup
          `,
        )}
      `,
      mounts: yaml`
        ${ledgerMount}
        ${snapshotsMount}
        - name: backup
          mountPath: /backup
      `,
      volumes: yaml`
        - name: ledger
          persistentVolumeClaim:
            claimName: ${ledgerClaim}
        ${when(
          snapshots.volume,
          yaml`
            - name: snapshots
              ${toYaml(snapshots.volume)}
          `,
        )}
        - name: backup
          ${toYaml(ledgerSnapshot.target)}
      `,
    }),
  ),
);

const rights = suffixed('volumes');

const volumeSnapshots = define(
  'fabric-dind.backup.volumeSnapshots',
  'peer',
  "Snapshots of the peer's claims, CouchDB's first: a state that is behind the blocks is caught up with, and one that is ahead does not start (kv_ledger.go). Rights cannot name objects that are yet to be made.",
  yaml`
    apiVersion: v1
    kind: ServiceAccount
    ${metadata(rights, { of: 'peer' })}
    automountServiceAccountToken: false
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    ${metadata(rights, { of: 'peer' })}
    rules:
      - apiGroups: [snapshot.storage.k8s.io]
        resources: [volumesnapshots]
        verbs: [create, get, list, watch, delete]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    ${metadata(rights, { of: 'peer' })}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: ${rights}
    subjects:
      - kind: ServiceAccount
        name: ${rights}
        namespace: ${release.namespace}
    ---
    ${cronJob(
      'volumes',
      volumeSnapshot.schedule,
      yaml`
        spec:
          restartPolicy: Never
          serviceAccountName: ${rights}
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
            - name: backup
              image: ${imageReference(v.rollout.image)}
              imagePullPolicy: ${v.rollout.image.pullPolicy}
              command:
                - sh
                - /etc/fabric-dind/volumes.sh
              env:
                - name: CLAIMS
                  value: ${format('%s%s', choose(keepsCouchDB, format('%s ', couchdbClaim), ''), ledgerClaim)}
                - name: PEER
                  value: ${peerKey}
                - name: INSTANCE
                  value: ${release.name}
                - name: CLASS
                  value: ${volumeSnapshot.className}
                - name: KEEP
                  value: "${volumeSnapshot.keep}"
                - name: TIMEOUT
                  value: "${divide(timeoutSeconds, 3)}"
                # kubectl keeps a cache of what the API server offers.
                - name: HOME
                  value: /tmp
              ${resourcesOf(resources)}
              ${containerSecurity}
              volumeMounts:
                ${scriptsMount('backup')}
                - name: tmp
                  mountPath: /tmp
          volumes:
            ${scriptsVolume('backup')}
            - name: tmp
              emptyDir: {}
      `,
    )}
  `,
);

export const backup: Component = {
  name: 'backup',
  about: 'Copies of the ledger outside its claim',
  templates: [cronJobName, spec, ledgerSnapshots, volumeSnapshots],
  objects: [
    { body: ledgerSnapshots, when: ledgerSnapshot.enabled },
    { body: volumeSnapshots, when: volumeSnapshot.enabled },
  ],
};
