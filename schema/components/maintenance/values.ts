/** One command on the ledger of a stopped peer, as a Job. */
import { choice, integer, type Node, section, text } from '../../model/node.ts';

export const maintenance: Node = section(
  "One command of `peer node` on the ledger of a stopped peer (`replicas: 0`), as a Job with the peer's image, identity and state database. It runs once, and notes in the ledger's volume that it did.",
  {
    command: choice(
      ['', 'rebuild-dbs', 'upgrade-dbs', 'reset', 'rollback', 'pause', 'resume', 'unjoin'],
      '',
      'The command; empty: none. After reset and rollback CouchDB is built anew, as its state would be ahead of the blocks.',
    ),
    channel: text('', 'Channel, for rollback, pause, resume and unjoin.', {
      pattern: '^([a-z][-a-z0-9.]*)?$',
      expects: 'empty or the name of a channel',
    }),
    block: integer(0, 'Last block to keep, for rollback.', { minimum: 0 }),
    run: integer(1, 'Another number runs the same command again.', { minimum: 1 }),
  },
);
