/** The values as a whole: what all components add, in one tree. */
import { map, type Node, section } from '../model/node.ts';
import { peerName } from '../shared/patterns.ts';
import type { Component } from './component.ts';
import { components } from './index.ts';

const valuesOf = (of: 'release' | 'peer', all: readonly Component[]): Record<string, Node> =>
  Object.assign({}, ...all.map((component) => component[of] ?? {}));

const peer = section(
  'Defaults of every peer; `peers.<name>` overrides them one by one.',
  valuesOf('peer', components),
);

/** The root of the model; everything else is derived from it. */
export const root: Node = section('Values of the fabric-dind chart.', {
  ...valuesOf('release', components),
  peers: {
    ...map(
      peer,
      'The peers by name: each entry overrides `peer`, and what it says counts even if it is false, 0, "" or []. Empty: one peer, `peer0`. A peer without overrides is written `peer1: {}`.',
      { examples: [{ peer0: {}, peer1: { logging: { spec: 'debug' } } }] },
    ),
    propertyNames: {
      pattern: peerName.pattern,
      $comment: `expects: ${peerName.expects}`,
    },
  },
  peer,
});
