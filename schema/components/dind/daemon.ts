/** Settings of dockerd, under the names of daemon.json in camel case. */
import type { JSONSchema7 } from 'json-schema';
import {
  choice,
  flag,
  integer,
  type Limits,
  list,
  map,
  type Node,
  passthrough,
  section,
  stringMap,
  text,
} from '../../model/node.ts';
import { httpUrl, ipAddress, ipv4Range, objectName, registryHost } from '../../shared/patterns.ts';

const nameServer: Node = {
  type: 'string',
  pattern: ipAddress.pattern,
  $comment: `expects: ${ipAddress.expects}`,
};

/** Keys that daemon.json gets; `<<` would be YAML's merge key on the way there. */
const plainName: JSONSchema7 = {
  pattern: '^[A-Za-z0-9][-A-Za-z0-9_.]*$',
  $comment: 'expects: letters, digits, "-", "_" and "."',
};

const ulimit: Node = { type: 'integer', minimum: -1, maximum: Number.MAX_SAFE_INTEGER };

/** Names that dockerd knows (docker/go-units, ulimit.go). */
const ulimitName: JSONSchema7 = {
  pattern:
    '^(core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$',
  $comment: 'expects: the name of a ulimit such as nofile or nproc',
};

/** A proxy may want a name and a password. */
const proxyUrl: Limits = {
  pattern: '^((https?|socks5)://[!-~]+)?$',
  expects: 'empty or a URL such as http://proxy.example.com:3128',
};

export const daemon: Node = section(
  'Settings of dockerd. Most are written to its daemon.json; `mtu`, `ulimits`, `iptablesBackend`, `rawTable`, `minApiVersion` and `registryCAs` reach it in other ways.',
  {
    storageDriver: choice(
      ['overlay2', 'fuse-overlayfs', 'btrfs', 'zfs', 'vfs', 'containerd'],
      'overlay2',
      "Where images live. `overlay2` fails loudly where it cannot work; `containerd` is Docker 29's own image store, which some nodes refuse.",
    ),
    containerSize: text(
      '',
      'Largest size of what a container writes (`overlay2.size` and the like), e.g. `2G`; empty: no limit. Builds count, too. Only where the storage driver can: overlay2 on xfs with project quotas, btrfs, zfs.',
      { pattern: '^([1-9][0-9]*[kKmMgGtT]?)?$', expects: 'empty or a size as Docker has it, such as 2G' },
    ),
    mtu: integer(0, "MTU of Docker's networks; 0: that of the Pod's interface, measured at each start.", {
      minimum: 0,
      maximum: 65535,
    }),
    bridgeAddress: text(
      '198.18.0.1/24',
      'Address and range of the default bridge, on which chaincode is compiled. It must not overlap with Pods, Services or anything that builds must reach; the default lies outside the private ranges.',
      ipv4Range,
    ),
    addressPools: list(
      {
        type: 'object',
        additionalProperties: false,
        required: ['base', 'size'],
        properties: {
          base: {
            type: 'string',
            pattern: ipv4Range.pattern,
            $comment: 'expects: an IPv4 range',
            description: 'Range to take networks from.',
          },
          size: {
            type: 'integer',
            minimum: 8,
            maximum: 30,
            description: 'Prefix length of each network.',
          },
        },
      },
      'Ranges for further networks; Fabric makes none.',
    ),
    iptables: flag(
      true,
      'Let Docker set up NAT. Without it builds have no network, which is enough for vendored Go.',
    ),
    iptablesBackend: choice(
      ['auto', 'nft', 'legacy'],
      'auto',
      "Which iptables to use; `auto` leaves it to the image's entrypoint.",
    ),
    rawTable: flag(
      true,
      "Use iptables' raw table (Docker 28 and newer); switch off where the node's kernel lacks it.",
    ),
    dns: list(nameServer, "DNS servers of containers on the bridge; empty: the Pod's."),
    registryMirrors: list(
      { type: 'string', pattern: httpUrl.pattern, $comment: `expects: ${httpUrl.expects}` },
      'Mirrors of docker.io, as URLs.',
    ),
    insecureRegistries: list(
      {
        type: 'string',
        pattern: `${registryHost.pattern}|${ipv4Range.pattern}`,
        $comment: `expects: ${registryHost.expects}, or an IPv4 range`,
      },
      'Registries that may be reached without valid TLS.',
    ),
    registryCAs: {
      ...map(
        {
          type: 'string',
          pattern: objectName.pattern,
          maxLength: objectName.maxLength,
          $comment: 'expects: the name of a ConfigMap',
        },
        'CA bundles of registries, by registry host (with port): the name of a ConfigMap that has the key `ca.crt`.',
        { examples: [{ 'registry.example.com:5000': 'registry-ca' }] },
      ),
      propertyNames: {
        pattern: registryHost.pattern,
        $comment: `expects: ${registryHost.expects}`,
      },
    },
    proxy: section("Proxies for the daemon's pulls; builds do not get them.", {
      http: text('', 'HTTP proxy, a URL.', proxyUrl),
      https: text('', 'HTTPS proxy, a URL.', proxyUrl),
      noProxy: text('', 'Hosts to reach directly, separated by commas.', {
        pattern: '^[!-~]*$',
        expects: 'hosts separated by commas, without blanks',
      }),
    }),
    logDriver: text('json-file', 'Log driver of build containers and of chaincode without one of its own.', {
      pattern: '^[a-z0-9_-]+$',
      expects: 'the name of a log driver',
    }),
    logOptions: {
      ...stringMap(
        'Options of the log driver, on top of those that the chart sets for `json-file` and `local` (max-size 10m, max-file 3).',
      ),
      propertyNames: plainName,
    },
    maxConcurrentDownloads: integer(3, 'Layers pulled at a time.', { minimum: 1 }),
    maxConcurrentUploads: integer(5, 'Layers pushed at a time; a peer pushes none.', { minimum: 1 }),
    ulimits: {
      ...map(
        {
          type: 'object',
          additionalProperties: false,
          required: ['soft', 'hard'],
          properties: {
            soft: { ...ulimit, description: 'Soft limit, at most the hard one; -1: none.' },
            hard: { ...ulimit, description: 'Hard limit; -1: none.' },
          },
        },
        "Default ulimits of containers by name, e.g. `nofile`. Beyond the node's own hard limit no container starts.",
      ),
      propertyNames: ulimitName,
    },
    shutdownTimeout: integer(15, 'Seconds that dockerd waits for containers when it stops.', { minimum: 1 }),
    minApiVersion: text(
      '',
      "Lowest API version to serve; empty: the daemon's own. It does not let Fabric below 2.5.15 and 3.1.4 build on Docker 29: dockerd panics at the end of such builds.",
      {
        pattern: '^([0-9]+\\.[0-9]+)?$',
        expects: 'empty or an API version such as 1.24',
      },
    ),
    debug: flag(false, 'Debug log of dockerd.'),
    experimental: flag(false, 'Experimental features of dockerd.'),
    features: { ...map({ type: 'boolean' }, 'Feature flags of dockerd.'), propertyNames: plainName },
    settings: {
      ...passthrough('Further keys of daemon.json; they win over the settings above.'),
      propertyNames: {
        not: { enum: ['hosts', 'group', 'mtu', 'data-root', 'metrics-addr', '<<'] },
        $comment:
          'expects: another key; hosts, group, mtu and data-root stay with the chart, metrics-addr is dind.metrics',
      },
    },
  },
);
