/** The values by the task in which somebody needs them: the order and the headings of the reference. */

/** Values that one task needs. */
export interface Group {
  readonly title: string;
  /** When an operator needs it, in one or two sentences. */
  readonly when: string;
  /** Values by path; a section stands for all that is below it. */
  readonly values: readonly string[];
  /** Files of `examples/`, without their extension. */
  readonly examples?: readonly string[];
  /** Files of `docs/`, without their extension. */
  readonly docs?: readonly string[];
}

const peer = (...names: string[]): string[] => names.map((name) => `peer.${name}`);

/** All groups. Every value stands in one of them. */
export const groups: readonly Group[] = [
  {
    title: 'The organisation and its peers',
    when: 'Always: whose peers they are, how many, of which Fabric version, and under which name others call them.',
    values: [
      'mspId',
      'peers',
      ...peer('enabled', 'replicas', 'nameOverride', 'image', 'hostname', 'id', 'networkId'),
    ],
    examples: ['one-peer', 'three-peers', 'fabric-3'],
  },
  {
    title: 'Identity',
    when: 'Always, unless the devnet makes it: in which Secrets certificates and keys lie, or which CA gives them.',
    values: peer('identity', 'authentication'),
    examples: [
      'identity-cryptogen',
      'identity-cert-manager',
      'enrollment',
      'identity-vault',
      'identity-hsm',
      'identity-hlf-peer',
    ],
    docs: ['identity'],
  },
  {
    title: 'A network to try things out',
    when: 'For development: keys, orderers, a channel and a sample chaincode out of nothing. Never in production.',
    values: ['devnet'],
    examples: ['devnet'],
    docs: ['first-network'],
  },
  {
    title: 'Channels and chaincodes',
    when: 'When Jobs are to join channels, and to install, approve and commit chaincode.',
    values: ['administrator', 'channels', 'chaincodes'],
    examples: ['channels'],
    docs: ['channels'],
  },
  {
    title: 'Storage of the ledger',
    when: 'Before the first installation: size and StorageClass. A claim never shrinks.',
    values: peer('ledger'),
    examples: ['production-network', 'ledger-of-another-chart'],
  },
  {
    title: 'The state database',
    when: 'When chaincode queries by content, which takes CouchDB. Before the first installation: it cannot be changed.',
    values: peer('stateDatabase'),
    examples: ['couchdb'],
    docs: ['couchdb'],
  },
  {
    title: 'The Docker daemon',
    when: 'Before production: memory of builds and chaincode, storage of images, isolation from the node.',
    values: peer('dind', 'preload'),
    examples: ['air-gapped', 'scale-and-place'],
    docs: ['isolation', 'runbook'],
  },
  {
    title: 'Building and running chaincode',
    when: 'When chaincode needs more memory, time or another image, or is not to be seen in the log.',
    values: peer('chaincode', 'chaincodeLogging'),
  },
  {
    title: 'Chaincode outside the Pod',
    when: "When chaincode runs as a service, as Kubernetes Jobs or on the node's Docker.",
    values: peer('hostDocker', 'chaincodeAsAService', 'externalBuilders', 'kubernetesBuilder'),
    examples: ['runtimes'],
    docs: ['runtimes'],
  },
  {
    title: 'Images and registries',
    when: 'When images come from a mirror or a private registry. `npm run images` lists what to copy.',
    values: ['global', ...peer('imagePullSecrets')],
    examples: ['air-gapped'],
  },
  {
    title: 'Reaching the peer',
    when: 'When clients or other organisations call from outside the cluster, and to say who may call at all.',
    values: ['gatewayService', ...peer('service', 'expose', 'networkPolicy')],
    examples: ['scale-and-place', 'production-network', 'exposed'],
    docs: ['exposure'],
  },
  {
    title: 'Watching',
    when: 'In production: metrics, alerts, a dashboard, log levels.',
    values: ['monitoring', ...peer('metrics', 'operations', 'logging', 'profile')],
    examples: ['monitoring', 'operations'],
    docs: ['runbook'],
  },
  {
    title: 'Upgrades, restarts and maintenance',
    when: 'With more than one peer: restart one after the other. How long a peer may take to end; commands on its ledger.',
    values: [
      'rollout',
      'podDisruptionBudget',
      ...peer('updateStrategy', 'terminationGracePeriodSeconds', 'maintenance'),
    ],
    examples: ['three-peers', 'maintenance'],
    docs: ['runbook'],
  },
  {
    title: 'Backups',
    when: 'Before there is anything to lose.',
    values: peer('backup'),
    examples: ['backup'],
    docs: ['backup'],
  },
  {
    title: "Fabric's settings",
    when: 'Seldom: gossip, gateway, limits and any other key of core.yaml.',
    values: peer(
      'gossip',
      'gateway',
      'discovery',
      'keepalive',
      'limits',
      'deliveryClient',
      'coreYaml',
      'env',
      'envFrom',
    ),
  },
  {
    title: 'Names and labels',
    when: 'When names are given, and for labels that your organisation asks for.',
    values: [
      'nameOverride',
      'fullnameOverride',
      'commonLabels',
      'commonAnnotations',
      ...peer('podLabels', 'podAnnotations', 'annotations'),
    ],
  },
  {
    title: 'Resources and placement',
    when: 'Before production: what the peer may use, and on which nodes it runs.',
    values: peer(
      'resources',
      'nodeSelector',
      'tolerations',
      'affinity',
      'antiAffinity',
      'topologySpreadConstraints',
      'priorityClassName',
      'runtimeClassName',
      'schedulerName',
    ),
    examples: ['scale-and-place'],
  },
  {
    title: 'The Pod',
    when: "Seldom: Kubernetes' own settings, and containers and volumes of your own.",
    values: [
      'extraObjects',
      ...peer(
        'extraObjects',
        'serviceAccount',
        'podSecurityContext',
        'securityContext',
        'startupProbe',
        'readinessProbe',
        'livenessProbe',
        'lifecycle',
        'hostAliases',
        'dnsPolicy',
        'dnsConfig',
        'extraInitContainers',
        'extraContainers',
        'extraVolumes',
        'extraVolumeMounts',
        'command',
        'args',
      ),
    ],
  },
];
