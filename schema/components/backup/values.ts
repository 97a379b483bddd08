/** Snapshots of channels by Fabric, and snapshots of claims by their CSI driver. */
import { flag, integer, list, type Node, passthrough, resources, section, text } from '../../model/node.ts';
import { optionalObjectName } from '../../shared/patterns.ts';
import { channelName } from '../channels/values.ts';

const schedule = (when: string): Node =>
  text(when, 'When, as cron says it, in UTC.', {
    pattern: '^([-0-9A-Za-z*,/?]{1,40} ){4}[-0-9A-Za-z*,/?]{1,40}$',
    expects: 'minute, hour, day, month and weekday, such as 0 3 * * *',
  });

export const backup: Node = section(
  'Copies of the ledger, by CronJobs. Which of the two brings back what: docs/backup.md. Each also needs a copy of the identity.',
  {
    ledgerSnapshot: section(
      'Snapshots of channels, made by the peer and copied to a volume, by which another peer can join: state and hashes, without private data and earlier blocks.',
      {
        enabled: flag(
          false,
          'Make them. The peer stops committing to a channel while its snapshot is written.',
        ),
        schedule: schedule('0 4 * * 0'),
        channels: list(
          { type: 'string', pattern: channelName.pattern, $comment: `expects: ${channelName.expects}` },
          'The channels. They need an administrator (`administrator.msp`), whom alone Fabric lets ask for a snapshot.',
        ),
        keep: integer(4, 'How many snapshots of each channel are kept.', { minimum: 1 }),
        target: passthrough(
          "The volume that they go to, e.g. `persistentVolumeClaim: {claimName: backups}`, in a folder named like the peer. The peer's user must be able to write there.",
        ),
      },
    ),
    volumeSnapshot: section(
      "VolumeSnapshots of the peer's claims, CouchDB's before the ledger's: a state that is behind is caught up with.",
      {
        enabled: flag(
          false,
          'Make them; the cluster must have their CRD (snapshot.storage.k8s.io) and a CSI driver that makes snapshots. The image is that of `rollout`.',
        ),
        schedule: schedule('0 3 * * *'),
        className: text('', "VolumeSnapshotClass; empty: the driver's default.", optionalObjectName),
        keep: integer(7, 'How many are kept of each claim.', { minimum: 1 }),
      },
    ),
    timeoutSeconds: integer(3600, 'Longest time for one backup, in seconds.', { minimum: 60 }),
    resources: resources("Requests and limits of a backup's container."),
  },
);
