/** What an end-to-end run can be told, all by environment variables. */
import { homedir } from 'node:os';
import { join } from 'node:path';

const { env } = process;
const cache = env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const fabric = env.E2E_FABRIC ?? '2.5.1-0.20230405';

/** The settings of this run. */
export const settings = {
  /** Tag of the peer and orderer images. */
  fabric,
  /** Tag of the sidecar's image. */
  dind: env.E2E_DIND ?? '28.5.2-dind',
  /** Tag of CouchDB's image; by default the stand-in of the test cluster. */
  couchdb: env.E2E_COUCHDB ?? '3.4.3-standin',
  /** Image with the peer and osnadmin commands; there is none of 3.x. */
  tools: env.E2E_TOOLS ?? `hyperledger/fabric-tools:${fabric.startsWith('2.') ? fabric : '2.5.16'}`,
  /** Image with Node.js, for the client of `npm run bench:load`. */
  node: env.E2E_NODE ?? 'hyperledger/fabric-nodeenv:2.5',
  /** Namespace, made and removed by the run. */
  namespace: env.E2E_NAMESPACE ?? 'fabric-dind-e2e',
  /** Folder with image tars for the sidecars; without them the sidecars pull. */
  images: env.E2E_IMAGES ?? join(cache, 'fabric-dind-cluster/images'),
  /** Folder of cryptogen and configtxgen; else the PATH. */
  fabricBin: env.FABRIC_BIN ?? join(cache, 'fabric-dind-cluster/releases/2.5.1-0.20230405/bin'),
  /** Where keys, packages and npm packages of the fixture are kept between runs. */
  work: env.E2E_WORK ?? join(cache, 'fabric-dind/e2e'),
  /** Image of fabric-builder-k8s, as repository:tag; without it a stand-in is built and handed to the node by `ctr`. */
  k8sBuilder: env.E2E_K8S_BUILDER,
  /** Image of the kv chaincode for packages of type k8s, as name@digest; else it is built as above. */
  k8sChaincode: env.E2E_K8S_CHAINCODE,
  /** Take the chart's own image for rollouts, which has to be pulled; else one is made of the kubectl that is here. */
  rolloutImage: env.E2E_ROLLOUT ? 'chart' : 'made',
  /** Run the scenarios from the last to the first, which shows that none depends on those before it. */
  reversed: env.E2E_ORDER === 'reversed',
  /** CPU that each container of a peer requests, e.g. 10m where a node is shared with others; else the chart's. */
  cpu: env.E2E_CPU,
  /** Leave everything in place, to look around. */
  keep: env.E2E_KEEP === '1',
} as const;

/** The channel of the fixture. */
export const channel = 'mychannel';
