/** The devnet's orderers: their Service and StatefulSet, and the Job that has them serve the channel. */
import { devnetObjects } from '../../../schema/components/devnet/names.ts';
import { chartLabelName } from '../../../schema/components/release/names.ts';
import { and, eq, format, literal, not } from '../../../schema/expression/build.ts';
import { release, v } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  type Fragment,
  go,
  include,
  includeOf,
  passedOn,
  range,
  textOf,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import { resourcesOf } from '../../shared/scalars.ts';
import { administratorJob, containerSecurity } from '../administrator/job.ts';
import { podLabels } from '../administrator/labels.ts';
import { scriptsMount, scriptsOf, scriptsVolume } from '../scripts/index.ts';
import { ordererHosts } from './entries.ts';

const { devnet, administrator } = v;
const { orderer, join } = devnetObjects;

const selector = define(
  'fabric-dind.devnet.ordererLabels',
  'release',
  "Labels that select the orderers' Pods.",
  yaml`
    app.kubernetes.io/name: ${chartLabelName}
    app.kubernetes.io/instance: ${release.name}
    app.kubernetes.io/component: orderer
  `,
);

/** The organisational units of an MSP, as every MSP of the chart has them. */
const nodeOUs: Fragment = yaml`
  - name: config
    configMap:
      name: ${scriptsOf('identity')}
      items:
        - key: msp-config.yaml
          path: config.yaml
`;

