/** The builder of chaincode Jobs must not lend its rights to others. */
import { and, literal, not } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
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
];
