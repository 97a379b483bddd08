/** A backup must be possible: who may ask for it, what it can see, and where it goes. */
import { and, contains, isSet, joined, json, literal, not, or } from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

const { ledgerSnapshot, volumeSnapshot } = peer.backup;
const { snapshots, accessModes } = peer.ledger;

const copies = and(peer.enabled, ledgerSnapshot.enabled);
const volumeHas = (kind: string): ReturnType<typeof contains> =>
  contains(`"${kind}"`, json(snapshots.volume));

export const rules: readonly Rule[] = [
  {
    sentence: 'snapshots are of channels',
    scope: 'peer',
    severity: 'error',
    blames: ledgerSnapshot.channels,
    broken: and(copies, not(ledgerSnapshot.channels)),
    message: literal('nothing would be backed up. Name the channels'),
  },
  {
    sentence: 'snapshots go to a volume',
    scope: 'peer',
    severity: 'error',
    blames: ledgerSnapshot.target,
    broken: and(copies, not(ledgerSnapshot.target)),
    message: literal(
      'a copy beside the ledger is lost with it. Name a volume, e.g. persistentVolumeClaim: {claimName: backups}',
    ),
  },
  {
    sentence: 'snapshots have an administrator',
    scope: 'peer',
    severity: 'error',
    blames: ledgerSnapshot.enabled,
    broken: and(copies, not(v.administrator.msp.secretName)),
    message: literal(
      'Fabric lets nobody but an administrator ask for a snapshot. Set administrator.msp.secretName',
    ),
  },
  {
    sentence: 'a backup sees the snapshots',
    scope: 'peer',
    severity: 'error',
    blames: ledgerSnapshot.enabled,
    broken: and(
      copies,
      or(
        and(not(snapshots.volume), contains('ReadWriteOncePod', joined(' ', accessModes))),
        volumeHas('emptyDir'),
        volumeHas('ephemeral'),
      ),
    ),
    message: literal(
      'snapshots lie where no other Pod can read them. Name a claim for ledger.snapshots.volume, or ReadWriteOnce for ledger.accessModes',
    ),
  },
  {
    sentence: 'a backup has the state, too',
    scope: 'peer',
    severity: 'warning',
    blames: volumeSnapshot.enabled,
    broken: and(peer.enabled, volumeSnapshot.enabled, isSet(peer.stateDatabase.couchdb.address)),
    message: literal(
      'CouchDB lies elsewhere and is in no snapshot: a restored ledger would be behind it, and the peer not start. Back it up before the ledger, or drop its databases before a restore (docs/backup.md)',
    ),
  },
];
