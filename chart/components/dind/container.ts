/** `_dind.tpl`: the Docker-in-Docker sidecar. */
import { imageReference } from '../../../schema/components/chaincode/images.ts';
import { add, eq, multiply, not, or } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import {
  define,
  environment,
  merged,
  raw,
  rawPipeline,
  textOf,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { probe } from '../../shared/probes.ts';

const { daemon } = peer.dind;

const ulimits = define(
  'fabric-dind.dind.ulimits',
  'peer',
  'Default ulimits of containers in one line, as name=soft:hard.',
  yaml`
    ${raw(
      [
        '{{- $limits := list }}',
        '{{- range $name, $limit := .peer.dind.daemon.ulimits }}',
        '{{- $limits = append $limits (printf "%s=%d:%d" $name (int64 $limit.soft) (int64 $limit.hard)) }}',
        '{{- end }}',
        '{{- join " " $limits }}',
      ].join('\n'),
      'a map becomes one text',
      { reads: [daemon.ulimits] },
    )}
  `,
);

const dindEnv = define(
  'fabric-dind.dind.env',
  'peer',
  "The sidecar's environment as a map, so that a variable of the user's can take the place of the chart's.",
  yaml`
    DOCKER_HOST: unix:///run/dind/docker.sock
    # Empty: the image's entrypoint would otherwise make TLS certificates that nobody needs.
    DOCKER_TLS_CERTDIR: ""
    DIND_MTU: "${daemon.mtu}"
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
    ${when(daemon.minApiVersion, yaml`DOCKER_MIN_API_VERSION: ${daemon.minApiVersion}`)}
    ${when(
      daemon.ulimits,
      yaml`
        # Given to dockerd at its start, because only there the node's own limits are known.
        DIND_ULIMITS: ${textOf(ulimits)}
      `,
    )}
  `,
);

const sidecarSecurity = define(
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
export const dindContainer = define(
  'fabric-dind.dind.container',
  'peer',
  'The daemon as a native sidecar: ready before the peer starts, because Fabric remembers a failed build for the life\n     of its process, and stopped after it.',
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
        ${environment(dindEnv, peer.dind.env)}
      ${probe(
        yaml`startupProbe:`,
        peer.dind.startupProbe,
        yaml`
          exec:
            command:
              - sh
              - /etc/fabric-dind/daemon-up.sh
        `,
      )}
      ${probe(
        yaml`livenessProbe:`,
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
      ${withValue(
        peer.dind.resources,
        (resources) => yaml`
          resources:
            ${toYaml(resources)}
        `,
      )}
      securityContext:
        ${merged(sidecarSecurity, peer.dind.securityContext)}
      volumeMounts:
        - name: runtime
          mountPath: /etc/fabric-dind
          readOnly: true
        # The socket's folder alone: with /run on a volume, stale pid files stop a restarted daemon.
        - name: docker-socket
          mountPath: /run/dind
        - name: docker
          mountPath: /var/lib/docker
        ${withValue(peer.dind.extraVolumeMounts, (mounts) => yaml`${toYaml(mounts)}`)}
  `,
);

/** dockerd's configuration file as a map, without the keys that the user adds. */
const daemonConfig = define(
  'fabric-dind.dind.daemonConfig',
  'peer',
  "dockerd's daemon.json as a map. Empty lists and maps are left out, or dockerd's own defaults would be lost.",
  yaml`
    ${when(
      eq(daemon.storageDriver, 'containerd'),
      yaml`storage-driver: overlayfs`,
      yaml`storage-driver: ${daemon.storageDriver}`,
    )}
    features:
      containerd-snapshotter: ${eq(daemon.storageDriver, 'containerd')}
      ${withValue(daemon.features, (features) => yaml`${toYaml(features)}`)}
    # Chaincode uses the Pod's network; a proxy process per published port would serve nobody.
    userland-proxy: false
    ${when(
      daemon.iptables,
      yaml`bip: ${daemon.bridgeAddress}`,
      yaml`
        bridge: none
        iptables: false
        ip6tables: false
        ip-forward: false
      `,
    )}
    ${withValue(
      daemon.addressPools,
      (pools) => yaml`
        default-address-pools:
          ${toYaml(pools)}
      `,
    )}
    ${withValue(
      daemon.dns,
      (dns) => yaml`
        dns:
          ${toYaml(dns)}
      `,
    )}
    ${withValue(
      daemon.registryMirrors,
      (mirrors) => yaml`
        registry-mirrors:
          ${toYaml(mirrors)}
      `,
    )}
    ${withValue(
      daemon.insecureRegistries,
      (registries) => yaml`
        insecure-registries:
          ${toYaml(registries)}
      `,
    )}
    ${when(
      or(daemon.proxy.http, daemon.proxy.https),
      yaml`
        proxies:
          http-proxy: ${daemon.proxy.http}
          https-proxy: ${daemon.proxy.https}
          no-proxy: ${daemon.proxy.noProxy}
      `,
    )}
    log-driver: ${daemon.logDriver}
    ${when(
      or(daemon.logOptions, eq(daemon.logDriver, 'json-file'), eq(daemon.logDriver, 'local')),
      yaml`
        log-opts:
          ${rawPipeline(
            'mergeOverwrite (ternary (dict "max-size" "10m" "max-file" "3") dict (has .peer.dind.daemon.logDriver (list "json-file" "local"))) .peer.dind.daemon.logOptions | toYaml',
            'defaults that depend on the driver, with options of the user over them',
            { reads: [daemon.logDriver, daemon.logOptions] },
          )}
      `,
    )}
    max-concurrent-downloads: ${daemon.maxConcurrentDownloads}
    max-concurrent-uploads: ${daemon.maxConcurrentUploads}
    shutdown-timeout: ${daemon.shutdownTimeout}
    debug: ${daemon.debug}
    experimental: ${daemon.experimental}
  `,
);

/** dockerd's configuration file. */
export const daemonJson = define(
  'fabric-dind.dind.daemonJson',
  'peer',
  "dockerd's daemon.json. Keys of dind.daemon.settings win over the typed settings.",
  yaml`
    ${rawPipeline(
      'mergeOverwrite (include "fabric-dind.dind.daemonConfig" . | fromYaml) .peer.dind.daemon.settings | toPrettyJson',
      'the file is JSON',
      { uses: [daemonConfig], reads: [daemon.settings] },
    )}
  `,
);

export const file: Library = {
  path: 'templates/_dind.tpl',
  about: 'The Docker-in-Docker sidecar',
  templates: [ulimits, dindEnv, sidecarSecurity, dindContainer, daemonConfig, daemonJson],
};
