/** `_stateful-set.tpl`: a peer's StatefulSet. */

import { copiesTars, overlaysCoreYaml, resolvesItself } from '../../schema/components/chaincode/runtimes.ts';
import { chaincodeHostname, peerFullname, peerObjects } from '../../schema/components/peer/names.ts';
import { and, choose, eq, not, or, orElse, union } from '../../schema/expression/build.ts';
import { peer, release, v } from '../../schema/expression/references.ts';
import { builderContainer, configContainer } from '../components/core-yaml/container.ts';
import { daemonJson, dindContainer } from '../components/dind/container.ts';
import { peerContainer } from '../components/peer/container.ts';
import { imageTarsContainer, prepareContainer, preparesAnything } from '../components/prepare/container.ts';
import type { Library } from '../file.ts';
import { define, include, merged, raw, toYaml, when, withValue, yaml } from '../language/index.ts';
import { peerLabels, podLabels, selectorLabels } from '../shared/labels.ts';
import { metadata } from '../shared/metadata.ts';
import { volumes } from './volumes.ts';

const checksums = define(
  'fabric-dind.peer.checksums',
  'peer',
  'Restarts the Pod when what it reads at its start has changed. The list of gossip peers is not among it.',
  yaml`
    ${raw(
      [
        'checksum/runtime: {{ .runtimeChecksum }}',
        '{{- if .peer.dind.enabled }}',
        'checksum/daemon: {{ include "fabric-dind.dind.daemonJson" . | sha256sum }}',
        '{{- end }}',
      ].join('\n'),
      'only here are texts hashed',
      { uses: [daemonJson] },
    )}
  `,
);

/** The Pod's RuntimeClass: the user's, else that of the sidecar's isolation. */
const runtimeClass = orElse(
  peer.runtimeClassName,
  choose(
    not(peer.dind.enabled),
    '',
    choose(
      eq(peer.dind.isolation, 'sysbox'),
      'sysbox-runc',
      choose(
        eq(peer.dind.isolation, 'kata'),
        'kata',
        choose(eq(peer.dind.isolation, 'userns'), 'cgroup-writable', ''),
      ),
    ),
  ),
);

const scheduling = define(
  'fabric-dind.peer.scheduling',
  'peer',
  'Where the Pod may run.',
  yaml`
    ${withValue(
      peer.nodeSelector,
      (selector) => yaml`
        nodeSelector:
          ${toYaml(selector)}
      `,
    )}
    ${withValue(
      peer.tolerations,
      (tolerations) => yaml`
        tolerations:
          ${toYaml(tolerations)}
      `,
    )}
    ${withValue(
      peer.affinity,
      (affinity) => yaml`
        affinity:
          ${toYaml(affinity)}
      `,
    )}
    ${when(
      and(not(peer.affinity), eq(peer.antiAffinity, 'soft')),
      yaml`
        affinity:
          podAntiAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 100
                podAffinityTerm:
                  topologyKey: kubernetes.io/hostname
                  labelSelector:
                    matchLabels:
                      app.kubernetes.io/instance: ${release.name}
                      app.kubernetes.io/component: peer
      `,
    )}
    ${when(
      and(not(peer.affinity), eq(peer.antiAffinity, 'hard')),
      yaml`
        affinity:
          podAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app.kubernetes.io/instance: ${release.name}
                    app.kubernetes.io/component: peer
      `,
    )}
    ${withValue(
      peer.topologySpreadConstraints,
      (constraints) => yaml`
        topologySpreadConstraints:
          ${toYaml(constraints)}
      `,
    )}
    ${withValue(peer.priorityClassName, (name) => yaml`priorityClassName: ${name}`)}
    ${when(runtimeClass, yaml`runtimeClassName: ${runtimeClass}`)}
    ${when(
      and(peer.dind.enabled, or(eq(peer.dind.isolation, 'userns'), eq(peer.dind.isolation, 'sysbox'))),
      yaml`hostUsers: false`,
    )}
    ${withValue(peer.schedulerName, (name) => yaml`schedulerName: ${name}`)}
  `,
);

