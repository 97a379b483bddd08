/** The Docker-in-Docker sidecar. */
import {
  bytes,
  choice,
  environment,
  flag,
  integer,
  list,
  type Node,
  passthrough,
  passthroughList,
  removable,
  resources,
  section,
  text,
} from '../../model/node.ts';
import { claim, emptyDir, storageType } from '../../shared/claim.ts';
import { image } from '../../shared/image.ts';
import { versions } from '../../versions.ts';
import { daemon } from './daemon.ts';

export const dind: Node = section("The peer's own Docker daemon, a native sidecar.", {
  enabled: flag(
    true,
    'Give the peer a Docker daemon. Without it the peer needs chaincode as a service or another external builder.',
  ),
  image: image('the sidecar', 'docker', versions.dind),
  daemon,
  extraArgs: list(
    { type: 'string' },
    'Further arguments of dockerd. What daemon.json sets must not be repeated here.',
  ),
  env: environment("Environment variables of the sidecar by name; an entry replaces the chart's."),
  socketGroupId: integer(
    2375,
    "Group that owns the daemon's socket; the peer gets it as a supplemental group. 2375 is `docker` in the official image.",
    { minimum: 1, maximum: 2147483647 },
  ),
  pidsLimit: integer(
    4096,
    'Processes and threads that builds and chaincode may have together, so that a fork bomb takes neither the daemon nor the node; 0: as many as the Pod. The kubelet limits the Pod as a whole (podPidsLimit).',
    { minimum: 0, maximum: 4194304 },
  ),
  storage: section(
    "Docker's data root: images, and the containers of chaincode. No Pod-level fsGroup must reach it.",
    {
      type: storageType(
        'claim: a deleted Pod answers again in seconds. emptyDir: images are loaded and chaincode is built again.',
      ),
      ...claim('20Gi', "Docker's data"),
      ...emptyDir('20Gi'),
    },
  ),
  resources: resources(
    'Requests and limits of the sidecar. Builds and, on cgroup v1 as on v2, all chaincode containers count against them: limit ≥ 2.5Gi + chaincode containers × their memory.',
    { requests: { cpu: '250m', memory: '512Mi' } },
  ),
  startupProbe: removable(
    'When the sidecar is up: the peer starts only then. The chart adds `docker info` unless a handler is given.',
    { periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 300 },
  ),
  livenessProbe: removable(
    'When the sidecar is restarted. The chart adds `docker version` unless a handler is given. A restart ends all chaincode. Before that the sidecar replaces a daemon that is silent for 90 seconds by itself, and chaincode lives on; so only one that stays silent for minutes counts as dead.',
    { periodSeconds: 30, timeoutSeconds: 20, failureThreshold: 6 },
  ),
  prewarm: section(
    'Wait for chaincode: a restarted peer is ready, and the next one of a rollout restarted, only when the chaincode that ran before runs again. Fabric starts it by itself, and meanwhile lets invocations wait.',
    {
      enabled: flag(
        true,
        "Wait. The daemon's data must outlive the Pod: with an emptyDir nothing is known of what ran before.",
      ),
      timeoutSeconds: integer(
        30,
        'Longest wait after the peer listens, in seconds; then it is ready without the chaincode that is missing.',
        { minimum: 1, maximum: 86400 },
      ),
    },
  ),
  metrics: section(
    "Metrics of dockerd for Prometheus: builds, container actions, errors. They tell names and numbers and take no commands; the daemon's API stays on its unix socket.",
    {
      enabled: flag(
        false,
        "Serve `/metrics` at the Pod's address. Chaincode is kept from it by a packet filter of the sidecar, other Pods by `networkPolicy`, whose `metricsFrom` must say who may read.",
      ),
      port: {
        ...integer(9323, 'Port of the Pod.', { minimum: 1024, maximum: 65534 }),
        not: { enum: [7051, 7052, 9443] },
        $comment: "expects: another port; 7051, 7052 and 9443 are the peer's",
      },
    },
  ),
  isolation: choice(
    ['privileged', 'userns', 'sysbox', 'kata'],
    'privileged',
    "What keeps the sidecar from the node. privileged: nothing; the portable way. userns: a user namespace of Kubernetes, with a RuntimeClass whose containerd makes cgroups writable. sysbox, kata: the runtime of that name. Each sets the Pod's RuntimeClass (`runtimeClassName` wins), host users, and the sidecar's security context (`securityContext` is laid over it).",
  ),
  securityContext: passthrough('Security context of the sidecar, laid over that of `isolation`.'),
  prune: section(
    'What is removed from the daemon before the peer starts, and never beside a running peer: Fabric builds no image a second time while it runs.',
    {
      containers: flag(true, 'Stopped containers. Fabric leaves some behind at each installation.'),
      danglingImages: flag(true, 'Images without a name.'),
      buildCache: flag(false, 'The build cache.'),
      keepPerLabel: integer(
        0,
        'Images of a chaincode label to keep, newest first; 0: all. Older ones are removed if the peer does not have their package any more: what is installed it would build again at once.',
        { minimum: 0 },
      ),
      maxSize: bytes(
        '',
        'Upper size of all that the daemon keeps; empty: none. Beyond it stopped containers, unnamed images and the build cache go, then images that `preload` does not ask for, then images of chaincode whose package the peer does not have any more, the oldest first.',
      ),
      olderThan: text('', 'Only what is older than this, e.g. `24h`; empty: whatever its age.', {
        pattern: '^([0-9]{1,6}(ms|s|m|h))*$',
        expects: 'empty or a duration such as 24h',
      }),
    },
  ),
  extraVolumeMounts: passthroughList('Further volume mounts of the sidecar.'),
});
