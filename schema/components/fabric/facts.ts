/** How Fabric names the peer. */
import { fact, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { peerFullname } from '../peer/facts.ts';

/** Fabric's peer.id. */
export const peerId = fact(
  'id',
  "Fabric's peer.id, part of the names of chaincode images and containers.",
  orElse(peer.id, peerFullname),
);
