/** Names and addresses of a peer. Rules and templates share them. */
import { fact, format, orElse } from '../../expression/build.ts';
import { peer, peerKey, release } from '../../expression/references.ts';
import { fullname } from '../release/names.ts';

/** The peer that a release has where `peers` is empty. */
export const thePeers = 'peer0';

/** Full name of a peer: of its StatefulSet, its Service and, with suffixes, of everything else it has. */
export const peerFullname = fact(
  'peerFullname',
  "The peer's full name: that of its StatefulSet and Service, and with a suffix of all it has.",
  orElse(peer.nameOverride, format('%s-%s', fullname, peerKey)),
  { plain: true },
);

/** The name of an object that a peer has one of. */
export const suffixed = (suffix: string): ReturnType<typeof format> => format(`%s-${suffix}`, peerFullname);

/** Host name under which the peer is reached. */
export const hostname = fact(
  'hostname',
  "The host name that the peer announces; its TLS certificate's SANs must contain it.",
  orElse(peer.hostname, format('%s.%s.svc', peerFullname, release.namespace)),
);

/** Host and port under which the peer is reached. */
export const address = fact(
  'address',
  'Host and port that the peer announces to its own organisation.',
  format('%s:%d', hostname, peer.service.grpc.port),
);
