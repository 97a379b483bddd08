/** `_fabric.tpl`: Fabric's configuration as environment variables, derived from the values. */
import { chaincodeImages } from '../../../schema/components/chaincode/images.ts';
import {
  chaincodeAddress,
  chaincodeIsOutside,
  hasDocker,
  listsBuilders,
} from '../../../schema/components/chaincode/runtimes.ts';
import { address, peerId, releaseObjects } from '../../../schema/components/peer/names.ts';
import {
  choose,
  divide,
  eq,
  isSet,
  joined,
  json,
  multiply,
  orElse,
  thousandths,
} from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, include, raw, textOf, when, yaml } from '../../language/index.ts';

const identity = define(
  'fabric-dind.peer.env.identity',
  'peer',
  'Who the peer is, and its TLS.',
  yaml`
    CORE_PEER_ID: ${peerId}
    CORE_PEER_NETWORKID: ${peer.networkId}
    CORE_PEER_LOCALMSPID: ${v.mspId}
    CORE_PEER_MSPCONFIGPATH: /etc/hyperledger/identity/msp
    CORE_PEER_TLS_ENABLED: "${peer.identity.tls.enabled}"
    ${when(
      peer.identity.tls.enabled,
      yaml`
        CORE_PEER_TLS_CERT_FILE: /etc/hyperledger/identity/tls/server.crt
        CORE_PEER_TLS_KEY_FILE: /etc/hyperledger/identity/tls/server.key
        CORE_PEER_TLS_ROOTCERT_FILE: /etc/hyperledger/identity/tls/ca.crt
        CORE_PEER_TLS_CLIENTAUTHREQUIRED: "${peer.identity.tls.clientAuthRequired}"
        CORE_PEER_TLS_CLIENTROOTCAS_FILES: /etc/hyperledger/identity/tls/ca.crt
      `,
    )}
  `,
);

