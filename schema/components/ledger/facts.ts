/** Where the ledger lies. */
import { fact, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

/** The claim of the ledger. */
export const ledgerClaim = fact(
  'ledgerClaim',
  'The claim of the ledger.',
  orElse(peer.ledger.existingClaim, suffixed('ledger')),
);