const network = define(
  'fabric-dind.peer.podNetwork',
  'peer',
  'Names that the Pod can resolve.',
  yaml`
    dnsPolicy: ${peer.dnsPolicy}
    ${withValue(
      peer.dnsConfig,
      (config) => yaml`
        dnsConfig:
          ${toYaml(config)}
      `,
    )}
    ${when(
      or(peer.hostAliases, resolvesItself),
      yaml`
        hostAliases:
          ${when(
            resolvesItself,
            yaml`
              # Chaincode of the sidecar dials the same name as chaincode elsewhere, and stays in the Pod.
              - ip: 127.0.0.1
                hostnames:
                  - ${chaincodeHostname}
            `,
          )}
          ${withValue(peer.hostAliases, (aliases) => yaml`${toYaml(aliases)}`)}
      `,
    )}
  `,
);

const podSecurity = define(
  'fabric-dind.peer.podSecurityContext',
  'peer',
  "The Pod's security context: the user's, with the group of the daemon's socket added to the supplemental groups.",
  yaml`
    ${raw(
      [
        '{{- $groups := .peer.podSecurityContext.supplementalGroups | default list }}',
        '{{- if .peer.dind.enabled }}',
        '{{- $groups = append $groups (int64 .peer.dind.socketGroupId) | uniq }}',
        '{{- end }}',
        '{{- if .peer.hostDocker.enabled }}',
        '{{- $groups = append $groups (int64 .peer.hostDocker.groupId) | uniq }}',
        '{{- end }}',
        '{{- merge (dict "supplementalGroups" $groups) .peer.podSecurityContext | toYaml }}',
      ].join('\n'),
      'a list of the user is added to, not replaced',
      { reads: [peer.podSecurityContext, peer.dind.socketGroupId, peer.hostDocker.groupId] },
    )}
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
    ${metadata(peerFullname, peerLabels, peer.annotations)}
    spec:
      replicas: ${peer.replicas}
      serviceName: ${peerObjects.headlessService}
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
          annotations:
            ${include(checksums)}
            ${when(peer.podAnnotations, yaml`${merged(peer.podAnnotations)}`)}
        spec:
          serviceAccountName: ${peerObjects.serviceAccount}
          # Neither the peer nor chaincode needs the Kubernetes API, and chaincode must not find the way to it.
          automountServiceAccountToken: false
          enableServiceLinks: false
          terminationGracePeriodSeconds: ${peer.terminationGracePeriodSeconds}
          securityContext:
            ${include(podSecurity)}
          ${when(
            or(v.global.imagePullSecrets, peer.imagePullSecrets),
            yaml`
              imagePullSecrets:
                ${toYaml(union(v.global.imagePullSecrets, peer.imagePullSecrets))}
            `,
          )}
          ${include(network)}
          ${include(scheduling)}
          ${when(
            or(peer.extraInitContainers, overlaysCoreYaml, peer.kubernetesBuilder.enabled, preparesAnything),
            yaml`
              initContainers:
                ${withValue(peer.extraInitContainers, (containers) => yaml`${toYaml(containers)}`)}
                ${when(overlaysCoreYaml, yaml`${include(configContainer)}`)}
                ${when(peer.kubernetesBuilder.enabled, yaml`${include(builderContainer)}`)}
                ${when(copiesTars, yaml`${include(imageTarsContainer)}`)}
                ${when(peer.dind.enabled, yaml`${include(dindContainer)}`)}
                ${when(preparesAnything, yaml`${include(prepareContainer)}`)}
              `,
          )}
          containers:
            ${include(peerContainer)}
            ${withValue(peer.extraContainers, (containers) => yaml`${toYaml(containers)}`)}
          volumes:
            ${include(volumes)}
  `,
);

export const file: Library = {
  path: 'templates/_stateful-set.tpl',
  about: "A peer's StatefulSet",
  templates: [checksums, scheduling, network, podSecurity, statefulSet],
};
