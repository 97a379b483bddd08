/** Where the ledger lies. */
import { choose, fact, format, isSet, ne, or, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

const { fileSystemPath, snapshots, setOwner } = peer.ledger;

/** The claim of the ledger. */
export const ledgerClaim = fact(
  'ledgerClaim',
  'The claim of the ledger.',
  orElse(peer.ledger.existingClaim, suffixed('ledger')),
);

/** Fabric's folder in the peer. */
export const ledgerPath = fact(
  'ledgerPath',
  "Fabric's folder in the peer, its peer.fileSystemPath.",
  choose(isSet(fileSystemPath), format('/var/hyperledger/%s', fileSystemPath), '/var/hyperledger'),
);

/** Where snapshots of channels lie in the peer. */
export const snapshotsPath = fact(
  'snapshotsPath',
  'Where snapshots of channels lie in the peer.',
  orElse(snapshots.path, format('%s/snapshots', ledgerPath)),
);

/** Whether the ledger lies elsewhere than core.yaml says. */
export const movesLedger = ne(fileSystemPath, 'production');

/** Whether snapshots lie elsewhere than core.yaml says, which names their folder by itself. */
export const movesSnapshots = or(movesLedger, isSet(snapshots.path));

/** Whether an init container sets an owner. */
export const setsOwner = ne(setOwner, 'none');
