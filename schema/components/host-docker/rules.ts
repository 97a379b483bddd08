/** One daemon, and what the node's own costs. */
import { and, literal } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'a peer has one Docker daemon',
    scope: 'peer',
    severity: 'error',
    blames: peer.hostDocker.enabled,
    broken: and(peer.dind.enabled, peer.hostDocker.enabled),
    message: literal(
      "a peer knows one Docker daemon only. Disable dind.enabled to use the node's, or hostDocker.enabled to keep the sidecar",
    ),
  },
  {
    sentence: "the node's daemon is not a sandbox",
    scope: 'peer',
    severity: 'warning',
    blames: peer.hostDocker.enabled,
    broken: and(peer.enabled, peer.hostDocker.enabled),
    message: literal(
      'whoever may install chaincode is root on the node, and chaincode outlives a peer that dies. Use dind where you can',
    ),
  },
];
