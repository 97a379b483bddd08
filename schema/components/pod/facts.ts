/** What the Pod as a whole has. */
import { choose, fact, orElse, union } from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import { peerFullname } from '../peer/facts.ts';

/** The peer's ServiceAccount. */
export const serviceAccount = fact(
  'serviceAccount',
  "The peer's ServiceAccount.",
  orElse(peer.serviceAccount.name, choose(peer.serviceAccount.create, peerFullname, 'default')),
);

/** Secrets with registry credentials. */
export const pullSecrets = fact(
  'pullSecrets',
  'Secrets with registry credentials, of the release and of the peer.',
  union(v.global.imagePullSecrets, peer.imagePullSecrets),
);
