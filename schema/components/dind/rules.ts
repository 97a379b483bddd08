/** What the sidecar needs of its node, its limits and its network. */
import {
  add,
  and,
  asText,
  at,
  eq,
  format,
  isSet,
  json,
  lessThan,
  literal,
  matches,
  not,
  or,
  thousandths,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { versionRules } from './versions.ts';

const memoryLimit = at(peer.dind.resources, 'limits', 'memory');

export const rules: readonly Rule[] = [
  {
    sentence: 'an isolation that shares no file system with the node has a data root that overlayfs can use',
    scope: 'peer',
    severity: 'warning',
    blames: peer.dind.isolation,
    broken: and(peer.dind.enabled, eq(peer.dind.isolation, 'kata')),
    message: literal(
      "a claim reaches a Kata guest by virtio-fs, on which overlay2 does not work: use a block device as Docker's data root, or dind.storage.type emptyDir with medium Memory",
    ),
  },
  {
    sentence: 'user namespaces have a node that can make them',
    scope: 'peer',
    severity: 'warning',
    blames: peer.dind.isolation,
    broken: and(peer.dind.enabled, eq(peer.dind.isolation, 'userns')),
    message: literal(
      'userns needs containerd 2.1 with a RuntimeClass of cgroup_writable = true (runtimeClassName, by default cgroup-writable), cgroup v2, Linux 6.3 and Kubernetes 1.33: elsewhere the sidecar does not start',
    ),
  },
  {
    sentence: 'metrics of the daemon are for those who are named',
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.metrics.enabled,
    broken: and(
      peer.enabled,
      peer.dind.enabled,
      peer.dind.metrics.enabled,
      or(not(peer.networkPolicy.enabled), not(peer.networkPolicy.metricsFrom)),
    ),
    message: literal(
      "every Pod of the cluster could read the daemon's metrics. Set networkPolicy.enabled, and name the readers in networkPolicy.metricsFrom",
    ),
  },
  {
    sentence: "the sidecar's memory limit holds the daemon and one chaincode",
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.resources,
    broken: and(
      peer.enabled,
      peer.dind.enabled,
      isSet(memoryLimit),
      lessThan(thousandths(memoryLimit), add(thousandths(peer.chaincode.memory), 536870912000)),
    ),
    message: format(
      'the limit of %s is below chaincode.memory (%s) and 512Mi for the daemon: the kernel would kill dockerd, and all chaincode with it, before one chaincode reached its own limit. Raise limits.memory or lower chaincode.memory',
      asText(memoryLimit),
      asText(peer.chaincode.memory),
    ),
  },
  {
    sentence: 'the sidecar has a memory limit',
    scope: 'peer',
    severity: 'warning',
    blames: peer.dind.resources,
    broken: and(peer.enabled, peer.dind.enabled, not(memoryLimit)),
    message: literal(
      'without limits.memory builds and chaincode can use all memory of the node, and the kernel may then kill anything on it. Set dind.resources.limits.memory: 2.5Gi, and chaincode.memory for each chaincode',
    ),
  },
  {
    sentence: 'the daemon listens only where the chart says',
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.extraArgs,
    broken: and(peer.dind.enabled, matches('"(-H|--host|-D?H)', json(peer.dind.extraArgs))),
    message: literal(
      "a further listener would give the Docker API, and with it the node, to chaincode, which shares the Pod's network. Remove --host; the peer and `prepare` use the socket",
    ),
  },
  ...versionRules,
];
