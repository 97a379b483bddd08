/** The peer's Pod and container, in Kubernetes' own terms. */
import {
  annotations,
  choice,
  flag,
  integer,
  labels,
  list,
  type Node,
  passthrough,
  passthroughList,
  removable,
  resources,
  section,
  text,
} from '../../model/node.ts';
import { extraObjects } from '../../shared/extra-objects.ts';
import { pullSecrets } from '../../shared/image.ts';
import { optionalObjectName } from '../../shared/patterns.ts';

export const pod: Record<string, Node> = {
  podLabels: labels('Further labels of the Pod.'),
  podAnnotations: annotations('Annotations of the Pod. A changed one restarts the peer.'),
  annotations: annotations('Annotations of the StatefulSet.'),
  imagePullSecrets: list(
    pullSecrets,
    'Secrets with registry credentials, on top of `global.imagePullSecrets`.',
  ),
  serviceAccount: section(
    "ServiceAccount of the Pod. Its token is mounted only with `kubernetesBuilder`, and then in the peer's container alone: otherwise neither a peer nor chaincode needs the Kubernetes API.",
    {
      create: flag(true, 'Make a ServiceAccount for the peer.'),
      name: text('', "Name of the ServiceAccount; empty: the peer's full name.", optionalObjectName),
      annotations: annotations('Annotations of the ServiceAccount.'),
    },
  ),
  resources: resources('Requests and limits of the peer.', {
    requests: { cpu: '250m', memory: '512Mi' },
  }),
  startupProbe: passthrough(
    'Startup probe of the peer; none by default, since liveness knows a peer that is still starting. The chart asks whether the peer listens unless a handler is given.',
  ),
  readinessProbe: removable(
    "When the peer counts as ready, e.g. for `rollout`. Unless a handler (`exec`, `httpGet`, …) is given the chart asks the peer once for its channels, with its own identity, because Fabric listens long before its ledgers are open; then it looks in the kernel whether the peer still accepts connections, since each TCP probe would be an error of TLS in the peer's log. Fabric's /healthz fails whenever the daemon restarts.",
    { periodSeconds: 10, timeoutSeconds: 20, failureThreshold: 3 },
  ),
  livenessProbe: removable(
    'When the peer is restarted. Unless a handler is given the chart asks whether a peer that served still does, its operations server included, however long it takes to start; whether its daemon still has its data, because Fabric builds no image a second time in one run; and whether its identity is still the one that it read (`identity.restartOnChange`).',
    { periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
  ),
  lifecycle: passthrough('Lifecycle hooks of the peer container.'),
  podSecurityContext: {
    ...passthrough(
      "Security context of the Pod. The socket's group is added to `supplementalGroups`. Do not set `fsGroup`: the kubelet would rewrite group and mode of every file of every image in Docker's data.",
    ),
    properties: {
      supplementalGroups: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 2147483647 } },
    },
  },
  securityContext: passthrough('Security context of the peer: the restricted profile.', {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  }),
  terminationGracePeriodSeconds: integer(
    90,
    'Seconds from the request to stop until everything is killed: the peer stops chaincode and closes its ledger, then the daemon stops.',
    { minimum: 0 },
  ),
  updateStrategy: choice(
    ['RollingUpdate', 'OnDelete'],
    'RollingUpdate',
    'What an upgrade does to a running peer. RollingUpdate: it restarts at once, with all others that changed. OnDelete: it restarts when its Pod is deleted. `rollout` deletes the Pods of changed peers one by one and implies OnDelete.',
  ),
  nodeSelector: labels('Labels of nodes that may run the peer.'),
  tolerations: passthroughList('Tolerations of the Pod.'),
  affinity: passthrough(
    'Affinity of the Pod; empty: the peers of the release prefer different nodes, see `antiAffinity`.',
  ),
  antiAffinity: choice(
    ['soft', 'hard', 'none'],
    'soft',
    'Keep the peers of the release on different nodes: soft, if possible; hard, or not at all. Only when `affinity` is empty.',
  ),
  topologySpreadConstraints: passthroughList('Topology spread constraints of the Pod.'),
  priorityClassName: text('', 'PriorityClass of the Pod.', optionalObjectName),
  runtimeClassName: text('', 'RuntimeClass of the Pod.', optionalObjectName),
  schedulerName: text('', 'Scheduler of the Pod.', optionalObjectName),
  hostAliases: passthroughList("Entries of the Pod's /etc/hosts, e.g. of orderers without DNS."),
  dnsPolicy: choice(
    ['ClusterFirst', 'Default', 'None', 'ClusterFirstWithHostNet'],
    'ClusterFirst',
    'DNS policy of the Pod.',
  ),
  dnsConfig: passthrough('DNS settings of the Pod.'),
  extraInitContainers: passthroughList('Further init containers; they run before the sidecar starts.'),
  extraContainers: passthroughList('Further containers of the Pod.'),
  extraObjects: extraObjects(
    'Further Kubernetes objects of the peer, in whose templates `.peerFullname` and `.peer` are at hand.',
  ),
  extraVolumes: passthroughList('Further volumes of the Pod.'),
  extraVolumeMounts: passthroughList('Further volume mounts of the peer.'),
  command: list({ type: 'string' }, "Command of the peer; empty: the image's own."),
  args: list({ type: 'string' }, 'Arguments of the peer; empty: `peer node start`.'),
};
