/** Names of the Services of a peer. */
import { choose, fact, format } from '../../expression/build.ts';
import { peer, release } from '../../expression/references.ts';
import { peerFullname, suffixed } from '../peer/facts.ts';

/** The StatefulSet's governing Service. */
export const headlessService = suffixed('headless');

/** The Service that chaincode outside the Pod dials. */
export const chaincodeService = suffixed('chaincode');

/** The Service of the operations server, where it has one of its own. */
export const operationsService = choose(
  peer.service.operations.separate,
  suffixed('operations'),
  peerFullname,
);

/** Host name under which chaincode outside the Pod reaches the peer. */
export const chaincodeHostname = fact(
  'chaincodeHostname',
  'The host name that chaincode outside the Pod dials: a Service of its own, there before the peer is ready.',
  format('%s.%s.svc', chaincodeService, release.namespace),
);
