/** A ledger belongs to one peer. */
import { and, choose, format, hasPrefix, isSet, literal, not } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { dockerClaim, keepsDocker } from '../dind/facts.ts';
import { couchdbClaim, keepsCouchDB } from '../state-database/facts.ts';
import { ledgerClaim } from './facts.ts';

const { snapshots } = peer.ledger;

export const rules: readonly Rule[] = [
  {
    sentence: 'no two peers share a claim',
    scope: 'unique',
    severity: 'error',
    what: 'claim',
    blames: peer.ledger.existingClaim,
    names: [
      choose(peer.enabled, ledgerClaim, ''),
      choose(keepsDocker, dockerClaim, ''),
      choose(keepsCouchDB, couchdbClaim, ''),
    ],
    message: ({ name, peer, owner }) =>
      format(
        'the claim %s of peer %s is that of peer %s already: two peers on one ledger or one data root destroy it. Name existingClaim per peer, under peers.<name>',
        name,
        peer,
        owner,
      ),
  },
  {
    sentence: 'snapshots of channels outlive the container',
    scope: 'peer',
    severity: 'error',
    blames: snapshots.path,
    broken: and(
      peer.enabled,
      isSet(snapshots.path),
      not(snapshots.volume),
      not(hasPrefix('/var/hyperledger/', snapshots.path)),
    ),
    message: literal(
      "only what lies below /var/hyperledger is on the ledger's volume; the rest is lost with the container. Take a folder there, or name snapshots.volume",
    ),
  },
];
