/** A ledger belongs to one peer. */
import { choose, format } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { dockerClaim, keepsDocker } from '../dind/facts.ts';
import { ledgerClaim } from './facts.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'no two peers share a claim',
    scope: 'unique',
    severity: 'error',
    what: 'claim',
    blames: peer.ledger.existingClaim,
    names: [choose(peer.enabled, ledgerClaim, ''), choose(keepsDocker, dockerClaim, '')],
    message: ({ name, peer, owner }) =>
      format(
        'the claim %s of peer %s is that of peer %s already: two peers on one ledger or one data root destroy it. Name existingClaim per peer, under peers.<name>',
        name,
        peer,
        owner,
      ),
  },
];
