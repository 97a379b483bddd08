/** The builder of chaincode Jobs must not lend its rights to others. */
import { and, eq, literal, not, or } from '../../expression/build.ts';
import { peer, release } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'the builder of chaincode Jobs has an account of its own',
    scope: 'peer',
    severity: 'error',
    blames: peer.serviceAccount.create,
    broken: and(
      peer.enabled,
      peer.kubernetesBuilder.enabled,
      not(peer.serviceAccount.create),
      not(peer.serviceAccount.name),
    ),
    message: literal(
      "kubernetesBuilder would give its rights to the namespace's default ServiceAccount, which every Pod there has. Set serviceAccount.create or serviceAccount.name",
    ),
  },
  {
    sentence: 'Jobs of chaincode have a namespace of their own',
    scope: 'peer',
    severity: 'warning',
    blames: peer.kubernetesBuilder.namespace,
    broken: and(
      peer.enabled,
      peer.kubernetesBuilder.enabled,
      or(not(peer.kubernetesBuilder.namespace), eq(peer.kubernetesBuilder.namespace, release.namespace)),
    ),
    message: literal(
      'who takes over the peer may then make any Pod that its namespace admits, and privileged ones are admitted where dind runs. Set kubernetesBuilder.namespace to a namespace of the restricted Pod Security level',
    ),
  },
];
