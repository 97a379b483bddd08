/** The Grafana dashboard of a release's peers, as data. */

/** A query of a panel: PromQL, and the name of its series. */
type Query = readonly [expression: string, legend: string];

interface Panel {
  readonly title: string;
  readonly about: string;
  /** A unit as Grafana calls it. */
  readonly unit: string;
  readonly queries: readonly Query[];
}

/** What selects the series of the peers that the viewer chose. */
const chosen = 'namespace="NAMESPACE", pod=~"$pod"';
const mean = (histogram: string, by: string): string =>
  `sum by (${by}) (rate(${histogram}_sum{${chosen}}[$__rate_interval])) / sum by (${by}) (rate(${histogram}_count{${chosen}}[$__rate_interval]))`;
const rate = (counter: string, by: string): string =>
  `sum by (${by}) (rate(${counter}{${chosen}}[$__rate_interval]))`;
const used = (claims: string): string => {
  const of = `namespace="NAMESPACE", persistentvolumeclaim=~"${claims}"`;
  return `kubelet_volume_stats_used_bytes{${of}} / kubelet_volume_stats_capacity_bytes{${of}}`;
};

const rows: Readonly<Record<string, readonly Panel[]>> = {
  Peers: [
    {
      title: 'Block height',
      about: 'The peers of a channel should be level.',
      unit: 'none',
      queries: [[`ledger_blockchain_height{${chosen}}`, '{{pod}} {{channel}}']],
    },
    {
      title: 'Endorsements',
      about: 'Proposals that were endorsed, and those that were not.',
      unit: 'reqps',
      queries: [
        [rate('endorser_successful_proposals', 'pod'), '{{pod}} endorsed'],
        [rate('endorser_endorsement_failures', 'pod, chaincode'), '{{pod}} {{chaincode}} failed'],
      ],
    },
    {
      title: 'Time to endorse',
      about: 'From proposal to endorsement, chaincode included.',
      unit: 's',
      queries: [[mean('endorser_proposal_duration', 'pod, chaincode'), '{{pod}} {{chaincode}}']],
    },
    {
      title: 'Time to commit a block',
      about: 'Long times mean a slow volume or a slow state database.',
      unit: 's',
      queries: [[mean('ledger_block_processing_time', 'pod, channel'), '{{pod}} {{channel}}']],
    },
  ],
  Chaincode: [
    {
      title: 'Builds',
      about: 'Time that the daemon took for images of chaincode. Fabric counts the last step alone for Go.',
      unit: 's',
      queries: [
        [
          mean('dockercontroller_chaincode_container_build_duration', 'pod, chaincode, success'),
          '{{pod}} {{chaincode}} success={{success}}',
        ],
      ],
    },
    {
      title: 'Launches',
      about: 'Time until chaincode had registered with the peer.',
      unit: 's',
      queries: [[mean('chaincode_launch_duration', 'pod, chaincode'), '{{pod}} {{chaincode}}']],
    },
    {
      title: 'Failures',
      about: 'Launches and executions that failed or took too long.',
      unit: 'cps',
      queries: [
        [rate('chaincode_launch_failures', 'pod, chaincode'), '{{pod}} {{chaincode}} launch failed'],
        [rate('chaincode_launch_timeouts', 'pod, chaincode'), '{{pod}} {{chaincode}} launch timed out'],
        [rate('chaincode_execute_timeouts', 'pod, chaincode'), '{{pod}} {{chaincode}} execution timed out'],
      ],
    },
    {
      title: 'Requests of chaincode to the peer',
      about: 'Reads and writes of state, by type.',
      unit: 'reqps',
      queries: [[rate('chaincode_shim_requests_completed', 'pod, type'), '{{pod}} {{type}}']],
    },
  ],
  Docker: [
    {
      title: 'Containers',
      about: "Needs dind.metrics. Stopped ones are removed at the peer's next start.",
      unit: 'none',
      queries: [[`engine_daemon_container_states_containers{${chosen}}`, '{{pod}} {{state}}']],
    },
    {
      title: 'Time of container actions',
      about: 'Needs dind.metrics.',
      unit: 's',
      queries: [[mean('engine_daemon_container_actions_seconds', 'pod, action'), '{{pod}} {{action}}']],
    },
    {
      title: 'Space in use',
      about: "Of the claims of Docker's data and of the ledger.",
      unit: 'percentunit',
      queries: [
        [used('DOCKER_CLAIMS'), '{{persistentvolumeclaim}}'],
        [used('LEDGER_CLAIMS'), '{{persistentvolumeclaim}}'],
      ],
    },
    {
      title: 'Memory of the containers',
      about: 'dind holds its builds and all chaincode of the sidecar.',
      unit: 'bytes',
      queries: [
        [`container_memory_working_set_bytes{${chosen}, container=~"dind|peer"}`, '{{pod}} {{container}}'],
      ],
    },
  ],
};

const datasource = { type: 'prometheus', uid: '$datasource' };

/** Two panels stand side by side; Grafana's grid is 24 wide. */
const panelOf = ({ title, about, unit, queries }: Panel, place: number, y: number): object => ({
  type: 'timeseries',
  title,
  description: about,
  datasource,
  gridPos: { x: (place % 2) * 12, y: y + Math.floor(place / 2) * 8, w: 12, h: 8 },
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  targets: queries.map(([expr, legendFormat], i) => ({
    refId: String.fromCharCode(65 + i),
    datasource,
    expr,
    legendFormat,
  })),
});

const panels = (): object[] => {
  let y = 0;
  return Object.entries(rows).flatMap(([title, members]) => {
    const row = { type: 'row', title, collapsed: false, panels: [], gridPos: { x: 0, y, w: 24, h: 1 } };
    const placed = members.map((panel, place) => panelOf(panel, place, y + 1));
    y += 1 + Math.ceil(members.length / 2) * 8;
    return [row, ...placed];
  });
};

/**
 * The dashboard as JSON. NAMESPACE, PODS, LEDGER_CLAIMS, DOCKER_CLAIMS, TITLE and UID are filled in by the chart.
 * Metrics: Fabric's docs/source/metrics_reference.rst, moby's daemon/internal/metrics, the kubelet's.
 */
export const dashboardJson = (): string =>
  `${JSON.stringify(
    {
      uid: 'UID',
      title: 'TITLE',
      tags: ['hyperledger-fabric'],
      schemaVersion: 39,
      editable: true,
      refresh: '30s',
      time: { from: 'now-3h', to: 'now' },
      templating: {
        list: [
          { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
          {
            name: 'pod',
            label: 'Peer',
            type: 'query',
            datasource,
            query: {
              refId: 'pod',
              query: 'label_values(ledger_blockchain_height{namespace="NAMESPACE", pod=~"PODS"}, pod)',
            },
            refresh: 2,
            includeAll: true,
            multi: true,
            current: { text: 'All', value: '$__all' },
          },
        ],
      },
      panels: panels(),
    },
    null,
    1,
  )}\n`;
