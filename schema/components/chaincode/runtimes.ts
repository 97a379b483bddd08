/** What follows from the choice of runtimes: the Docker endpoint, and how chaincode finds the peer. */
import { and, choose, format, isSet, not, or } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { chaincodeHostname } from '../peer/names.ts';

/** Whether the peer has a Docker daemon at all. */
export const hasDocker = or(peer.dind.enabled, peer.hostDocker.enabled);

/** Whether something outside the Pod must reach the chaincode listener. */
export const chaincodeIsOutside = or(
  peer.service.chaincode.enabled,
  peer.hostDocker.enabled,
  peer.kubernetesBuilder.enabled,
);

/** Whether a Service offers the chaincode listener. */
export const offersChaincode = or(peer.service.chaincode.enabled, peer.kubernetesBuilder.enabled);

/**
 * The address that chaincode is told to dial. One for all modes, because the listener's certificate names only this one
 * host (Fabric's computeChaincodeEndpoint); inside the Pod the name leads to 127.0.0.1.
 */
export const chaincodeAddress = choose(
  isSet(peer.hostDocker.enabled),
  '$(POD_IP):7052',
  format('%s:%d', chaincodeHostname, peer.service.chaincode.port),
);

/** Whether the Pod must resolve the name of that Service to itself, for the sidecar's chaincode. */
export const resolvesItself = and(peer.dind.enabled, offersChaincode);

/** Whether Fabric's own list of external builders has to be replaced. */
export const listsBuilders = or(
  peer.externalBuilders,
  peer.kubernetesBuilder.enabled,
  not(peer.chaincodeAsAService.enabled),
);

/** Whether a log setting has to go to core.yaml, since maps have no environment variable. */
const logsDiffer = and(hasDocker, isSet(peer.chaincode.logging.driver));

/** Whether the peer gets a core.yaml of its own. Without Docker, Fabric 2.5 ignores an empty CORE_VM_ENDPOINT. */
export const overlaysCoreYaml = or(peer.coreYaml, not(hasDocker), logsDiffer);

/** Whether an init container copies image tars out of an image. */
export const copiesTars = and(peer.dind.enabled, peer.preload.enabled, peer.preload.fromImage.enabled);
