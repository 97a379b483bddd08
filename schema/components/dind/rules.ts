/** What a peer needs to run chaincode, and what would starve it. */

import type { Expr } from '../../expression/ast.ts';
import {
  add,
  and,
  asText,
  at,
  choose,
  contains,
  eq,
  format,
  greaterThan,
  isSet,
  json,
  lessThan,
  literal,
  lower,
  matches,
  ne,
  not,
  or,
  thousandths,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { copiesTars, offersChaincode, resolvesItself } from '../chaincode/runtimes.ts';
import { peerFullname } from '../peer/names.ts';

/** A node port as a name that two ports must not share; of a port without one, a text of its own. */
const nodePort = (port: 'grpc' | 'operations' | 'chaincode', isThere: Expr<boolean>): Expr<string> =>
  choose(
    isSet(and(isThere, peer.service[port].nodePort)),
    format('%d', peer.service[port].nodePort),
    format(`%s ${port}`, peerFullname),
  );

/** Settings of Docker that Fabric's getDockerHostConfig (internal/peer/node/start.go) does not read, in lower case. */
const ignoredByFabric = [
  'pidslimit',
  'ulimits',
  'privileged',
  'binds',
  'mounts',
  'tmpfs',
  'usernsmode',
  'runtime',
  'restartpolicy',
  'portbindings',
  'devices',
  'sysctls',
  'nanocpus',
];

/** The two places where settings of chaincode containers can be said past the typed values; `says` finds key and value. */
const spellings: readonly {
  readonly path: string;
  readonly says: (key: string, value: string) => Expr<boolean>;
}[] = [
  {
    path: 'env',
    says: (key, value) =>
      and(peer.env, matches(`"core_vm_docker_hostconfig_${key}(_[a-z]+)?":${value}`, lower(json(peer.env)))),
  },
  {
    path: 'coreYaml',
    says: (key, value) =>
      and(
        peer.coreYaml,
        matches(`"${key}":${value}`, lower(json(at(peer.coreYaml, 'vm', 'docker', 'hostConfig')))),
      ),
  },
];

const memoryLimit = at(peer.dind.resources, 'limits', 'memory');

export const runtimeRules: readonly Rule[] = [
  {
    sentence: 'a peer has one Docker daemon',
    scope: 'peer',
    severity: 'error',
    path: 'hostDocker.enabled',
    broken: and(peer.dind.enabled, peer.hostDocker.enabled),
    message: literal(
      "a peer knows one Docker daemon only. Disable dind.enabled to use the node's, or hostDocker.enabled to keep the sidecar",
    ),
  },
  {
    sentence: 'a peer can run chaincode somehow',
    scope: 'peer',
    severity: 'error',
    path: 'dind.enabled',
    broken: and(
      peer.enabled,
      not(peer.dind.enabled),
      not(peer.hostDocker.enabled),
      not(peer.externalBuilders),
      not(peer.kubernetesBuilder.enabled),
      not(peer.chaincodeAsAService.enabled),
    ),
    message: literal(
      'the peer would panic at its start: it has neither a Docker daemon nor an external builder. Enable dind, chaincodeAsAService or kubernetesBuilder, or list externalBuilders',
    ),
  },
  {
    sentence: 'the builder of chaincode Jobs has an account of its own',
    scope: 'peer',
    severity: 'error',
    path: 'serviceAccount.create',
    broken: and(
      peer.enabled,
      peer.kubernetesBuilder.enabled,
      not(peer.serviceAccount.create),
      not(peer.serviceAccount.name),
    ),
    message: literal(
      "kubernetesBuilder would give its rights to the namespace's default ServiceAccount, which every Pod there has. Set serviceAccount.create or serviceAccount.name",
    ),
  },
  {
    sentence: "the node's daemon is no sandbox",
    scope: 'peer',
    severity: 'warning',
    path: 'hostDocker.enabled',
    broken: and(peer.enabled, peer.hostDocker.enabled),
    message: literal(
      'whoever may install chaincode is root on the node, and chaincode outlives a peer that dies. Use dind where you can',
    ),
  },
  {
    sentence: 'an isolation that shares no file system with the node has a data root that overlayfs can use',
    scope: 'peer',
    severity: 'warning',
    path: 'dind.isolation',
    broken: and(peer.dind.enabled, eq(peer.dind.isolation, 'kata')),
    message: literal(
      "a claim reaches a Kata guest by virtio-fs, on which overlay2 does not work: use a block device as Docker's data root, or dind.storage.type emptyDir with medium Memory",
    ),
  },
  {
    sentence: 'user namespaces have a node that can make them',
    scope: 'peer',
    severity: 'warning',
    path: 'dind.isolation',
    broken: and(peer.dind.enabled, eq(peer.dind.isolation, 'userns')),
    message: literal(
      'userns needs containerd 2.1 with a RuntimeClass of cgroup_writable = true (runtimeClassName, by default cgroup-writable), cgroup v2, Linux 6.3 and Kubernetes 1.33: elsewhere the sidecar does not start',
    ),
  },
  {
    sentence: 'image tars come from one place',
    scope: 'peer',
    severity: 'error',
    path: 'preload.fromImage.enabled',
    broken: and(copiesTars, isSet(peer.preload.volume)),
    message: literal('preload.volume has image tars already. Keep one of the two'),
  },
  ...spellings.flatMap(({ path, says }): Rule[] => [
    {
      sentence: `Docker sets only what Fabric passes on (${path})`,
      scope: 'peer',
      severity: 'error',
      path,
      broken: says(`(${ignoredByFabric.join('|')})`, ''),
      message: literal(
        'Fabric passes no such setting to Docker, so it would be ignored (getDockerHostConfig: no limits of processes, ulimits, mounts, devices, privileges, ports, restarts or runtimes). Remove it; processes are limited by the kubelet (podPidsLimit), ulimits by dind.daemon.ulimits, CPUs by chaincode.cpu',
      ),
    },
    {
      sentence: `chaincode can be given its certificates (${path})`,
      scope: 'peer',
      severity: 'error',
      path,
      broken: and(peer.identity.tls.enabled, says('readonlyrootfs', '"?[t1]')),
      message: literal(
        'with ReadonlyRootfs no chaincode starts: Fabric copies its TLS certificate into the container. Remove it',
      ),
    },
  ]),
  {
    sentence: 'metrics of the daemon are for those who are named',
    scope: 'peer',
    severity: 'error',
    path: 'dind.metrics.enabled',
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
    sentence: 'collected metrics are served',
    scope: 'peer',
    severity: 'error',
    path: 'metrics.podMonitor.enabled',
    broken: and(peer.enabled, peer.metrics.podMonitor.enabled, ne(peer.metrics.provider, 'prometheus')),
    message: format(
      'metrics.provider is %s, so there is nothing to collect. Set metrics.provider to prometheus, or podMonitor.enabled to false',
      peer.metrics.provider,
    ),
  },
  {
    sentence: "the sidecar's memory limit holds the daemon and one chaincode",
    scope: 'peer',
    severity: 'error',
    path: 'dind.resources',
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
    sentence: 'gossip follows one leader policy',
    scope: 'peer',
    severity: 'error',
    path: 'gossip.orgLeader',
    broken: and(peer.gossip.useLeaderElection, peer.gossip.orgLeader),
    message: literal(
      'useLeaderElection and orgLeader exclude each other: the peer would panic at its start. Set one of them to false',
    ),
  },
  {
    sentence: 'the gateway has discovery',
    scope: 'peer',
    severity: 'error',
    path: 'discovery.enabled',
    broken: and(peer.enabled, peer.gateway.enabled, not(peer.discovery.enabled)),
    message: literal(
      'the gateway needs service discovery. Enable discovery, or switch the gateway off with gateway.enabled: false',
    ),
  },
  {
    sentence: 'no fsGroup reaches the images',
    scope: 'peer',
    severity: 'warning',
    path: 'podSecurityContext.fsGroup',
    broken: and(peer.dind.enabled, isSet(at(peer.podSecurityContext, 'fsGroup'))),
    message: literal(
      "fsGroup makes the kubelet change group and mode of every file of every image in Docker's data at each start. Remove it; the ledger's owner is set by ledger.setOwner",
    ),
  },
  {
    sentence: 'the peer stops before it is killed',
    scope: 'peer',
    severity: 'warning',
    path: 'terminationGracePeriodSeconds',
    broken: and(peer.enabled, lessThan(peer.terminationGracePeriodSeconds, 30)),
    message: format(
      'with %d seconds the peer may be killed while it closes its ledger, and the daemon while it stops chaincode. Allow at least 30',
      peer.terminationGracePeriodSeconds,
    ),
  },
  {
    sentence: 'images come from somewhere',
    scope: 'peer',
    severity: 'warning',
    path: 'preload.enabled',
    broken: and(
      peer.dind.enabled,
      or(
        not(peer.preload.enabled),
        and(not(peer.preload.pull), not(peer.preload.volume), not(peer.preload.fromImage.enabled)),
      ),
    ),
    message: literal(
      'nothing is preloaded: an image that is missing makes the first build or launch fail, and Fabric remembers a failed build until the peer restarts',
    ),
  },
  {
    sentence: 'the ports of a Service differ',
    scope: 'peer',
    severity: 'error',
    path: 'service.grpc.port',
    broken: and(peer.service.operations.enabled, eq(peer.service.grpc.port, peer.service.operations.port)),
    message: literal('two ports of the Service have one number. Give each its own'),
  },
  {
    sentence: 'no two ports share a node port',
    scope: 'unique',
    severity: 'error',
    path: 'service.grpc.nodePort',
    names: [
      nodePort('grpc', isSet(peer.enabled)),
      nodePort('operations', isSet(and(peer.enabled, peer.service.operations.enabled))),
      nodePort('chaincode', isSet(and(peer.enabled, offersChaincode))),
    ],
    message:
      'the node port %s of peer %s is taken by peer %s already. Give each port its own, or 0 to let Kubernetes choose',
  },
  {
    sentence: 'the Pod resolves its own name once',
    scope: 'peer',
    severity: 'error',
    path: 'hostAliases',
    broken: and(resolvesItself, contains('"127.0.0.1"', json(peer.hostAliases))),
    message: literal(
      'the chart makes an entry for 127.0.0.1 itself, with the name that chaincode dials. Take 127.0.0.2 for names of yours',
    ),
  },
  {
    sentence: 'a NodePort belongs to a Service that has node ports',
    scope: 'peer',
    severity: 'error',
    path: 'service.type',
    broken: and(
      peer.enabled,
      eq(peer.service.type, 'ClusterIP'),
      greaterThan(add(peer.service.grpc.nodePort, peer.service.operations.nodePort), 0),
    ),
    message: format(
      'node ports are set but service.type is %s. Set service.type to NodePort or LoadBalancer',
      peer.service.type,
    ),
  },
];
