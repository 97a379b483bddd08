/** How the peer builds and runs chaincode. */
import {
  bytes,
  choice,
  cpus,
  duration,
  flag,
  integer,
  list,
  type Node,
  section,
  text,
} from '../../model/node.ts';
import { hostEntry, ipAddress, optionalImageReference } from '../../shared/patterns.ts';

const languageImage = (what: string): Node =>
  text(
    '',
    `Image ${what}, as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.`,
    optionalImageReference,
  );

/** Fabric's LabelRegexp (core/chaincode/persistence/chaincode_package.go), and the package's SHA-256. */
const packageId = {
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.+-]*:[0-9a-f]{64}$',
  expects: 'the identifier of a package: its label, ":" and 64 hexadecimal digits',
} as const;

/** Limits of chaincode containers that only Docker knows. */
const containerSettings: Record<string, Node> = {
  capabilitiesDrop: list(
    { type: 'string', pattern: '^[A-Z_]+$', $comment: 'expects: a Linux capability such as NET_RAW, or ALL' },
    'Linux capabilities that chaincode does without. Build containers keep theirs: Fabric gives them no settings at all.',
    { value: ['ALL'] },
  ),
  noNewPrivileges: flag(true, 'Forbid chaincode to gain privileges, e.g. by setuid programs.'),
  dns: list(
    { type: 'string', pattern: ipAddress.pattern, $comment: `expects: ${ipAddress.expects}` },
    "DNS servers of chaincode; empty: the Pod's. Anything but an address makes a peer of 2.5.15 and newer panic.",
  ),
  extraHosts: list(
    { type: 'string', pattern: hostEntry.pattern, $comment: `expects: ${hostEntry.expects}` },
    "Entries of chaincode's /etc/hosts, as name:address.",
  ),
  logging: section('Log of each chaincode container, kept by the daemon.', {
    driver: choice(
      ['', 'json-file', 'local', 'none'],
      '',
      "Log driver; empty: Fabric's own setting (json-file, 50m, 5 files).",
    ),
    maxSize: text('10m', 'Size at which a log is rotated.', {
      pattern: '^[0-9]+[kmg]?$',
      expects: 'a size such as 10m',
    }),
    maxFiles: integer(3, 'Logs that are kept.', { minimum: 1 }),
  }),
};

export const chaincode: Node = section('Building and running chaincode.', {
  images: section('Images that chaincode is built and run with, inside the sidecar.', {
    builder: languageImage('that compiles Go chaincode (`hyperledger/fabric-ccenv`)'),
    golang: languageImage('that runs Go chaincode (`hyperledger/fabric-baseos`)'),
    node: languageImage('that builds and runs Node.js chaincode (`hyperledger/fabric-nodeenv`)'),
    java: languageImage('that builds and runs Java chaincode (`hyperledger/fabric-javaenv`)'),
  }),
  pull: flag(
    false,
    'Look for newer images at each build (`chaincode.pull`). It makes builds depend on the registry.',
  ),
  installTimeout: duration('5m', 'Longest installation, building included.'),
  startupTimeout: duration(
    '5m',
    'Longest launch. It starts before the build: a cold Node.js or Java build counts.',
  ),
  executeTimeout: duration('30s', 'Longest invocation; below 1s Fabric takes 30s.'),
  memory: bytes('2Gi', 'Memory limit of each chaincode container; `0`: none.'),
  cpu: cpus('', 'CPU limit of each chaincode container; empty: none.'),
  ...containerSettings,
  removePackages: list(
    {
      type: 'string',
      pattern: packageId.pattern,
      $comment: `expects: ${packageId.expects}`,
    },
    'Packages to remove from the peer before it starts, by their identifiers as `peer lifecycle chaincode queryinstalled` tells them. Fabric has no command for that. A peer without the package that its organisation approved can no longer endorse with it.',
    { examples: [['asset_1.0:8c2b7ad4f03b3d8fbdd3ba5ad2a4a97c8a1e1c9a4b8f6bd65d7f0e0d3b7c6a51']] },
  ),
  attachStdout: flag(false, "Copy chaincode's output into the peer's log."),
  goProxy: text('', 'GOPROXY of Go builds; empty: the public proxy. Vendored chaincode needs none.'),
  goSumDb: text('', 'GOSUMDB of Go builds; empty: the public one, `off`: none.'),
});

const logLevels = ['debug', 'info', 'warning', 'error', 'panic', 'fatal'];

/** What chaincode itself logs. */
export const chaincodeLogging: Node = section('Logging of chaincode containers.', {
  level: choice(logLevels, 'info', 'Level of chaincode (CORE_CHAINCODE_LOGGING_LEVEL).'),
  shim: choice(logLevels, 'warning', 'Level of the shim.'),
});
