/** The values as a whole. */
import { map, type Node, section } from '../model/node.ts';
import { peerName } from '../shared/patterns.ts';
import { monitoring } from './monitoring/values.ts';
import { peer } from './peer/values.ts';
import { release } from './release/values.ts';
import { rollout } from './rollout/values.ts';

/** The root of the model; everything else is derived from it. */
export const root: Node = section('Values of the fabric-dind chart.', {
  ...release,
  rollout,
  monitoring,
  peers: {
    ...map(
      peer,
      'The peers by name: each entry overrides `peer`, so that a per-peer false, 0, "" or [] wins. Empty: one peer, `peer0`. A peer without overrides is written `peer1: {}`.',
      { examples: [{ peer0: {}, peer1: { logging: { spec: 'debug' } } }] },
    ),
    propertyNames: {
      pattern: peerName.pattern,
      $comment: `expects: ${peerName.expects}`,
    },
  },
  peer,
});
