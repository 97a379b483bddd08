/** Fabric's own settings, and the addresses by which the release's peers find each other. */

import { externalEndpoint } from '../../../schema/components/exposure/facts.ts';
import { peerId } from '../../../schema/components/fabric/facts.ts';
import { address, peerFullname } from '../../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../../schema/components/release/names.ts';
import { joined, orElse } from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import { ports } from '../../../schema/shared/ports.ts';
import { define, eachPeer, go, when, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const environment = define(
  'fabric-dind.fabric.env',
  'peer',
  'Name, addresses, gossip, gateway, discovery, and what the peer grants its clients.',
  yaml`
    CORE_PEER_ID: ${peerId}
    CORE_PEER_NETWORKID: ${peer.networkId}
    # Listening on all addresses, so an address that others use never has to be one of the Pod's.
    CORE_PEER_LISTENADDRESS: 0.0.0.0:${ports.grpc}
    CORE_PEER_ADDRESS: ${address}
    ${when(
      peer.gossip.bootstrap,
      yaml`CORE_PEER_GOSSIP_BOOTSTRAP: ${joined(' ', peer.gossip.bootstrap)}`,
      yaml`
        # By reference: it is read when a peer starts, so a further peer restarts no other.
        CORE_PEER_GOSSIP_BOOTSTRAP:
          valueFrom:
            configMapKeyRef:
              name: ${releaseObjects.gossip}
              key: bootstrap
      `,
    )}
    CORE_PEER_GOSSIP_ENDPOINT: ${orElse(peer.gossip.endpoint, address)}
    ${when(peer.gossip.external, yaml`CORE_PEER_GOSSIP_EXTERNALENDPOINT: ${externalEndpoint}`)}
    CORE_PEER_GOSSIP_USELEADERELECTION: "${peer.gossip.useLeaderElection}"
    CORE_PEER_GOSSIP_ORGLEADER: "${peer.gossip.orgLeader}"
    CORE_PEER_GOSSIP_STATE_ENABLED: "${peer.gossip.stateTransfer}"
    CORE_PEER_GATEWAY_ENABLED: "${peer.gateway.enabled}"
    CORE_PEER_GATEWAY_ENDORSEMENTTIMEOUT: ${peer.gateway.endorsementTimeout}
    CORE_PEER_GATEWAY_BROADCASTTIMEOUT: ${peer.gateway.broadcastTimeout}
    CORE_PEER_GATEWAY_DIALTIMEOUT: ${peer.gateway.dialTimeout}
    CORE_PEER_DISCOVERY_ENABLED: "${peer.discovery.enabled}"
    CORE_PEER_DISCOVERY_ORGMEMBERSALLOWEDACCESS: "${peer.discovery.orgMembersAllowedAccess}"
    CORE_PEER_KEEPALIVE_INTERVAL: ${peer.keepalive.interval}
    CORE_PEER_KEEPALIVE_TIMEOUT: ${peer.keepalive.timeout}
    CORE_PEER_KEEPALIVE_MININTERVAL: ${peer.keepalive.minInterval}
    CORE_PEER_KEEPALIVE_CLIENT_INTERVAL: ${peer.keepalive.clientInterval}
    CORE_PEER_KEEPALIVE_CLIENT_TIMEOUT: ${peer.keepalive.clientTimeout}
    CORE_PEER_KEEPALIVE_DELIVERYCLIENT_INTERVAL: ${peer.keepalive.deliveryClientInterval}
    CORE_PEER_KEEPALIVE_DELIVERYCLIENT_TIMEOUT: ${peer.keepalive.deliveryClientTimeout}
    CORE_PEER_LIMITS_CONCURRENCY_ENDORSERSERVICE: "${peer.limits.endorser}"
    CORE_PEER_LIMITS_CONCURRENCY_DELIVERSERVICE: "${peer.limits.deliver}"
    CORE_PEER_LIMITS_CONCURRENCY_GATEWAYSERVICE: "${peer.limits.gateway}"
    CORE_PEER_MAXRECVMSGSIZE: "${peer.limits.maxMessageSize}"
    CORE_PEER_MAXSENDMSGSIZE: "${peer.limits.maxMessageSize}"
    CORE_PEER_AUTHENTICATION_TIMEWINDOW: ${peer.authentication.timeWindow}
    CORE_PEER_DELIVERYCLIENT_RECONNECTTOTALTIMETHRESHOLD: ${peer.deliveryClient.reconnectTotalTimeThreshold}
    CORE_PEER_DELIVERYCLIENT_CONNTIMEOUT: ${peer.deliveryClient.connectionTimeout}
  `,
);

const gossipConfigMap = define(
  'fabric-dind.fabric.gossip',
  'release',
  "Addresses of the release's peers. Each reads them when it starts, so a further peer restarts none.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(releaseObjects.gossip, { of: 'release' })}
    data:
      ${go`
        {{- $addresses := list }}
        {{- $names := list }}
        ${eachPeer(go`
          ${when(
            peer.enabled,
            go`
              {{- $addresses = append $addresses ${address} }}
              {{- $names = append $names ${peerFullname} }}
            `,
          )}
        `)}
        bootstrap: {{ join " " $addresses | quote }}
        # For NOTES of an upgrade, which name peers that go away.
        peers: {{ join " " $names | quote }}
        # Seconds between a renewed certificate and the restart of the peer that reads it.
        ${when(
          v.rollout.enabled,
          go`
            restart-jitter: "30"
            {{- range $i, $name := $names }}
            restart-delay-{{ $name }}: {{ mul $i 180 | quote }}
            {{- end }}
          `,
          go`
            restart-jitter: {{ len $names | mul 120 | quote }}
            {{- range $names }}
            restart-delay-{{ . }}: "0"
            {{- end }}
          `,
        )}
      `}
  `,
);

export const fabric: Component = {
  name: 'fabric',
  about: "Fabric's own settings",
  templates: [environment, gossipConfigMap],
  releaseObjects: [{ body: gossipConfigMap }],
  environment: [environment],
};
