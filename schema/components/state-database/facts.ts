/** What follows from the choice of a state database. */
import { and, eq, fact, ne, not, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

const { type, couchdb } = peer.stateDatabase;

/** Whether the peer keeps its state in CouchDB. */
export const usesCouchDB = fact(
  'usesCouchDB',
  'Whether the peer keeps its state in CouchDB.',
  eq(type, 'CouchDB'),
);

/** Whether CouchDB runs in the Pod. */
export const hasCouchDB = fact(
  'hasCouchDB',
  'Whether CouchDB runs in the Pod.',
  and(usesCouchDB, not(couchdb.address)),
);

/** The claim of CouchDB's data. */
export const couchdbClaim = fact(
  'couchdbClaim',
  "The claim of CouchDB's data.",
  orElse(couchdb.storage.existingClaim, suffixed('couchdb')),
);

/** Whether CouchDB's data has a claim of its own. */
export const keepsCouchDB = fact(
  'keepsCouchDB',
  "Whether CouchDB's data has a claim of its own.",
  and(peer.enabled, hasCouchDB, eq(couchdb.storage.type, 'claim')),
);

/** Whether CouchDB's data lies on a volume whose root folder must be made its own. */
export const keepsCouchDBData = and(hasCouchDB, ne(couchdb.storage.type, 'emptyDir'));

/** The Secret with name and password of CouchDB's administrator. */
export const couchdbSecret = fact(
  'couchdbSecret',
  "The Secret with name and password of CouchDB's administrator.",
  orElse(couchdb.auth.existingSecret, suffixed('couchdb')),
);

/** Whether a Job makes that Secret. */
export const makesCouchdbSecret = and(peer.enabled, hasCouchDB, not(couchdb.auth.existingSecret));

/** Whether CouchDB serves metrics. */
export const hasCouchdbMetrics = and(hasCouchDB, couchdb.metrics.enabled);

/** The Service that offers CouchDB. */
export const couchdbService = suffixed('couchdb');
