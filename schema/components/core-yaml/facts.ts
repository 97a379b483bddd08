/** When the peer needs a core.yaml of its own. */
import { fact, isSet, not, or } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { hasDocker } from '../dind/facts.ts';

/** Whether the peer gets a core.yaml of its own. */
export const overlaysCoreYaml = fact(
  'overlaysCoreYaml',
  'Whether the peer gets a core.yaml of its own: for keys of the user, for log settings, which are a map and have no environment variable, and without Docker, because Fabric 2.5 ignores an empty CORE_VM_ENDPOINT.',
  or(isSet(peer.coreYaml), not(hasDocker), isSet(peer.chaincode.logging.driver)),
);
