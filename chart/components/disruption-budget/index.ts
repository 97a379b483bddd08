/** A PodDisruptionBudget over the peers of the organisation. */
import { chartLabelName, releaseObjects } from '../../../schema/components/release/names.ts';
import { release, v } from '../../../schema/expression/references.ts';
import { define, when, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const { enabled, minAvailable, maxUnavailable, unhealthyPodEvictionPolicy } = v.podDisruptionBudget;

const budget = define(
  'fabric-dind.disruptionBudget',
  'release',
  'Over all peers of the release: each is a StatefulSet of one Pod, and a budget for it alone would block every drain.',
  yaml`
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    ${metadata(releaseObjects.peers, { of: 'release' })}
    spec:
      ${when(minAvailable, yaml`minAvailable: ${minAvailable}`, yaml`maxUnavailable: ${maxUnavailable}`)}
      unhealthyPodEvictionPolicy: ${unhealthyPodEvictionPolicy}
      selector:
        matchLabels:
          app.kubernetes.io/name: ${chartLabelName}
          app.kubernetes.io/instance: ${release.name}
          app.kubernetes.io/component: peer
  `,
);

export const disruptionBudget: Component = {
  name: 'disruption-budget',
  about: 'How many peers may be away while nodes are drained',
  templates: [budget],
  releaseObjects: [{ body: budget, when: enabled }],
};
