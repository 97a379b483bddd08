/** What is to be prepared before the peer starts. */
import { and, fact, greaterThan, isSet, or, thousandths } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { keepsIdentity } from '../identity/facts.ts';
import { setsOwner } from '../ledger/facts.ts';
import { keepsCouchDBData } from '../state-database/facts.ts';

const { dind, preload } = peer;

/** Whether images are brought into the daemon. */
export const preloads = and(dind.enabled, preload.enabled);

/** Whether an init container copies image tars out of an image. */
export const copiesTars = fact(
  'copiesTars',
  'Whether an init container copies image tars out of an image.',
  and(preloads, preload.fromImage.enabled),
);

/** Whether the daemon's data has an upper size. */
export const hasMaxSize = greaterThan(thousandths(dind.prune.maxSize), 0);

/** Whether images of chaincode are removed when the peer does not have their package. */
export const prunesByPackage = and(dind.enabled, or(isSet(dind.prune.keepPerLabel), hasMaxSize));

/** Whether the Pod gets the init container `prepare`. */
export const preparesAnything = fact(
  'preparesAnything',
  'Whether there is anything to prepare before the peer starts.',
  or(setsOwner, keepsCouchDBData, keepsIdentity, dind.enabled),
);
