/** The Docker-in-Docker sidecar's container. */
import { add, and, eq, isSet, multiply, not, or, seconds } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import {
  define,
  environment,
  field,
  go,
  merged,
  rangeMap,
  textOf,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { hasHandler, probe } from '../../shared/probes.ts';
import { env, resourcesOf } from '../../shared/scalars.ts';
import { scriptsMount } from '../scripts/index.ts';
import { socketMount } from './volumes.ts';

const { daemon } = peer.dind;

/** Whether readiness is the chart's own script, which tells the sidecar. */
const tellsWhenUp = and(isSet(peer.readinessProbe), not(hasHandler(peer.readinessProbe)));

export const ulimits = define(
  'fabric-dind.dind.ulimits',
  'peer',
  'Default ulimits of containers in one line, as name=soft:hard.',
  go`
    {{- $limits := list }}
    ${rangeMap(
      daemon.ulimits,
      'name',
      'limit',
      (name, limit) =>
        go`{{- $limits = append $limits (printf "%s=%d:%d" ${name} ${field(limit, 'soft')} ${field(limit, 'hard')}) }}`,
    )}
    {{- join " " $limits }}
  `,
);

export const environmentMap = define(
  'fabric-dind.dind.env',
  'peer',
  "The sidecar's environment as a map, so that a variable of the user's can take the place of the chart's.",
  yaml`
    DOCKER_HOST: unix:///run/dind/docker.sock
    # Empty: the image's entrypoint would otherwise make TLS certificates that nobody needs.
    DOCKER_TLS_CERTDIR: ""
    DIND_MTU: "${daemon.mtu}"
    # Fabric gives up a build after this time, but leaves its container running.
    DIND_BUILD_TIMEOUT: "${add(seconds(peer.chaincode.installTimeout), 30)}"
    ${withValue(peer.dind.pidsLimit, (limit) => yaml`DIND_PIDS_LIMIT: "${limit}"`)}
    ${when(
      tellsWhenUp,
      yaml`
        # The peer's readiness probe tells the sidecar when the peer serves.
        PEER_TELLS: "true"
      `,
    )}
    ${when(
      peer.dind.metrics.enabled,
      yaml`
        POD_IP:
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        DIND_METRICS_PORT: "${peer.dind.metrics.port}"
      `,
    )}
    ${when(eq(daemon.iptablesBackend, 'legacy'), yaml`DOCKER_IPTABLES_LEGACY: "1"`)}
    ${when(eq(daemon.iptablesBackend, 'nft'), yaml`DOCKER_IPTABLES_LEGACY: ""`)}
    ${when(not(daemon.rawTable), yaml`DOCKER_INSECURE_NO_IPTABLES_RAW: "1"`)}
    ${withValue(daemon.minApiVersion, (version) => yaml`DOCKER_MIN_API_VERSION: ${version}`)}
    ${when(
      daemon.ulimits,
      yaml`
        # Given to dockerd at its start, because only there the node's own limits are known.
        DIND_ULIMITS: ${textOf(ulimits)}
      `,
    )}
  `,
);

export const sidecarSecurity = define(
  'fabric-dind.dind.securityContext',
  'peer',
  "The sidecar's security context, as its isolation needs it.",
  yaml`
    ${when(
      or(eq(peer.dind.isolation, 'privileged'), eq(peer.dind.isolation, 'kata')),
      yaml`privileged: true`,
      yaml`privileged: false`,
    )}
    ${when(
      eq(peer.dind.isolation, 'userns'),
      yaml`
        # In the user namespace these reach nothing outside; /proc must be whole for containers to be made.
        capabilities:
          add:
            - SYS_ADMIN
            - NET_ADMIN
        procMount: Unmasked
        seccompProfile:
          type: Unconfined
        appArmorProfile:
          type: Unconfined
      `,
    )}
  `,
);

/** The daemon as a native sidecar: it starts before the peer and stops after it. */
export const container = define(
  'fabric-dind.dind.container',
  'peer',
  'The daemon as a native sidecar: ready before the peer starts, because Fabric remembers a failed build for the life of its process, and stopped after it.',
  yaml`
    - name: dind
      image: ${imageReference(peer.dind.image)}
      imagePullPolicy: ${peer.dind.image.pullPolicy}
      restartPolicy: Always
      command:
        - sh
        - /etc/fabric-dind/dind.sh
      args:
        - --group=${peer.dind.socketGroupId}
        ${withValue(peer.dind.extraArgs, (args) => yaml`${toYaml(args)}`)}
      env:
        ${environment(env, [environmentMap], peer.dind.env)}
      ${probe(
        'startupProbe',
        peer.dind.startupProbe,
        yaml`
          exec:
            command:
              - sh
              - /etc/fabric-dind/daemon-up.sh
        `,
      )}
      ${probe(
        'livenessProbe',
        peer.dind.livenessProbe,
        yaml`
          exec:
            command:
              - docker
              - version
        `,
      )}
      ${when(
        peer.dind.prewarm.enabled,
        yaml`
          readinessProbe:
            exec:
              command:
                - sh
                - /etc/fabric-dind/chaincode.sh
                - warm
                - "${peer.dind.prewarm.timeoutSeconds}"
            periodSeconds: 10
            # The script waits within one probe, for the peer and then for chaincode.
            timeoutSeconds: ${add(multiply(peer.dind.prewarm.timeoutSeconds, 2), 15)}
        `,
      )}
      ${when(
        peer.dind.metrics.enabled,
        yaml`
          ports:
            - name: docker-metrics
              containerPort: ${peer.dind.metrics.port}
        `,
      )}
      ${resourcesOf(peer.dind.resources)}
      securityContext:
        ${merged(sidecarSecurity, peer.dind.securityContext)}
      volumeMounts:
        ${scriptsMount('dind')}
        # The socket's folder alone: with /run on a volume, stale pid files stop a restarted daemon.
        ${socketMount}
        - name: docker
          mountPath: /var/lib/docker
        ${withValue(peer.dind.extraVolumeMounts, (mounts) => yaml`${toYaml(mounts)}`)}
  `,
);
