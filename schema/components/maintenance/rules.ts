/** A command that changes a ledger must have it for itself, and know what it is about. */
import {
  and,
  choose,
  eq,
  format,
  greaterThan,
  isSet,
  joined,
  literal,
  matches,
  ne,
  not,
  or,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

const { command, channel, block } = peer.maintenance;

const runs = and(peer.enabled, isSet(command));
const ofChannel = or(
  eq(command, 'rollback'),
  eq(command, 'pause'),
  eq(command, 'resume'),
  eq(command, 'unjoin'),
);
const words = joined(' ', peer.args);

export const rules: readonly Rule[] = [
  {
    sentence: 'a ledger under maintenance has no peer',
    scope: 'peer',
    severity: 'error',
    blames: peer.replicas,
    broken: and(runs, ne(peer.replicas, 0)),
    message: format(
      '%s needs the ledger for itself: a running peer holds its lock. Set replicas: 0, and back to 1 when the Job is done',
      command,
    ),
  },
  {
    sentence: 'maintenance of a channel names it',
    scope: 'peer',
    severity: 'error',
    blames: channel,
    broken: and(runs, ne(choose(ofChannel, 'yes', 'no'), choose(isSet(channel), 'yes', 'no'))),
    message: format(
      '%s: rollback, pause, resume and unjoin are about one channel, the others about all. Set channel for those, and leave it empty for these',
      command,
    ),
  },
  {
    sentence: 'a rollback says how far',
    scope: 'peer',
    severity: 'error',
    blames: block,
    broken: and(
      runs,
      ne(choose(eq(command, 'rollback'), 'yes', 'no'), choose(greaterThan(block, 0), 'yes', 'no')),
    ),
    message: format(
      '%s: block is the last block that rollback keeps, and means nothing to the others',
      command,
    ),
  },
  {
    sentence: 'a peer is no command that ends',
    scope: 'peer',
    severity: 'error',
    blames: peer.args,
    broken: and(peer.enabled, matches('(^| )node( |$)', words), not(matches('(^| )start( |$)', words))),
    message: literal(
      'the peer would run this command again and again. Set maintenance.command, which runs it once, and replicas: 0',
    ),
  },
];
