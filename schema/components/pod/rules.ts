/** What the Pod as a whole must not do to its peer. */
import { astOf, type Expr, type Reference } from '../../expression/ast.ts';
import {
  and,
  asText,
  at,
  choose,
  contains,
  eq,
  fieldOfEach,
  format,
  greaterThan,
  isSet,
  joined,
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
import { resolvesItself } from '../service/facts.ts';
import { serviceAccount } from './facts.ts';

const fsGroup = at(peer.podSecurityContext, 'fsGroup');

/** Containers whose resources users set. */
const amounts = [
  { blames: peer.resources, of: peer.resources, what: 'the peer' },
  { blames: peer.dind.resources, of: peer.dind.resources, what: 'the sidecar' },
  { blames: peer.preload.resources, of: peer.preload.resources, what: 'prepare' },
  {
    blames: peer.stateDatabase.couchdb.resources,
    of: peer.stateDatabase.couchdb.resources,
    what: 'CouchDB',
  },
];

/** Names and paths that the chart uses itself, in groups that a line can hold. */
const own = {
  volumes: [
    ['config', 'docker', 'docker-socket', 'host-docker', 'images', 'ledger', 'msp', 'tls', 'tmp'],
    ['ca', 'couchdb', 'couchdb-config', 'couchdb-local', 'enrollment-scripts', 'enrollment-work'],
    ['identity', 'maintenance-scripts', 'node-ous', 'operations-tls', 'snapshots', 'tls-client'],
    ['core-yaml-scripts', 'dind-scripts', 'peer-scripts', 'prepare-scripts'],
    ['kubernetes-builder', 'kubernetes-token', 'pull-secrets'],
  ],
  containers: [
    ['config', 'couchdb', 'dind', 'enrollment', 'image-tars', 'kubernetes-builder', 'peer', 'prepare'],
  ],
  'mount paths': [
    ['/etc/fabric-dind', '/etc/hyperledger/fabric', '/etc/hyperledger/identity'],
    ['/etc/hyperledger/identity/msp', '/etc/hyperledger/operations-tls'],
    ['/etc/fabric-dind-maintenance', '/etc/hyperledger/tls-client'],
    ['/etc/hyperledger/identity/tls', '/opt/hyperledger/k8s_builder', '/run/dind', '/run/host-docker.sock'],
    ['/tmp', '/var/hyperledger', '/var/run/secrets/kubernetes.io/serviceaccount'],
  ],
};

const extra = (blames: Expr<readonly object[]>, key: string, what: keyof typeof own): Rule => ({
  sentence: `the chart's own ${what} stay its own (${(blames[astOf] as Reference).path.join('.')})`,
  scope: 'peer',
  severity: 'error',
  blames,
  broken: or(
    ...own[what].map((names) =>
      matches(`(^|\n)(${names.join('|').replaceAll('.', '[.]')})(\n|$)`, fieldOfEach(key, blames)),
    ),
  ),
  message: literal(`the chart has ${what} of its own: ${own[what].flat().join(', ')}. Take others`),
});

const extras: readonly Rule[] = [
  extra(peer.extraVolumes, 'name', 'volumes'),
  extra(peer.extraContainers, 'name', 'containers'),
  extra(peer.extraInitContainers, 'name', 'containers'),
  extra(peer.extraVolumeMounts, 'mountPath', 'mount paths'),
];

export const rules: readonly Rule[] = [
  {
    sentence: 'no fsGroup reaches the images',
    scope: 'peer',
    severity: 'warning',
    blames: fsGroup,
    broken: and(peer.dind.enabled, isSet(fsGroup)),
    message: literal(
      "fsGroup makes the kubelet change group and mode of every file of every image in Docker's data at each start. Remove it; the ledger's owner is set by ledger.setOwner",
    ),
  },
  {
    sentence: 'the peer stops before it is killed',
    scope: 'peer',
    severity: 'warning',
    blames: peer.terminationGracePeriodSeconds,
    broken: and(peer.enabled, lessThan(peer.terminationGracePeriodSeconds, 30)),
    message: format(
      'with %d seconds the peer may be killed while it closes its ledger, and the daemon while it stops chaincode. Allow at least 30',
      peer.terminationGracePeriodSeconds,
    ),
  },
  {
    sentence: 'the Pod resolves its own name once',
    scope: 'peer',
    severity: 'error',
    blames: peer.hostAliases,
    broken: and(resolvesItself, contains('"127.0.0.1"', json(peer.hostAliases))),
    message: literal(
      'the chart makes an entry for 127.0.0.1 itself, with the name that chaincode dials. Take 127.0.0.2 for names of yours',
    ),
  },
  {
    sentence: 'no two peers make one ServiceAccount',
    scope: 'unique',
    severity: 'error',
    blames: peer.serviceAccount.name,
    what: 'account',
    names: [choose(and(peer.enabled, peer.serviceAccount.create), serviceAccount, '')],
    message: ({ name, peer, owner }) =>
      format(
        'the ServiceAccount %s of peer %s is made for peer %s already. Set serviceAccount.create: false for an account that exists, or leave serviceAccount.name empty',
        name,
        peer,
        owner,
      ),
  },
  {
    sentence: 'a Pod without a DNS policy has name servers',
    scope: 'peer',
    severity: 'error',
    blames: peer.dnsPolicy,
    broken: and(peer.enabled, eq(peer.dnsPolicy, 'None'), not(at(peer.dnsConfig, 'nameservers'))),
    message: literal('dnsPolicy None needs dnsConfig.nameservers. Add them, or take ClusterFirst'),
  },
  {
    sentence: 'a peer serves',
    scope: 'peer',
    severity: 'error',
    blames: peer.args,
    broken: and(
      peer.enabled,
      isSet(peer.replicas),
      matches(
        '(^| )node +(reset|rollback|rebuild-dbs|unjoin|upgrade-dbs)( |$)',
        format('%s %s', joined(' ', peer.command), joined(' ', peer.args)),
      ),
    ),
    message: literal(
      'this needs a stopped peer, and each restart of the container would repeat it. Set replicas to 0, and run the command once in a Pod of its own',
    ),
  },
  {
    sentence: 'liveness does not follow the daemon',
    scope: 'peer',
    severity: 'warning',
    blames: peer.livenessProbe,
    broken: and(peer.enabled, peer.dind.enabled, contains('"path":"/healthz"', json(peer.livenessProbe))),
    message: literal(
      "Fabric's /healthz fails whenever the daemon restarts, and each time the peer would be restarted with it. Leave the handler out",
    ),
  },
  ...amounts.flatMap(({ blames, of, what }): Rule[] =>
    (['memory', 'cpu'] as const).map((resource): Rule => {
      const [request, limit] = [at(of, 'requests', resource), at(of, 'limits', resource)];
      return {
        sentence: `no more ${resource} is requested than ${what} may have`,
        scope: 'peer',
        severity: 'error',
        blames,
        broken: and(peer.enabled, isSet(limit), greaterThan(thousandths(request), thousandths(limit))),
        message: format(
          `requests.${resource} (%s) is above limits.${resource} (%s), which Kubernetes refuses. Lower the request, or raise the limit`,
          asText(request),
          asText(limit),
        ),
      };
    }),
  ),
  ...extras,
];
