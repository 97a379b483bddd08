/**
 * What `env`, `coreYaml` and `dind.env` must not say, as data: the settings that a typed value sets or that the chart
 * derives, the names that Fabric does not read any more, and the names of secrets. A setting of core.yaml has one name
 * there and one in the environment: `CORE_` and the key in capitals, with `_` for each dot (Fabric's viper).
 */

/** A setting that belongs to the chart. */
export interface Setting {
  /** Its key in core.yaml; settings without one are variables only. */
  readonly key?: string;
  /** The variable. */
  readonly variable: string;
  /** The value that sets it, below the peer; those of the release start with a dot: `.mspId`. */
  readonly value?: string;
  /** Why nobody else may set it, where no value does. */
  readonly why?: string;
}

/** What is wrong with an entry. */
export interface Complaint {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** The variable of a key of core.yaml. */
export const variableOf = (key: string): string => `CORE_${key.toUpperCase().replaceAll('.', '_')}`;

const typed = (settings: Readonly<Record<string, string>>): Setting[] =>
  Object.entries(settings).map(([key, value]) => ({ key, variable: variableOf(key), value }));

const derived = (keys: readonly string[], why: string): Setting[] =>
  keys.map((key) => ({ key, variable: variableOf(key), why }));

const variables = (values: Readonly<Record<string, string>>): Setting[] =>
  Object.entries(values).map(([variable, value]) => ({ variable, value }));

const mounted = 'the chart mounts the Secrets of identity there';
const listening = 'probes, Services and chaincode expect the peer at the ports of the chart';

/** Every setting of the peer that the chart makes from its values. */
export const peerSettings: readonly Setting[] = [
  ...typed({
    'peer.id': 'id',
    'peer.networkId': 'networkId',
    'peer.localMspId': '.mspId',
    'peer.address': 'hostname',
    'peer.tls.enabled': 'identity.tls.enabled',
    'peer.tls.clientAuthRequired': 'identity.tls.clientAuthRequired',
    'peer.tls.clientCert.file': 'identity.tls.clientCert',
    'peer.tls.clientKey.file': 'identity.tls.clientKey',
    'peer.BCCSP.Default': 'identity.hsm.enabled',
    'peer.BCCSP.PKCS11.Library': 'identity.hsm.library',
    'peer.BCCSP.PKCS11.Label': 'identity.hsm.label',
    'peer.BCCSP.PKCS11.Pin': 'identity.hsm.pin',
    'peer.gossip.bootstrap': 'gossip.bootstrap',
    'peer.gossip.endpoint': 'gossip.endpoint',
    'peer.gossip.externalEndpoint': 'gossip.externalEndpoint',
    'peer.gossip.useLeaderElection': 'gossip.useLeaderElection',
    'peer.gossip.orgLeader': 'gossip.orgLeader',
    'peer.gossip.state.enabled': 'gossip.stateTransfer',
    'peer.gateway.enabled': 'gateway.enabled',
    'peer.gateway.endorsementTimeout': 'gateway.endorsementTimeout',
    'peer.gateway.broadcastTimeout': 'gateway.broadcastTimeout',
    'peer.gateway.dialTimeout': 'gateway.dialTimeout',
    'peer.discovery.enabled': 'discovery.enabled',
    'peer.discovery.orgMembersAllowedAccess': 'discovery.orgMembersAllowedAccess',
    'peer.keepalive.interval': 'keepalive.interval',
    'peer.keepalive.timeout': 'keepalive.timeout',
    'peer.keepalive.minInterval': 'keepalive.minInterval',
    'peer.keepalive.client.interval': 'keepalive.clientInterval',
    'peer.keepalive.client.timeout': 'keepalive.clientTimeout',
    'peer.keepalive.deliveryClient.interval': 'keepalive.deliveryClientInterval',
    'peer.keepalive.deliveryClient.timeout': 'keepalive.deliveryClientTimeout',
    'peer.limits.concurrency.endorserService': 'limits.endorser',
    'peer.limits.concurrency.deliverService': 'limits.deliver',
    'peer.limits.concurrency.gatewayService': 'limits.gateway',
    'peer.maxRecvMsgSize': 'limits.maxMessageSize',
    'peer.maxSendMsgSize': 'limits.maxMessageSize',
    'peer.authentication.timewindow': 'authentication.timeWindow',
    'peer.deliveryclient.reconnectTotalTimeThreshold': 'deliveryClient.reconnectTotalTimeThreshold',
    'peer.deliveryclient.connTimeout': 'deliveryClient.connectionTimeout',
    'peer.profile.enabled': 'profile.enabled',
    'peer.profile.listenAddress': 'profile.address',
    'operations.tls.clientAuthRequired': 'operations.tls.clientAuthRequired',
    'peer.fileSystemPath': 'ledger.fileSystemPath',
    'ledger.snapshots.rootDir': 'ledger.snapshots.path',
    'ledger.state.stateDatabase': 'stateDatabase.type',
    'ledger.state.totalQueryLimit': 'stateDatabase.totalQueryLimit',
    'ledger.history.enableHistoryDatabase': 'stateDatabase.historyDatabase',
    'ledger.state.couchDBConfig.couchDBAddress': 'stateDatabase.couchdb.address',
    'ledger.state.couchDBConfig.username': 'stateDatabase.couchdb.auth.existingSecret',
    'ledger.state.couchDBConfig.password': 'stateDatabase.couchdb.auth.existingSecret',
    'ledger.state.couchDBConfig.maxRetries': 'stateDatabase.couchdb.maxRetries',
    'ledger.state.couchDBConfig.maxRetriesOnStartup': 'stateDatabase.couchdb.maxRetriesOnStartup',
    'ledger.state.couchDBConfig.requestTimeout': 'stateDatabase.couchdb.requestTimeout',
    'ledger.state.couchDBConfig.internalQueryLimit': 'stateDatabase.couchdb.internalQueryLimit',
    'ledger.state.couchDBConfig.maxBatchUpdateSize': 'stateDatabase.couchdb.maxBatchUpdateSize',
    'ledger.state.couchDBConfig.cacheSize': 'stateDatabase.couchdb.cacheSize',
    'ledger.state.couchDBConfig.createGlobalChangesDB': 'stateDatabase.couchdb.createGlobalChangesDB',
    'operations.tls.enabled': 'operations.tls.enabled',
    'metrics.provider': 'metrics.provider',
    'metrics.statsd.address': 'metrics.statsd.address',
    'metrics.statsd.network': 'metrics.statsd.network',
    'metrics.statsd.writeInterval': 'metrics.statsd.writeInterval',
    'metrics.statsd.prefix': 'metrics.statsd.prefix',
    'vm.docker.hostConfig.NetworkMode': 'hostDocker.networkMode',
    'vm.docker.hostConfig.Memory': 'chaincode.memory',
    'vm.docker.hostConfig.CpuPeriod': 'chaincode.cpu',
    'vm.docker.hostConfig.CpuQuota': 'chaincode.cpu',
    'vm.docker.hostConfig.CapDrop': 'chaincode.capabilitiesDrop',
    'vm.docker.hostConfig.SecurityOpt': 'chaincode.noNewPrivileges',
    'vm.docker.hostConfig.Dns': 'chaincode.dns',
    'vm.docker.hostConfig.ExtraHosts': 'chaincode.extraHosts',
    'vm.docker.hostConfig.LogConfig': 'chaincode.logging',
    'vm.docker.attachStdout': 'chaincode.attachStdout',
    'chaincode.builder': 'chaincode.images.builder',
    'chaincode.golang.runtime': 'chaincode.images.golang',
    'chaincode.node.runtime': 'chaincode.images.node',
    'chaincode.java.runtime': 'chaincode.images.java',
    'chaincode.pull': 'chaincode.pull',
    'chaincode.externalBuilders': 'externalBuilders',
    'chaincode.installTimeout': 'chaincode.installTimeout',
    'chaincode.startuptimeout': 'chaincode.startupTimeout',
    'chaincode.executetimeout': 'chaincode.executeTimeout',
    'chaincode.logging.level': 'chaincodeLogging.level',
    'chaincode.logging.shim': 'chaincodeLogging.shim',
  }),
  ...variables({
    FABRIC_LOGGING_SPEC: 'logging.spec',
    FABRIC_LOGGING_FORMAT: 'logging.format',
    RESTART_DELAY: 'identity.restartOnChange',
    RESTART_JITTER: 'identity.restartOnChange',
    GOPROXY: 'chaincode.goProxy',
    GOSUMDB: 'chaincode.goSumDb',
    CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: 'chaincodeAsAService.builderConfig',
    FABRIC_K8S_BUILDER_NAMESPACE: 'kubernetesBuilder.namespace',
    FABRIC_K8S_BUILDER_SERVICE_ACCOUNT: 'kubernetesBuilder.serviceAccountName',
    FABRIC_K8S_BUILDER_OBJECT_NAME_PREFIX: 'kubernetesBuilder.objectNamePrefix',
    FABRIC_K8S_BUILDER_START_TIMEOUT: 'kubernetesBuilder.startTimeout',
    FABRIC_K8S_BUILDER_DEBUG: 'kubernetesBuilder.debug',
    FABRIC_K8S_BUILDER_NODE_ROLE: 'kubernetesBuilder.nodeRole',
  }),
  ...derived(['vm.endpoint'], 'it follows from dind.enabled and hostDocker.enabled'),
  ...derived(
    [
      'peer.listenAddress',
      'peer.chaincodeListenAddress',
      'peer.chaincodeAddress',
      'operations.listenAddress',
    ],
    listening,
  ),
  ...derived(['peer.addressAutoDetect'], "with a daemon in the Pod it may find Docker's own address"),
  ...derived(
    [
      'peer.mspConfigPath',
      'peer.tls.cert.file',
      'peer.tls.key.file',
      'peer.tls.rootcert.file',
      'peer.tls.clientRootCAs.files',
      'operations.tls.cert.file',
      'operations.tls.key.file',
      'operations.tls.clientRootCAs.files',
    ],
    mounted,
  ),
  {
    variable: 'FABRIC_CFG_PATH',
    why: "the peer reads core.yaml of its image's folder, or the one that coreYaml makes",
  },
  { variable: 'POD_IP', why: 'Kubernetes tells it' },
];

/** Every variable of the sidecar that the chart makes from its values. */
export const sidecarSettings: readonly Setting[] = [
  ...variables({
    DIND_MTU: 'dind.daemon.mtu',
    DIND_BUILD_TIMEOUT: 'chaincode.installTimeout',
    DIND_PIDS_LIMIT: 'dind.pidsLimit',
    DIND_ULIMITS: 'dind.daemon.ulimits',
    DIND_METRICS_PORT: 'dind.metrics.port',
    DOCKER_IPTABLES_LEGACY: 'dind.daemon.iptablesBackend',
    DOCKER_INSECURE_NO_IPTABLES_RAW: 'dind.daemon.rawTable',
    DOCKER_MIN_API_VERSION: 'dind.daemon.minApiVersion',
  }),
  { variable: 'DOCKER_HOST', why: 'scripts and probes expect the socket at /run/dind/docker.sock' },
  { variable: 'PEER_TELLS', why: 'it follows from readinessProbe' },
  { variable: 'DOCKER_TLS_CERTDIR', why: 'the daemon listens on a unix socket alone' },
  { variable: 'POD_IP', why: 'Kubernetes tells it' },
];

/**
 * Starts of names that no supported Fabric reads, and what takes their place. Logging: Fabric 1.4 went over
 * to FABRIC_LOGGING_SPEC; the event hub, CORE_SECURITY and the deploy timeout ended with 1.x; Docker's own variables
 * are not read by Fabric's client, which gets the endpoint and TLS alone (core/container, internal/peer/node/start.go).
 */
export const deadNames: Readonly<Record<string, string>> = {
  CORE_LOGGING_: 'Set logging.spec',
  CORE_LEDGER_STATE_COUCHDBCONFIG_MAXUPDATEBATCHSIZE: 'Set stateDatabase.couchdb.maxBatchUpdateSize',
  CORE_LEDGER_STATE_COUCHDBCONFIG_TOTALQUERYLIMIT: 'Set stateDatabase.totalQueryLimit',
  CORE_CHAINCODEADDRESS: 'Remove it',
  CORE_PEER_BOOTSTRAP: 'Set gossip.bootstrap',
  CORE_PEER_DISCOVERY_PERIOD: 'Remove it',
  CORE_PEER_DISCOVERY_TOUCHPERIOD: 'Remove it',
  CORE_PEER_GOSSIP_SKIPHANDSHAKE: 'Remove it',
  CORE_VM_DOCKER_ATTACHOUT: 'Set chaincode.attachStdout',
  GRPC_TRACE: 'Remove it',
  HFC_LOGGING: 'Set logging.spec',
  CORE_PEER_EVENTS_: 'Peers have had no event hub since Fabric 2.0. Remove it',
  CORE_SECURITY_: 'Remove it',
  CORE_CHAINCODE_DEPLOYTIMEOUT: 'Set chaincode.installTimeout',
  CORE_PEER_COMMITTER_: 'Remove it',
  CORE_PEER_VALIDATOR_: 'Remove it',
  DOCKER_API_VERSION: 'Remove it',
  DOCKER_CERT_PATH: 'Remove it',
  DOCKER_HOST: 'Remove it; the endpoint follows from dind.enabled and hostDocker.enabled',
  DOCKER_TLS_VERIFY: 'Remove it',
};

/** Names of variables whose plain value would be a secret in the open, in capitals. */
export const secretVariable = '(^|_)(PASSWORD|PASSWD|PASSPHRASE|PIN|SECRET|TOKEN|APIKEY|API_KEY)$';

/** The same for keys of core.yaml, in lower case with the path before them. */
export const coreYamlSecret = '(^|[.])(password|passwd|passphrase|pin|secret|token|apikey)$';

const secretKey = /^(password|passwd|passphrase|pin|secret|token|apikey)$/u;

const owned = ({ value, why }: Setting, name: string): string => {
  if (value === undefined) return `the chart sets ${name} itself: ${why}. Remove it`;
  return `${name} is what ${value.replace(/^\./u, '')} sets, and rules look at that alone. Set ${value.replace(/^\./u, '')} instead`;
};

const isReference = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isEmpty = (value: unknown): boolean => value === '' || value === null || value === undefined;

const settingOf = (settings: readonly Setting[], name: string): Setting | undefined =>
  settings.find(({ variable }) => variable === name.toUpperCase());

/**
 * What is wrong with one variable. A typed value has no way to come from a Secret or ConfigMap, so a reference may take
 * its place; what the chart derives may not be replaced at all.
 */
export const variableComplaint = (
  settings: readonly Setting[],
  name: string,
  value: unknown,
): Complaint | undefined => {
  const setting = settingOf(settings, name);
  if (setting && (setting.value === undefined || !isReference(value)))
    return { severity: 'error', message: owned(setting, name) };
  if (new RegExp(secretVariable, 'u').test(name.toUpperCase()) && !isReference(value) && !isEmpty(value))
    return {
      severity: 'error',
      message: `a plain ${name} is readable by all who may read the release or the Pod. Put it in a Secret, and write valueFrom: {secretKeyRef: {name: …, key: …}}`,
    };
  const [, remedy] =
    settings === peerSettings
      ? (Object.entries(deadNames).find(([start]) => name.toUpperCase().startsWith(start)) ?? [])
      : [];
  return remedy === undefined
    ? undefined
    : { severity: 'warning', message: `Fabric does not read ${name}. ${remedy}` };
};

/** What is wrong with the keys of core.yaml, by their dotted paths as they are written; viper minds no case. */
export const coreYamlComplaints = (
  tree: Readonly<Record<string, unknown>>,
  path: readonly string[] = [],
): ReadonlyMap<string, Complaint> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]): [string, Complaint][] => {
      const at = [...path, key];
      const name = at.join('.');
      const setting = peerSettings.find((known) => known.key?.toLowerCase() === name.toLowerCase());
      if (setting) return [[name, { severity: 'error', message: owned(setting, name) }]];
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return [...coreYamlComplaints(value as Record<string, unknown>, at)];
      if (!secretKey.test(key.toLowerCase()) || isEmpty(value)) return [];
      const message = `a plain ${name} is readable by all who may read the release. Put it in a Secret, and set the variable of that name to valueFrom: {secretKeyRef: {name: …, key: …}}`;
      return [[name, { severity: 'error', message }]];
    }),
  );
