/** `_stateful-set.tpl`: a peer's StatefulSet, put together from the components. */
import { peerFullname } from '../../schema/components/peer/facts.ts';
import { pullSecrets, serviceAccount } from '../../schema/components/pod/facts.ts';
import { headlessService } from '../../schema/components/service/names.ts';
import { choose } from '../../schema/expression/build.ts';
import { peer, v } from '../../schema/expression/references.ts';
import { network, scheduling, security } from '../components/pod/index.ts';
import type { Library } from '../file.ts';
import { define, goValue, include, passedOn, textLines, toYaml, withValue, yaml } from '../language/index.ts';
import { podLabels, selectorLabels } from '../shared/labels.ts';
import { metadata } from '../shared/metadata.ts';
import { partsOfPeer } from './fold.ts';
import { peerContainer } from './peer-container.ts';

const initContainers = define(
  'fabric-dind.peer.initContainers',
  'peer',
  "The user's init containers, then those of the chart in the order in which they run.",
  yaml`
    ${withValue(peer.extraInitContainers, (containers) => yaml`${toYaml(containers)}`)}
    ${partsOfPeer('initContainers')}
  `,
);

const volumes = define(
  'fabric-dind.peer.volumes',
  'peer',
  "All volumes of the peer's Pod.",
  yaml`
    ${partsOfPeer('volumes')}
    ${withValue(peer.extraVolumes, (extra) => yaml`${toYaml(extra)}`)}
  `,
);

/** One StatefulSet a peer, so that each has its own name, identity and settings. */
export const statefulSet = define(
  'fabric-dind.peer.statefulSet',
  'peer',
  'One StatefulSet a peer, so that each has its own name, identity and settings.',
  yaml`
    apiVersion: apps/v1
    kind: StatefulSet
    ${metadata(peerFullname, { of: 'peer', annotations: peer.annotations })}
    spec:
      replicas: ${peer.replicas}
      serviceName: ${headlessService}
      selector:
        matchLabels:
          ${include(selectorLabels)}
      updateStrategy:
        # OnDelete where the rollout Job decides when a peer restarts.
        type: ${choose(v.rollout.enabled, 'OnDelete', peer.updateStrategy)}
      template:
        metadata:
          labels:
            ${include(podLabels)}
          ${passedOn('annotations', peer.podAnnotations)}
        spec:
          serviceAccountName: ${serviceAccount}
          # Neither the peer nor chaincode needs the Kubernetes API, and chaincode must not find the way to it.
          automountServiceAccountToken: false
          enableServiceLinks: false
          terminationGracePeriodSeconds: ${peer.terminationGracePeriodSeconds}
          securityContext:
            ${include(security)}
          ${passedOn('imagePullSecrets', pullSecrets)}
          ${include(network)}
          ${include(scheduling)}
          ${withValue(
            goValue<string>()`${initContainers} | trim`,
            (containers) => yaml`
              initContainers:
                ${textLines(containers)}
            `,
          )}
          containers:
            ${include(peerContainer)}
            ${partsOfPeer('containers')}
            ${withValue(peer.extraContainers, (containers) => yaml`${toYaml(containers)}`)}
          volumes:
            ${include(volumes)}
  `,
);

export const file: Library = {
  path: 'templates/_stateful-set.tpl',
  about: "A peer's StatefulSet",
  templates: [initContainers, volumes, statefulSet],
};
