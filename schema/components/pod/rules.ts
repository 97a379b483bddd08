/** What the Pod as a whole must not do to its peer. */
import { and, at, choose, contains, format, isSet, json, lessThan, literal } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { resolvesItself } from '../service/facts.ts';
import { serviceAccount } from './facts.ts';

const fsGroup = at(peer.podSecurityContext, 'fsGroup');

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
];