const network = define(
  'fabric-dind.peer.env.network',
  'peer',
  'Addresses, gossip, gateway, discovery, and what the peer grants its clients.',
  yaml`
    # Listening on all addresses, so an address that others use never has to be one of the Pod's.
    CORE_PEER_LISTENADDRESS: 0.0.0.0:7051
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
    ${when(
      peer.gossip.external,
      yaml`CORE_PEER_GOSSIP_EXTERNALENDPOINT: ${orElse(peer.gossip.externalEndpoint, address)}`,
    )}
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

const operations = define(
  'fabric-dind.peer.env.operations',
  'peer',
  'Logging, metrics and the operations server.',
  yaml`
    FABRIC_LOGGING_SPEC: ${peer.logging.spec}
    ${when(peer.logging.format, yaml`FABRIC_LOGGING_FORMAT: ${peer.logging.format}`)}
    CORE_OPERATIONS_LISTENADDRESS: 0.0.0.0:9443
    ${when(
      peer.operations.tls.enabled,
      yaml`
        CORE_OPERATIONS_TLS_ENABLED: "true"
        CORE_OPERATIONS_TLS_CERT_FILE: /etc/hyperledger/identity/tls/server.crt
        CORE_OPERATIONS_TLS_KEY_FILE: /etc/hyperledger/identity/tls/server.key
        CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES: /etc/hyperledger/identity/tls/ca.crt
      `,
    )}
    CORE_METRICS_PROVIDER: ${peer.metrics.provider}
    ${when(
      eq(peer.metrics.provider, 'statsd'),
      yaml`
        CORE_METRICS_STATSD_ADDRESS: ${peer.metrics.statsd.address}
        CORE_METRICS_STATSD_NETWORK: ${peer.metrics.statsd.network}
        CORE_METRICS_STATSD_WRITEINTERVAL: ${peer.metrics.statsd.writeInterval}
        CORE_METRICS_STATSD_PREFIX: ${peer.metrics.statsd.prefix}
      `,
    )}
  `,
);

const buildersTemplate = define(
  'fabric-dind.peer.externalBuilders',
  'peer',
  "The list of external builders, in the order in which Fabric asks them: the user's, Kubernetes Jobs, and chaincode as a\n     service as Fabric has it by default.",
  yaml`
    ${raw(
      [
        '{{- $builders := .peer.externalBuilders }}',
        '{{- if .peer.kubernetesBuilder.enabled }}',
        '{{- $environment := list "CORE_PEER_ID" "FABRIC_K8S_BUILDER_DEBUG" "FABRIC_K8S_BUILDER_NAMESPACE" "FABRIC_K8S_BUILDER_NODE_ROLE" "FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX" "FABRIC_K8S_BUILDER_SERVICE_ACCOUNT" "FABRIC_K8S_BUILDER_START_TIMEOUT" "KUBERNETES_SERVICE_HOST" "KUBERNETES_SERVICE_PORT" }}',
        '{{- $builders = append $builders (dict "name" "k8s_builder" "path" "/opt/hyperledger/k8s_builder" "propagateEnvironment" $environment) }}',
        '{{- end }}',
        '{{- if .peer.chaincodeAsAService.enabled }}',
        '{{- $builders = append $builders (dict "name" "ccaas_builder" "path" "/opt/hyperledger/ccaas_builder" "propagateEnvironment" (list "CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG")) }}',
        '{{- end }}',
        '{{- toJson $builders }}',
      ].join('\n'),
      'a list of objects is put together',
      { reads: [peer.externalBuilders, peer.kubernetesBuilder.enabled, peer.chaincodeAsAService.enabled] },
    )}
  `,
);

const externalBuilders = textOf(buildersTemplate);

const chaincode = define(
  'fabric-dind.peer.env.chaincode',
  'peer',
  'Building and running chaincode.',
  yaml`
    ${when(
      hasDocker,
      yaml`
        CORE_VM_ENDPOINT: ${choose(peer.dind.enabled, 'unix:///run/dind/docker.sock', 'unix:///run/host-docker.sock')}
        # In the sidecar, the Pod's network: chaincode reaches the peer at 127.0.0.1, and port 7052 never leaves the Pod.
        CORE_VM_DOCKER_HOSTCONFIG_NETWORKMODE: ${choose(peer.dind.enabled, 'host', peer.hostDocker.networkMode)}
        CORE_VM_DOCKER_HOSTCONFIG_MEMORY: "${divide(thousandths(peer.chaincode.memory), 1000)}"
        ${when(
          isSet(thousandths(peer.chaincode.cpu)),
          yaml`
            CORE_VM_DOCKER_HOSTCONFIG_CPUPERIOD: "100000"
            CORE_VM_DOCKER_HOSTCONFIG_CPUQUOTA: "${multiply(thousandths(peer.chaincode.cpu), 100)}"
          `,
        )}
        ${when(
          peer.chaincode.capabilitiesDrop,
          yaml`CORE_VM_DOCKER_HOSTCONFIG_CAPDROP: ${joined(' ', peer.chaincode.capabilitiesDrop)}`,
        )}
        ${when(
          peer.chaincode.noNewPrivileges,
          yaml`CORE_VM_DOCKER_HOSTCONFIG_SECURITYOPT: no-new-privileges`,
        )}
        ${when(peer.chaincode.dns, yaml`CORE_VM_DOCKER_HOSTCONFIG_DNS: ${joined(' ', peer.chaincode.dns)}`)}
        ${when(
          peer.chaincode.extraHosts,
          yaml`CORE_VM_DOCKER_HOSTCONFIG_EXTRAHOSTS: ${joined(' ', peer.chaincode.extraHosts)}`,
        )}
        CORE_VM_DOCKER_ATTACHSTDOUT: "${peer.chaincode.attachStdout}"
        CORE_CHAINCODE_BUILDER: ${chaincodeImages.builder}
        CORE_CHAINCODE_GOLANG_RUNTIME: ${chaincodeImages.golang}
        CORE_CHAINCODE_NODE_RUNTIME: ${chaincodeImages.node}
        CORE_CHAINCODE_JAVA_RUNTIME: ${chaincodeImages.java}
        CORE_CHAINCODE_PULL: "${peer.chaincode.pull}"
        ${when(peer.chaincode.goProxy, yaml`GOPROXY: ${peer.chaincode.goProxy}`)}
        ${when(peer.chaincode.goSumDb, yaml`GOSUMDB: ${peer.chaincode.goSumDb}`)}
      `,
    )}
    ${when(
      chaincodeIsOutside,
      yaml`
        CORE_PEER_CHAINCODELISTENADDRESS: 0.0.0.0:7052
        CORE_PEER_CHAINCODEADDRESS: ${chaincodeAddress}
      `,
      yaml`CORE_PEER_CHAINCODELISTENADDRESS: 127.0.0.1:7052`,
    )}
    ${when(
      peer.hostDocker.enabled,
      yaml`
        POD_IP:
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
      `,
    )}
    ${when(listsBuilders, yaml`CORE_CHAINCODE_EXTERNALBUILDERS: ${externalBuilders}`)}
    ${when(
      peer.chaincodeAsAService.builderConfig,
      yaml`CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: ${json(peer.chaincodeAsAService.builderConfig)}`,
    )}
    ${when(
      peer.kubernetesBuilder.enabled,
      yaml`
        FABRIC_K8S_BUILDER_NAMESPACE: ${orElse(peer.kubernetesBuilder.namespace, release.namespace)}
        FABRIC_K8S_BUILDER_SERVICE_ACCOUNT: ${peer.kubernetesBuilder.serviceAccountName}
        FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX: ${peer.kubernetesBuilder.objectNamePrefix}
        FABRIC_K8S_BUILDER_START_TIMEOUT: ${peer.kubernetesBuilder.startTimeout}
        FABRIC_K8S_BUILDER_DEBUG: "${peer.kubernetesBuilder.debug}"
        ${when(
          peer.kubernetesBuilder.nodeRole,
          yaml`FABRIC_K8S_BUILDER_NODE_ROLE: ${peer.kubernetesBuilder.nodeRole}`,
        )}
      `,
    )}
    CORE_CHAINCODE_INSTALLTIMEOUT: ${peer.chaincode.installTimeout}
    CORE_CHAINCODE_STARTUPTIMEOUT: ${peer.chaincode.startupTimeout}
    CORE_CHAINCODE_EXECUTETIMEOUT: ${peer.chaincode.executeTimeout}
    CORE_CHAINCODE_LOGGING_LEVEL: ${peer.chaincodeLogging.level}
    CORE_CHAINCODE_LOGGING_SHIM: ${peer.chaincodeLogging.shim}
  `,
);

/** All of Fabric's variables that the chart sets, as a map. */
export const peerEnv = define(
  'fabric-dind.peer.env',
  'peer',
  "Fabric's configuration as a map, so that a variable of the user's can take the place of the chart's.",
  yaml`
    ${include(identity)}
    ${include(network)}
    ${include(operations)}
    ${include(chaincode)}
  `,
);

export const file: Library = {
  path: 'templates/_fabric.tpl',
  about: "Fabric's configuration",
  templates: [identity, network, operations, buildersTemplate, chaincode, peerEnv],
};
