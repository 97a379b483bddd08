/** Chaincodes name channels and peers of the release. */
import { format, isSet, strangers } from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { thePeers } from '../peer/facts.ts';

const unknownPeers = strangers('peers', v.chaincodes, v.peers, thePeers);
const unknownChannels = strangers('channels', v.chaincodes, v.channels, '');

export const rules: readonly Rule[] = [
  {
    sentence: 'the channels of a chaincode are channels of the release',
    scope: 'release',
    severity: 'error',
    blames: v.chaincodes,
    broken: isSet(unknownChannels),
    message: format(
      'a chaincode is committed on channels that stand in channels, and there are none of these: %s. Correct the name, or add the channel',
      unknownChannels,
    ),
  },
  {
    sentence: 'the peers of a chaincode are peers of the release',
    scope: 'release',
    severity: 'error',
    blames: v.chaincodes,
    broken: isSet(unknownPeers),
    message: format(
      'the peers of a chaincode are named by their keys in peers, and there are none of these: %s. Correct the name, or add the peer',
      unknownPeers,
    ),
  },
];
