/** `_network-policy.tpl`: what a peer's Pod, and so its chaincode, may reach. */
import { peerFullname } from '../../../schema/components/peer/names.ts';
import { add, and } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, include, toYaml, when, yaml } from '../../language/index.ts';
import { peerLabels, selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';

const guardsMetrics = and(peer.dind.enabled, peer.dind.metrics.enabled, peer.networkPolicy.metricsFrom);

/** Everything but the addresses of metadata services: chaincode has the Pod's network, and must not get the node's identity. */
export const networkPolicy = define(
  'fabric-dind.peer.networkPolicy',
  'peer',
  "Keeps the Pod, chaincode included, from the cloud's metadata service, which would hand out the node's identity, and\n     others from the daemon's metrics.",
  yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    ${metadata(peerFullname, peerLabels)}
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

export const file: Library = {
  path: 'templates/_network-policy.tpl',
  about: "What a peer's Pod may reach",
  templates: [networkPolicy],
};
