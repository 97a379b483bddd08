/** A devnet needs what it cannot do without. */
import { and, eq, format, greaterThan, isSet, length, literal, not } from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { fullname } from '../release/names.ts';

const { devnet } = v;

export const rules: readonly Rule[] = [
  {
    sentence: 'a devnet has one orderer or three',
    scope: 'release',
    severity: 'error',
    blames: devnet.orderers,
    broken: and(devnet.enabled, eq(devnet.orderers, 2)),
    message: literal('two orderers stop when one of them does. Set 1, or 3 to survive one that is away'),
  },
  {
    sentence: "names of the devnet's orderers fit",
    scope: 'release',
    severity: 'error',
    blames: v.fullnameOverride,
    broken: and(devnet.enabled, greaterThan(length(fullname), 37)),
    message: format(
      "the full name %s is longer than 37 characters, and the devnet's orderers are named after it. Set fullnameOverride",
      fullname,
    ),
  },
  {
    sentence: 'a devnet does not join itself',
    scope: 'release',
    severity: 'error',
    blames: devnet.joins,
    broken: and(devnet.enabled, isSet(devnet.joins), eq(devnet.joins, fullname)),
    message: literal('this is the release itself. Name the other one, which has the orderers'),
  },
  {
    sentence: 'peers of a devnet speak TLS',
    scope: 'peer',
    severity: 'error',
    blames: peer.identity.tls.enabled,
    broken: and(devnet.enabled, peer.enabled, not(peer.identity.tls.enabled)),
    message: literal(
      'the devnet gives peers certificates, and its Jobs speak TLS with them. Leave identity.tls.enabled',
    ),
  },
  {
    sentence: 'a devnet is for development',
    scope: 'release',
    severity: 'warning',
    blames: devnet.enabled,
    broken: devnet.enabled,
    message: literal(
      'the devnet is not for production: one Secret holds the keys of all its authorities, and any one member may change the channel',
    ),
  },
];
