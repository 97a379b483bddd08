/** Chaincode must be able to run somehow, with the settings that Fabric passes on. */
import type { Expr } from '../../expression/ast.ts';
import {
  and,
  at,
  greaterThan,
  isSet,
  json,
  lessThan,
  literal,
  lower,
  matches,
  not,
  or,
  thousandths,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { hasDocker } from '../dind/facts.ts';

/** Settings of Docker that Fabric's getDockerHostConfig (internal/peer/node/start.go) does not read, in lower case. */
const ignoredByFabric = {
  limits: ['pidslimit', 'ulimits', 'nanocpus', 'sysctls'],
  reach: [
    'privileged',
    'binds',
    'mounts',
    'tmpfs',
    'usernsmode',
    'runtime',
    'restartpolicy',
    'portbindings',
    'devices',
  ],
};

/** The two places where settings of chaincode containers can be said past the typed values; `says` finds key and value. */
const spellings: readonly {
  readonly blames: Expr<unknown>;
  readonly place: string;
  readonly says: (key: string, value: string) => Expr<boolean>;
}[] = [
  {
    blames: peer.env,
    place: 'env',
    says: (key, value) =>
      and(
        isSet(peer.env),
        matches(`"core_vm_docker_hostconfig_${key}(_[a-z]+)?":${value}`, lower(json(peer.env))),
      ),
  },
  {
    blames: peer.coreYaml,
    place: 'coreYaml',
    says: (key, value) =>
      and(
        isSet(peer.coreYaml),
        matches(`"${key}":${value}`, lower(json(at(peer.coreYaml, 'vm', 'docker', 'hostConfig')))),
      ),
  },
];

export const rules: readonly Rule[] = [
  {
    sentence: "chaincode has at least Docker's least memory",
    scope: 'peer',
    severity: 'error',
    blames: peer.chaincode.memory,
    broken: and(
      hasDocker,
      greaterThan(thousandths(peer.chaincode.memory), 0),
      lessThan(thousandths(peer.chaincode.memory), 6291456000),
    ),
    message: literal('Docker gives a container at least 6Mi. Raise it, or set 0 for no limit'),
  },
  {
    sentence: "chaincode has at least Docker's least CPU",
    scope: 'peer',
    severity: 'error',
    blames: peer.chaincode.cpu,
    broken: and(
      hasDocker,
      greaterThan(thousandths(peer.chaincode.cpu), 0),
      lessThan(thousandths(peer.chaincode.cpu), 10),
    ),
    message: literal('the least that Docker can give is 10m. Raise it, or leave it empty for no limit'),
  },
  {
    sentence: 'a peer can run chaincode somehow',
    scope: 'peer',
    severity: 'error',
    blames: peer.dind.enabled,
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
  ...spellings.flatMap(({ blames, place, says }): Rule[] => [
    {
      sentence: `Docker sets only what Fabric passes on (${place})`,
      scope: 'peer',
      severity: 'error',
      blames,
      broken: or(...Object.values(ignoredByFabric).map((keys) => says(`(${keys.join('|')})`, ''))),
      message: literal(
        'Fabric passes no such setting to Docker, so it would be ignored (getDockerHostConfig: no limits of processes, ulimits, mounts, devices, privileges, ports, restarts or runtimes). Remove it; processes are limited by the kubelet (podPidsLimit), ulimits by dind.daemon.ulimits, CPUs by chaincode.cpu',
      ),
    },
    {
      sentence: `chaincode can be given its certificates (${place})`,
      scope: 'peer',
      severity: 'error',
      blames,
      broken: and(peer.identity.tls.enabled, says('readonlyrootfs', '"?[t1]')),
      message: literal(
        'with ReadonlyRootfs no chaincode starts: Fabric copies its TLS certificate into the container. Remove it',
      ),
    },
  ]),
];
