/** When Fabric's own list of external builders has to be replaced. */
import { isSet, not, or } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';

/** Whether Fabric's own list of external builders has to be replaced. */
export const listsBuilders = or(
  isSet(peer.externalBuilders),
  peer.kubernetesBuilder.enabled,
  not(peer.chaincodeAsAService.enabled),
);
