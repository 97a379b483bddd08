/** What a peer's Pod, and so its chaincode, may reach. */
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { add, and, isSet } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, include, toYaml, when, yaml } from '../../language/index.ts';
import { selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const guardsMetrics = and(
  peer.dind.enabled,
  peer.dind.metrics.enabled,
  isSet(peer.networkPolicy.metricsFrom),
);

const policy = define(
  'fabric-dind.networkPolicy',
  'peer',
  "Keeps the Pod, chaincode included, from the cloud's metadata service, which would hand out the node's identity, and others from the daemon's metrics.",
  yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    ${metadata(peerFullname, { of: 'peer' })}
    spec:
      podSelector:
        matchLabels:
          ${include(selectorLabels)}
      policyTypes:
        - Egress
        ${when(guardsMetrics, yaml`- Ingress`)}
      egress:
        - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except:
                  ${toYaml(peer.networkPolicy.except)}
            - ipBlock:
                cidr: ::/0
                except:
                  ${toYaml(peer.networkPolicy.exceptIPv6)}
      ${when(
        guardsMetrics,
        yaml`
          ingress:
            # Everything but the daemon's metrics is as open as without a policy.
            - ports:
                - protocol: UDP
                - protocol: SCTP
                - port: 1
                  endPort: ${add(peer.dind.metrics.port, -1)}
                - port: ${add(peer.dind.metrics.port, 1)}
                  endPort: 65535
            - ports:
                - port: ${peer.dind.metrics.port}
              from:
                ${toYaml(peer.networkPolicy.metricsFrom)}
        `,
      )}
  `,
);

export const networkPolicy: Component = {
  name: 'network-policy',
  about: "What a peer's Pod may reach",
  when: peer.networkPolicy.enabled,
  templates: [policy],
  objects: [{ body: policy }],
};
