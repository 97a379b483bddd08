/** How the peer builds and runs chaincode. */
import { chaincodeImages } from '../../../schema/components/chaincode/facts.ts';
import { hasDocker } from '../../../schema/components/dind/facts.ts';
import { chaincodeAddress, chaincodeIsOutside } from '../../../schema/components/service/facts.ts';
import {
  choose,
  divide,
  greaterThan,
  isSet,
  joined,
  multiply,
  thousandths,
} from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import { ports } from '../../../schema/shared/ports.ts';
import { define, passedOn, toYaml, when, withValue, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';
import { ledgerMount } from '../ledger/index.ts';
import { scriptsMount } from '../scripts/index.ts';

const environment = define(
  'fabric-dind.chaincode.env',
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
          greaterThan(thousandths(peer.chaincode.cpu), 0),
          yaml`
            CORE_VM_DOCKER_HOSTCONFIG_CPUPERIOD: "100000"
            CORE_VM_DOCKER_HOSTCONFIG_CPUQUOTA: "${multiply(thousandths(peer.chaincode.cpu), 100)}"
          `,
        )}
        ${withValue(peer.chaincode.capabilitiesDrop, (capabilities) => yaml`CORE_VM_DOCKER_HOSTCONFIG_CAPDROP: ${joined(' ', capabilities)}`)}
        ${when(
          peer.chaincode.noNewPrivileges,
          yaml`CORE_VM_DOCKER_HOSTCONFIG_SECURITYOPT: no-new-privileges`,
        )}
        ${withValue(peer.chaincode.dns, (dns) => yaml`CORE_VM_DOCKER_HOSTCONFIG_DNS: ${joined(' ', dns)}`)}
        ${withValue(peer.chaincode.extraHosts, (hosts) => yaml`CORE_VM_DOCKER_HOSTCONFIG_EXTRAHOSTS: ${joined(' ', hosts)}`)}
        CORE_VM_DOCKER_ATTACHSTDOUT: "${peer.chaincode.attachStdout}"
        CORE_CHAINCODE_BUILDER: ${chaincodeImages.builder}
        CORE_CHAINCODE_GOLANG_RUNTIME: ${chaincodeImages.golang}
        CORE_CHAINCODE_NODE_RUNTIME: ${chaincodeImages.node}
        CORE_CHAINCODE_JAVA_RUNTIME: ${chaincodeImages.java}
        CORE_CHAINCODE_PULL: "${peer.chaincode.pull}"
        ${withValue(peer.chaincode.goProxy, (proxy) => yaml`GOPROXY: ${proxy}`)}
        ${withValue(peer.chaincode.goSumDb, (database) => yaml`GOSUMDB: ${database}`)}
      `,
    )}
    ${when(
      chaincodeIsOutside,
      yaml`
        CORE_PEER_CHAINCODELISTENADDRESS: 0.0.0.0:${ports.chaincode}
        CORE_PEER_CHAINCODEADDRESS: ${chaincodeAddress}
      `,
      yaml`CORE_PEER_CHAINCODELISTENADDRESS: 127.0.0.1:${ports.chaincode}`,
    )}
    CORE_CHAINCODE_INSTALLTIMEOUT: ${peer.chaincode.installTimeout}
    CORE_CHAINCODE_STARTUPTIMEOUT: ${peer.chaincode.startupTimeout}
    CORE_CHAINCODE_EXECUTETIMEOUT: ${peer.chaincode.executeTimeout}
    CORE_CHAINCODE_LOGGING_LEVEL: ${peer.chaincodeLogging.level}
    CORE_CHAINCODE_LOGGING_SHIM: ${peer.chaincodeLogging.shim}
  `,
);

const removal = define(
  'fabric-dind.chaincode.removal',
  'peer',
  'Removes packages that the values name. As the user of the peer and before it starts: a running peer would keep what it has read.',
  yaml`
    - name: remove-packages
      image: ${imageReference(peer.image)}
      imagePullPolicy: ${peer.image.pullPolicy}
      command:
        - sh
        - /etc/fabric-dind/remove-packages.sh
      args:
        ${toYaml(peer.chaincode.removePackages)}
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        ${scriptsMount('peer')}
        ${ledgerMount}
  `,
);

export const chaincode: Component = {
  name: 'chaincode',
  about: 'Building and running chaincode',
  templates: [environment, removal],
  initContainers: [{ body: removal, when: isSet(peer.chaincode.removePackages) }],
  environment: [environment],
};
