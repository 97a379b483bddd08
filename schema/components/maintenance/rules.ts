/** A command that changes a ledger must have it for itself, and know what it is about. */
import {
  and,
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
    blames: command,
    broken: and(runs, ofChannel, not(channel)),
    message: format('%s is about one channel. Set channel', command),
  },
  {
    sentence: 'maintenance of a peer names no channel',
    scope: 'peer',
    severity: 'error',
    blames: channel,
    broken: and(runs, not(ofChannel), isSet(channel)),
    message: format('%s is about all channels. Leave channel empty', command),
  },
  {
    sentence: 'a rollback says how far',
    scope: 'peer',
    severity: 'error',
    blames: command,
    broken: and(runs, eq(command, 'rollback'), eq(block, 0)),
    message: literal('Set block to the last block that the ledger is to keep'),
  },
  {
    sentence: 'only a rollback says how far',
    scope: 'peer',
    severity: 'error',
    blames: block,
    broken: and(runs, ne(command, 'rollback'), greaterThan(block, 0)),
    message: format('%s takes no block. Leave it 0', command),
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
