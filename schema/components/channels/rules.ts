/** Channels name peers of the release. */
import { format, isSet, strangers } from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { thePeers } from '../peer/facts.ts';

const unknownPeers = (list: 'peers' | 'anchorPeers'): Rule => {
  const found = strangers(list, v.channels, v.peers, thePeers);
  return {
    sentence: `the ${list} of a channel are peers of the release`,
    scope: 'release',
    severity: 'error',
    blames: v.channels,
    broken: isSet(found),
    message: format(
      `the ${list} of a channel are named by their keys in peers, and there are none of these: %s. Correct the name, or add the peer`,
      found,
    ),
  };
};

export const rules: readonly Rule[] = [unknownPeers('peers'), unknownPeers('anchorPeers')];
