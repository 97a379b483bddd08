/** dockerd's configuration file. */
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { choose, eq, fact, format, isSet, or } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import {
  define,
  goValue,
  include,
  merged,
  mergedJson,
  passedOn,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';

const { daemon } = peer.dind;

const rotates = or(eq(daemon.logDriver, 'json-file'), eq(daemon.logDriver, 'local'));

export const logDefaults = define(
  'fabric-dind.dind.logDefaults',
  'peer',
  'Options of the log drivers that rotate: without them a log grows until the disk is full.',
  yaml`
    ${when(
      rotates,
      yaml`
        max-size: 10m
        max-file: "3"
      `,
    )}
  `,
);

/** dockerd's configuration file as a map, without the keys that the user adds. */
export const daemonConfig = define(
  'fabric-dind.dind.daemonConfig',
  'peer',
  "dockerd's daemon.json as a map. Empty lists and maps are left out, or dockerd's own defaults would be lost.",
  yaml`
    ${when(
      eq(daemon.storageDriver, 'containerd'),
      yaml`storage-driver: overlayfs`,
      yaml`storage-driver: ${daemon.storageDriver}`,
    )}
    ${withValue(
      daemon.containerSize,
      (size) => yaml`
        storage-opts:
          - ${choose(eq(daemon.storageDriver, 'overlay2'), format('overlay2.size=%s', size), format('size=%s', size))}
      `,
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
    ${passedOn('default-address-pools', daemon.addressPools)}
    ${passedOn('dns', daemon.dns)}
    ${passedOn('registry-mirrors', daemon.registryMirrors)}
    ${passedOn('insecure-registries', daemon.insecureRegistries)}
    ${when(
      or(isSet(daemon.proxy.http), isSet(daemon.proxy.https)),
      yaml`
        proxies:
          http-proxy: ${daemon.proxy.http}
          https-proxy: ${daemon.proxy.https}
          no-proxy: ${daemon.proxy.noProxy}
      `,
    )}
    log-driver: ${daemon.logDriver}
    ${when(
      or(isSet(daemon.logOptions), rotates),
      yaml`
        log-opts:
          ${merged(logDefaults, daemon.logOptions)}
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
  yaml`${mergedJson(daemonConfig, daemon.settings)}`,
);

/** The ConfigMap of the configuration, named by its content. */
export const daemonConfigName = fact(
  'daemonConfig',
  "The ConfigMap of dockerd's configuration, named by its content: a changed one restarts the peer, and never reaches a running daemon.",
  goValue<string>()`printf "%s-dind-%s" ${peerFullname} (${daemonJson} | sha256sum | trunc 8)`,
);

export const daemonConfigMap = define(
  'fabric-dind.dind.configMap',
  'peer',
  "The configuration of the peer's daemon.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(daemonConfigName, { of: 'peer' })}
    immutable: true
    data:
      daemon.json: |
        ${include(daemonJson)}
  `,
);
