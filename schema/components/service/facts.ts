/** Who reaches the chaincode listener, and how. */
import { and, choose, fact, format, or } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { ports } from '../../shared/ports.ts';
import { chaincodeHostname } from './names.ts';

/** Whether a Service offers the chaincode listener. */
export const offersChaincode = fact(
  'offersChaincode',
  'Whether a Service offers the chaincode listener.',
  or(peer.service.chaincode.enabled, peer.kubernetesBuilder.enabled),
);

/** Whether something outside the Pod must reach the chaincode listener. */
export const chaincodeIsOutside = fact(
  'chaincodeIsOutside',
  'Whether something outside the Pod must reach the chaincode listener.',
  or(offersChaincode, peer.hostDocker.enabled),
);

/** Whether the Pod must resolve the name of that Service to itself, for the sidecar's chaincode. */
export const resolvesItself = fact(
  'resolvesItself',
  "Whether the Pod resolves the name of that Service to itself, for the sidecar's chaincode.",
  and(peer.dind.enabled, offersChaincode),
);

/**
 * The address that chaincode is told to dial. One for all modes, because the listener's certificate names only this one
 * host (Fabric's computeChaincodeEndpoint); inside the Pod the name leads to 127.0.0.1.
 */
export const chaincodeAddress = choose(
  peer.hostDocker.enabled,
  `$(POD_IP):${ports.chaincode}`,
  format('%s:%d', chaincodeHostname, peer.service.chaincode.port),
);
