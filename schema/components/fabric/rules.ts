/** What Fabric would panic at, or cannot name an image with. */
import {
  and,
  asText,
  choose,
  format,
  greaterThan,
  isSet,
  length,
  literal,
  matches,
  not,
  versionIn,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { fabricRelease } from '../dind/facts.ts';
import { peerId } from './facts.ts';

/** What Docker's image names allow between letters and digits; Fabric lower-cases the name first. */
const imageNamePart = '^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$';

const imageNameLength = length(format('%s-%s', peer.networkId, peerId));

export const rules: readonly Rule[] = [
  {
    sentence: 'the Fabric version is one that the chart supports',
    scope: 'peer',
    severity: 'error',
    blames: peer.image.tag,
    broken: and(peer.enabled, isSet(fabricRelease), versionIn('<2.4.0', fabricRelease)),
    message: format(
      'the chart supports Fabric from 2.4, and image.tag is %s. Take 2.5.16 or 3.1.5',
      asText(peer.image.tag),
    ),
  },
  {
    sentence: "Docker can name an image after the peer's id",
    scope: 'peer',
    severity: 'error',
    blames: peer.id,
    broken: and(peer.enabled, not(matches(imageNamePart, peerId))),
    message: format(
      'the id %s cannot be part of a Docker image name, so every installation would end with \'breaks Docker\'s repository naming rules\': no "-", "_" or "." at either end or twice in a row. Set id',
      peerId,
    ),
  },
  {
    sentence: "the names of a peer's chaincode images leave room for a chaincode label",
    scope: 'peer',
    severity: 'warning',
    blames: peer.id,
    broken: greaterThan(imageNameLength, 80),
    message: format(
      'networkId and id have %d characters together; Docker cuts off at 255, of which Fabric takes 131 for hashes. Labels of more than 40 characters will fail to install. Set a shorter id',
      imageNameLength,
    ),
  },
  {
    sentence: 'gossip follows one leader policy',
    scope: 'peer',
    severity: 'error',
    blames: peer.gossip.orgLeader,
    broken: and(peer.gossip.useLeaderElection, peer.gossip.orgLeader),
    message: literal(
      'useLeaderElection and orgLeader exclude each other: the peer would panic at its start. Set one of them to false',
    ),
  },
  {
    sentence: 'the gateway has discovery',
    scope: 'peer',
    severity: 'error',
    blames: peer.discovery.enabled,
    broken: and(peer.enabled, peer.gateway.enabled, not(peer.discovery.enabled)),
    message: literal(
      'the gateway needs service discovery. Enable discovery, or switch the gateway off with gateway.enabled: false',
    ),
  },
  {
    sentence: 'no two peers announce one address to other organisations',
    scope: 'unique',
    severity: 'error',
    what: 'endpoint',
    blames: peer.gossip.externalEndpoint,
    names: [choose(peer.enabled, peer.gossip.externalEndpoint, '')],
    message: ({ name, peer, owner }) =>
      format(
        'the address %s of peer %s is that of peer %s already. Give each peer its own, under peers.<name>',
        name,
        peer,
        owner,
      ),
  },
];
