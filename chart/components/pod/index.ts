/** The Pod as a whole: where it runs, what it resolves, as whom. */
import { ownUsers, runtimeClass } from '../../../schema/components/dind/facts.ts';
import { serviceAccount } from '../../../schema/components/pod/facts.ts';
import { resolvesItself } from '../../../schema/components/service/facts.ts';
import { chaincodeHostname } from '../../../schema/components/service/names.ts';
import { and, at, eq, isSet, not, or } from '../../../schema/expression/build.ts';
import { peer, release } from '../../../schema/expression/references.ts';
import { define, go, passedOn, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

export const scheduling = define(
  'fabric-dind.pod.scheduling',
  'peer',
  'Where the Pod may run.',
  yaml`
    ${passedOn('nodeSelector', peer.nodeSelector)}
    ${passedOn('tolerations', peer.tolerations)}
    ${passedOn('affinity', peer.affinity)}
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
    ${passedOn('topologySpreadConstraints', peer.topologySpreadConstraints)}
    ${withValue(peer.priorityClassName, (name) => yaml`priorityClassName: ${name}`)}
    ${withValue(runtimeClass, (name) => yaml`runtimeClassName: ${name}`)}
    ${when(ownUsers, yaml`hostUsers: false`)}
    ${withValue(peer.schedulerName, (name) => yaml`schedulerName: ${name}`)}
  `,
);

export const network = define(
  'fabric-dind.pod.network',
  'peer',
  'Names that the Pod can resolve.',
  yaml`
    dnsPolicy: ${peer.dnsPolicy}
    ${passedOn('dnsConfig', peer.dnsConfig)}
    ${when(
      or(isSet(peer.hostAliases), resolvesItself),
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

export const security = define(
  'fabric-dind.pod.securityContext',
  'peer',
  "The Pod's security context: the user's, with the groups of the daemons' sockets added to the supplemental groups.",
  go`
    {{- $groups := ${at(peer.podSecurityContext, 'supplementalGroups')} | default list }}
    ${when(peer.dind.enabled, go`{{- $groups = append $groups ${peer.dind.socketGroupId} | uniq }}`)}
    ${when(peer.hostDocker.enabled, go`{{- $groups = append $groups ${peer.hostDocker.groupId} | uniq }}`)}
    {{- merge (dict "supplementalGroups" $groups) ${peer.podSecurityContext} | toYaml }}
  `,
);

const account = define(
  'fabric-dind.pod.serviceAccount',
  'peer',
  "The peer's ServiceAccount. Its token is mounted in no container but the peer's, and there only for kubernetesBuilder.",
  yaml`
    apiVersion: v1
    kind: ServiceAccount
    ${metadata(serviceAccount, { of: 'peer', annotations: peer.serviceAccount.annotations })}
    automountServiceAccountToken: false
  `,
);

export const pod: Component = {
  name: 'pod',
  about: 'The Pod as a whole: where it runs, what it resolves, as whom',
  templates: [scheduling, network, security, account],
  objects: [{ body: account, when: peer.serviceAccount.create }],
};