const orderers = define(
  'fabric-dind.devnet.orderers',
  'release',
  "The devnet's orderers. They find each other before they are ready: Raft is ready when most of them talk.",
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(orderer, { of: 'release' })}
    spec:
      clusterIP: None
      publishNotReadyAddresses: true
      selector:
        ${include(selector)}
      ports:
        - name: grpc
          port: 7050
        - name: admin
          port: 7053
        - name: operations
          port: 8443
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    ${metadata(orderer, { of: 'release' })}
    spec:
      replicas: ${devnet.orderers}
      serviceName: ${orderer}
      podManagementPolicy: Parallel
      selector:
        matchLabels:
          ${include(selector)}
      template:
        metadata:
          labels:
            ${include(selector)}
        spec:
          automountServiceAccountToken: false
          enableServiceLinks: false
          ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
          securityContext:
            runAsNonRoot: true
            runAsUser: 1000
            runAsGroup: 1000
            fsGroup: 1000
            fsGroupChangePolicy: OnRootMismatch
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: orderer
              image: ${imageReference(devnet.image)}
              imagePullPolicy: ${devnet.image.pullPolicy}
              command:
                - sh
                - /etc/fabric-dind/orderer.sh
              env:
                - name: ORDERER_GENERAL_LISTENADDRESS
                  value: 0.0.0.0
                - name: ORDERER_GENERAL_LISTENPORT
                  value: "7050"
                - name: ORDERER_GENERAL_LOCALMSPID
                  value: OrdererMSP
                - name: ORDERER_GENERAL_BOOTSTRAPMETHOD
                  value: none
                - name: ORDERER_GENERAL_TLS_ENABLED
                  value: "true"
                - name: ORDERER_GENERAL_TLS_ROOTCAS
                  value: "[/secrets/ca.crt]"
                - name: ORDERER_GENERAL_CLUSTER_ROOTCAS
                  value: "[/secrets/ca.crt]"
                - name: ORDERER_CHANNELPARTICIPATION_ENABLED
                  value: "true"
                - name: ORDERER_ADMIN_LISTENADDRESS
                  value: 0.0.0.0:7053
                - name: ORDERER_ADMIN_TLS_ENABLED
                  value: "true"
                - name: ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED
                  value: "true"
                - name: ORDERER_ADMIN_TLS_CLIENTROOTCAS
                  value: "[/secrets/ca.crt]"
                - name: ORDERER_OPERATIONS_LISTENADDRESS
                  value: 0.0.0.0:8443
                - name: ORDERER_FILELEDGER_LOCATION
                  value: /var/hyperledger/production/orderer
                - name: ORDERER_CONSENSUS_WALDIR
                  value: /var/hyperledger/production/orderer/etcdraft/wal
                - name: ORDERER_CONSENSUS_SNAPDIR
                  value: /var/hyperledger/production/orderer/etcdraft/snapshot
              ports:
                - name: grpc
                  containerPort: 7050
                - name: admin
                  containerPort: 7053
                - name: operations
                  containerPort: 8443
              startupProbe:
                tcpSocket:
                  port: grpc
                periodSeconds: 1
                failureThreshold: 120
              readinessProbe:
                httpGet:
                  path: /healthz
                  port: operations
                periodSeconds: 5
              livenessProbe:
                tcpSocket:
                  port: grpc
                periodSeconds: 10
              ${resourcesOf(devnet.resources)}
              ${containerSecurity}
              volumeMounts:
                ${scriptsMount('devnet')}
                - name: secrets
                  mountPath: /secrets
                  readOnly: true
                - name: config
                  mountPath: /config
                  readOnly: true
                - name: data
                  mountPath: /var/hyperledger/production/orderer
                - name: tmp
                  mountPath: /tmp
          volumes:
            ${scriptsVolume('devnet')}
            - name: secrets
              secret:
                secretName: ${orderer}
            ${nodeOUs}
            - name: tmp
              emptyDir: {}
      volumeClaimTemplates:
        - metadata:
            name: data
          spec:
            accessModes:
              - ReadWriteOnce
            ${when(
              eq(devnet.storage.storageClassName, '-'),
              yaml`storageClassName: ""`,
              yaml`${withValue(devnet.storage.storageClassName, (name) => yaml`storageClassName: ${name}`)}`,
            )}
            resources:
              requests:
                storage: ${devnet.storage.size}
  `,
);

const adminServers = define(
  'fabric-dind.devnet.adminServers',
  'release',
  "Host and port of the orderers' admin servers, one word each.",
  go`
    {{- $found := list }}
    ${range(ordererHosts, 'host', (host) => go`{{- $found = append $found ${format('%s:7053', host)} }}`)}
    {{- join " " $found }}
  `,
);

/** A Pod of the administrator's image that runs a script of the devnet. */
export const toolsPod = (
  script: string,
  env: Fragment,
  mounts: Fragment,
  volumes: Fragment,
): Fragment => yaml`
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: false
  ${passedOn('imagePullSecrets', v.global.imagePullSecrets)}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65534
    runAsGroup: 65534
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: administrator
      image: ${imageReference(administrator.image)}
      imagePullPolicy: ${administrator.image.pullPolicy}
      command:
        - bash
        - ${literal(`/etc/fabric-dind/${script}`)}
      env:
        ${env}
      ${resourcesOf(administrator.resources)}
      ${containerSecurity}
      volumeMounts:
        ${scriptsMount('devnet')}
        ${mounts}
        - name: tmp
          mountPath: /tmp
  volumes:
    ${scriptsVolume('devnet')}
    ${volumes}
    - name: tmp
      emptyDir: {}
`;

const joinPod = define(
  'fabric-dind.devnet.joinPod',
  'release',
  'Has each orderer serve the channel.',
  yaml`
    metadata:
      labels:
        ${include(podLabels)}
    spec:
      ${toolsPod(
        'join.sh',
        yaml`
          - name: CHANNEL
            value: ${devnet.channel}
          - name: ORDERERS
            value: ${textOf(adminServers)}
        `,
        yaml`
          - name: secrets
            mountPath: /secrets
            readOnly: true
        `,
        yaml`
          - name: secrets
            secret:
              secretName: ${orderer}
              items:
                - key: ca.crt
                  path: ca.crt
                - key: admin.crt
                  path: admin.crt
                - key: admin.key
                  path: admin.key
                - key: genesis.block
                  path: genesis.block
        `,
      )}
  `,
);

const joinJob = define(
  'fabric-dind.devnet.join',
  'release',
  'The Job that has the orderers serve the channel.',
  yaml`${includeOf(administratorJob, { name: join, pod: textOf(joinPod) })}`,
);

/** The named templates. */
export const templates = [selector, orderers, adminServers, joinPod, joinJob];

const hasOrderers = and(devnet.enabled, not(devnet.joins));

/** Objects of the release. */
export const objects = [
  { body: orderers, when: hasOrderers },
  { body: joinJob, when: hasOrderers },
];
