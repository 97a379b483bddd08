/** `NOTES.txt`: what was deployed, what is missing, and what to do next. */
import { network } from '../../schema/components/devnet/names.ts';
import { exposedHost, gatewayServiceName, isExposed } from '../../schema/components/exposure/facts.ts';
import { address, hostname, peerFullname } from '../../schema/components/peer/facts.ts';
import { releaseObjects } from '../../schema/components/release/names.ts';
import { astOf, expr } from '../../schema/expression/ast.ts';
import { and, count, eq, greaterThan, isSet, not, or } from '../../schema/expression/build.ts';
import { allPeers, peer, release, v } from '../../schema/expression/references.ts';
import { needs } from '../components/identity/index.ts';
import { rolloutSeconds } from '../components/rollout/index.ts';
import type { Manifest } from '../file.ts';
import { eachPeer, go, goValue, include, range, text, when, withValue } from '../language/index.ts';
import { warnings } from './rules.ts';
import { peers } from './scopes.ts';

/**
 * The peers before an upgrade. Asked of an object that Helm may read in any case, because it is the release's own; without
 * a cluster there is none.
 */
const peersBefore = expr<string>({
  kind: 'go',
  pieces: [
    'dig "data" "peers" "" (lookup "v1" "ConfigMap" ',
    release.namespace[astOf],
    ' ',
    releaseObjects.gossip[astOf],
    ')',
  ],
  problems: [],
});

export const file: Manifest = {
  path: 'templates/NOTES.txt',
  about: 'What helm prints after an installation',
  body: text`
    ${go`{{- ${peers} }}`}
    Peers of ${v.mspId} in namespace ${release.namespace}:
    ${eachPeer(text`
      ${when(
        not(peer.enabled),
        text`- ${peerFullname}: disabled; its claims are kept`,
        text`
          ${when(
            eq(peer.replicas, 0),
            text`- ${peerFullname}: stopped (replicas: 0)`,
            text`
              - ${peerFullname}: ${address}
                ${include(needs)}
                ${when(peer.identity.tls.enabled, text`its TLS certificate must name ${hostname}`)}
                ${when(isExposed, text`and ${exposedHost}, by which the outside reaches it (expose)`)}
                ${when(v.gatewayService.enabled, text`and ${gatewayServiceName}.${release.namespace}.svc, the Service over all peers`)}
                ${when(
                  eq(peer.service.type, 'LoadBalancer'),
                  text`its address outside appears in: kubectl --namespace ${release.namespace} get service ${peerFullname}`,
                )}
                ${when(
                  not(peer.identity.restartOnChange),
                  text`reads a renewed certificate only when you restart it (identity.restartOnChange)`,
                )}
            `,
          )}
        `,
      )}
    `)}
    ${when(
      and(greaterThan(count(allPeers), 1), not(v.rollout.enabled)),
      text`

        An upgrade restarts all peers that it changes at once. Set rollout.enabled to restart them one after the other.
      `,
    )}
    ${when(
      v.rollout.enabled,
      text`

        An upgrade waits for the rollout of all peers: give helm a --timeout of ${rolloutSeconds} seconds or more.
      `,
    )}
    ${when(
      release.isUpgrade,
      go`
        {{- $before := ${peersBefore} | splitList " " }}
        ${eachPeer(go`{{- $before = without $before ${peerFullname} }}`)}
        ${range(
          goValue<readonly string[]>()`compact $before`,
          'name',
          (name) => text`

            ${name} is not among the peers any more: its Pod and Services go, and its claims are kept. Was it renamed or removed by mistake? "helm rollback" brings it back; peers.<name>.enabled: false says that it is to be away.
          `,
        )}
      `,
    )}
    ${withValue(
      goValue<string>()`${warnings}`,
      (lines) => text`

        Worth a second look:
        ${lines}
      `,
    )}

    Peers wait for Secrets that are missing: look with
      kubectl --namespace ${release.namespace} get pods,pvc -l app.kubernetes.io/instance=${release.name}
      kubectl --namespace ${release.namespace} describe pods -l app.kubernetes.io/instance=${release.name}
    When they are ready:
      helm --namespace ${release.namespace} test ${release.name}
    ${when(
      or(isSet(v.channels), isSet(v.chaincodes)),
      text`
        Jobs join channels, install chaincode and commit it. What they wait for, and what they saw last:
          kubectl --namespace ${release.namespace} logs --prefix --tail=5 -l app.kubernetes.io/instance=${release.name},app.kubernetes.io/component=administrator
          kubectl --namespace ${release.namespace} get configmap ${releaseObjects.channels} -o yaml
      `,
      text`
        Then join a channel and install chaincode as on any peer. Or say so in channels and chaincodes, and Jobs do it.
      `,
    )}
    ${when(v.peer.dind.enabled, text`Chaincode is built and runs in the Pod of its peer, in the container dind.`)}
    ${when(v.peer.hostDocker.enabled, text`Chaincode is built and runs on the Docker of the peer's node.`)}
    ${when(
      v.peer.kubernetesBuilder.enabled,
      text`Chaincode of the type k8s runs as Kubernetes Jobs: kubectl --namespace ${release.namespace} get jobs.`,
    )}
    ${when(
      not(or(v.peer.dind.enabled, v.peer.hostDocker.enabled)),
      text`There is no Docker daemon: packages are of the type ccaas, or what an external builder takes.`,
    )}
    ${when(
      v.devnet.enabled,
      text`

        The devnet makes these Secrets itself. Another organisation joins its channel with these values, in this namespace:
          mspId: Org2MSP
          devnet:
            enabled: true
            joins: ${network}
            channel: ${v.devnet.channel}
            orderers: ${v.devnet.orderers}
      `,
    )}
  `,
};
