/** A peer's name must be one that Kubernetes takes, and its own. */
import { and, choose, format, greaterThan, isSet, length, matches, not } from '../../expression/build.ts';
import { peer, peerKey } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { dnsLabel } from '../../shared/patterns.ts';
import { fullname } from '../release/names.ts';
import { offersChaincode } from '../service/facts.ts';
import { chaincodeService, headlessService } from '../service/names.ts';
import { peerFullname } from './facts.ts';

export const rules: readonly Rule[] = [
  ...[
    { blames: peer.nameOverride, when: isSet(peer.nameOverride), remedy: 'Shorten nameOverride' },
    // A release whose own name is too long is told of that.
    {
      blames: peerKey,
      when: and(not(peer.nameOverride), not(greaterThan(length(fullname), 52))),
      remedy: 'Shorten the name of the peer or fullnameOverride, or set nameOverride of the peer',
    },
  ].map(
    ({ blames, when, remedy }, i): Rule => ({
      sentence: `a peer's full name fits a StatefulSet${i === 0 ? ' (nameOverride)' : ''}`,
      scope: 'peer',
      severity: 'error',
      blames,
      broken: and(when, greaterThan(length(peerFullname), 52)),
      message: format(
        `the full name %s has %d characters; a StatefulSet may have 52, because Kubernetes adds up to 11 for a label of at most 63. ${remedy}`,
        peerFullname,
        length(peerFullname),
      ),
    }),
  ),
  {
    sentence: "a peer's full name is a DNS label",
    scope: 'peer',
    severity: 'error',
    blames: peer.nameOverride,
    broken: not(matches(dnsLabel, peerFullname)),
    message: format(
      'the full name %s is not a DNS label, which a Service needs: it must start with a letter and hold only lower-case letters, digits and "-". Set fullnameOverride, or nameOverride of the peer',
      peerFullname,
    ),
  },
  {
    sentence: 'no two peers share the name of a Service or StatefulSet',
    scope: 'unique',
    severity: 'error',
    what: 'service',
    blames: peer.nameOverride,
    names: [peerFullname, headlessService, choose(and(peer.enabled, offersChaincode), chaincodeService, '')],
    message: ({ name, peer, owner }) =>
      format(
        'the name %s of peer %s is taken by peer %s already. Give one of them another nameOverride',
        name,
        peer,
        owner,
      ),
  },
  {
    sentence: 'no two peers announce one host name',
    scope: 'unique',
    severity: 'error',
    what: 'host',
    blames: peer.hostname,
    names: [choose(peer.enabled, peer.hostname, '')],
    message: ({ name, peer, owner }) =>
      format(
        'the host name %s of peer %s is that of peer %s already. Give each peer its own, under peers.<name>',
        name,
        peer,
        owner,
      ),
  },
];
