/** Names that Kubernetes would cut or refuse, that collide, or that Docker cannot name an image with. */

import {
  and,
  choose,
  eq,
  format,
  greaterThan,
  isSet,
  length,
  matches,
  not,
  or,
} from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { offersChaincode } from '../chaincode/runtimes.ts';
import { fullname, peerFullname, peerId, peerObjects } from './names.ts';

/** What Docker's image names allow between letters and digits; Fabric lower-cases the name first. */
const imageNamePart = '^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$';

export const nameRules: readonly Rule[] = [
  {
    sentence: "a peer's full name fits a StatefulSet",
    scope: 'peer',
    severity: 'error',
    path: 'nameOverride',
    broken: greaterThan(length(peerFullname), 52),
    message: format(
      'the full name %s has %d characters; a StatefulSet may have 52, because Kubernetes adds up to 11 for a label of at most 63. Shorten fullnameOverride, or set nameOverride of the peer',
      peerFullname,
      length(peerFullname),
    ),
  },
  {
    sentence: "a peer's full name is a DNS label",
    scope: 'peer',
    severity: 'error',
    path: 'nameOverride',
    broken: not(matches('^[a-z]([-a-z0-9]*[a-z0-9])?$', peerFullname)),
    message: format(
      'the full name %s is no DNS label, which a Service needs: it must start with a letter and hold only lower-case letters, digits and "-". Set fullnameOverride, or nameOverride of the peer',
      peerFullname,
    ),
  },
  {
    sentence: "the release's full name is a DNS label",
    scope: 'release',
    severity: 'error',
    path: 'fullnameOverride',
    broken: or(not(matches('^[a-z]([-a-z0-9]*[a-z0-9])?$', fullname)), greaterThan(length(fullname), 52)),
    message: format(
      'the full name %s is no DNS label of at most 52 characters that starts with a letter. Set fullnameOverride',
      fullname,
    ),
  },
  {
    sentence: 'no two peers share a Service or StatefulSet name',
    scope: 'unique',
    severity: 'error',
    path: 'nameOverride',
    names: [
      peerFullname,
      peerObjects.headlessService,
      choose(
        isSet(and(peer.enabled, offersChaincode)),
        peerObjects.chaincodeService,
        format('%s has no chaincode outside', peerFullname),
      ),
    ],
    message: 'the name %s of peer %s is taken by peer %s already. Give one of them another nameOverride',
  },
  {
    sentence: 'no two peers share a claim',
    scope: 'unique',
    severity: 'error',
    path: 'ledger.existingClaim',
    names: [
      choose(peer.enabled, peerObjects.ledgerClaim, format('%s has no ledger', peerFullname)),
      choose(
        isSet(and(peer.enabled, peer.dind.enabled, eq(peer.dind.storage.type, 'claim'))),
        peerObjects.dockerClaim,
        format('%s has no data root', peerFullname),
      ),
    ],
    message:
      'the claim %s of peer %s is that of peer %s already: two peers on one ledger or one data root destroy it. Name existingClaim per peer, under peers.<name>',
  },
  {
    sentence: 'no two peers make one ServiceAccount',
    scope: 'unique',
    severity: 'error',
    path: 'serviceAccount.name',
    names: [
      choose(
        isSet(and(peer.enabled, peer.serviceAccount.create)),
        peerObjects.serviceAccount,
        format('%s, which is not made', peerFullname),
      ),
    ],
    message:
      'the ServiceAccount %s of peer %s is made for peer %s already. Set serviceAccount.create: false for an account that exists, or leave serviceAccount.name empty',
  },
  {
    sentence: 'no peer has the name of the rollout Job',
    scope: 'peer',
    severity: 'error',
    path: 'nameOverride',
    broken: and(
      v.rollout.enabled,
      or(
        eq(peerFullname, format('%s-rollout', fullname)),
        eq(peerObjects.serviceAccount, format('%s-rollout', fullname)),
      ),
    ),
    message: format(
      '%s is the name of the rollout Job, which removes its ServiceAccount when it is done. Set nameOverride of the peer',
      peerFullname,
    ),
  },
  {
    sentence: "Docker can name an image after the peer's id",
    scope: 'peer',
    severity: 'error',
    path: 'id',
    broken: and(peer.enabled, not(matches(imageNamePart, peerId))),
    message: format(
      'the id %s is no part of a Docker image name, so every installation would end with \'breaks Docker\'s repository naming rules\': no "-", "_" or "." at either end or twice in a row. Set id',
      peerId,
    ),
  },
  {
    sentence: "the names of a peer's chaincode images leave room for a chaincode label",
    scope: 'peer',
    severity: 'warning',
    path: 'id',
    broken: greaterThan(length(format('%s-%s', peer.networkId, peerId)), 80),
    message: format(
      'networkId and id have %d characters together; Docker cuts off at 255, of which Fabric takes 131 for hashes. Labels of more than 40 characters will fail to install. Set a shorter id',
      length(format('%s-%s', peer.networkId, peerId)),
    ),
  },
  {
    sentence: 'labels of the release hold the name',
    scope: 'release',
    severity: 'error',
    path: 'nameOverride',
    broken: and(isSet(v.nameOverride), greaterThan(length(v.nameOverride), 52)),
    message: format('nameOverride %s is longer than 52 characters. Shorten it', v.nameOverride),
  },
];
