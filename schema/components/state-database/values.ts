/** Where the current state of the channels lies: in LevelDB within the peer, or in CouchDB for queries by content. */
import {
  annotations,
  choice,
  duration,
  environment,
  flag,
  integer,
  map,
  type Node,
  passthrough,
  removable,
  resources,
  section,
  text,
} from '../../model/node.ts';
import { claim, dataSource, emptyDir } from '../../shared/claim.ts';
import { image } from '../../shared/image.ts';
import { optionalAddress, optionalObjectName, relativePath } from '../../shared/patterns.ts';
import { secretKey } from '../../shared/secret-key.ts';

const positive = { minimum: 1 };
const port = { minimum: 1, maximum: 65535 };

const settings: Node = map(
  {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'] },
  },
  "CouchDB's settings by section, as in an .ini file: `{couchdb: {max_dbs_open: 5000}}`. They win over the chart's own.",
);

const couchdb: Node = section(
  'CouchDB, as a native sidecar that starts before the peer and stops after it, or one that runs elsewhere.',
  {
    address: text(
      '',
      'Host and port of a CouchDB outside the Pod; empty: the sidecar. Each peer needs one of its own. Fabric speaks plain HTTP to it, password included.',
      optionalAddress,
    ),
    auth: section("Name and password of CouchDB's administrator.", {
      existingSecret: text(
        '',
        "Secret that holds them; empty: `<peer's full name>-couchdb`, which a Job makes once and which stays.",
        optionalObjectName,
      ),
      usernameKey: secretKey('username', 'Key of the name.'),
      passwordKey: secretKey('password', 'Key of the password.'),
    }),
    image: image('the sidecar', 'couchdb', '3.5.3'),
    config: settings,
    env: environment("Further variables of CouchDB's container."),
    resources: resources('Requests and limits. Queries without an index need memory.', {
      requests: { cpu: '100m', memory: '256Mi' },
    }),
    securityContext: passthrough("CouchDB's security context; its data is made to belong to runAsUser.", {
      runAsNonRoot: true,
      runAsUser: 5984,
      runAsGroup: 5984,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    }),
    startupProbe: removable('When the peer may start: CouchDB answers.', {
      periodSeconds: 1,
      timeoutSeconds: 5,
      failureThreshold: 300,
    }),
    livenessProbe: removable('When CouchDB is restarted. The peer waits for it meanwhile (`maxRetries`).', {
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 6,
    }),
    storage: section('Where its data lies.', {
      type: choice(
        ['ledger', 'claim', 'emptyDir'],
        'ledger',
        "ledger: the folder `couchdb` of the ledger's volume, so that both live, die and are restored together. claim: a claim of its own; the Pod does not start with the data of another ledger. emptyDir: each new Pod builds the state anew from the blocks.",
      ),
      ...claim('20Gi', "CouchDB's data"),
      dataSource,
      subPath: text('', 'Folder of the claim to use.', relativePath),
      ...emptyDir('20Gi'),
    }),
    service: section(
      "A Service `<peer's full name>-couchdb`, to look into the state. CouchDB then listens on all addresses instead of 127.0.0.1 alone.",
      {
        enabled: flag(false, 'Make it. `networkPolicy.couchdbFrom` says who may call.'),
        type: choice(['ClusterIP', 'NodePort', 'LoadBalancer'], 'ClusterIP', 'Type of the Service.'),
        port: integer(5984, 'Port of the Service.', port),
        nodePort: integer(0, 'Port of the node; 0: Kubernetes chooses one.', { minimum: 0, maximum: 65535 }),
        annotations: annotations('Annotations of the Service.'),
      },
    ),
    metrics: section("CouchDB's own metrics, without authentication.", {
      enabled: flag(false, 'Serve them; `metrics.podMonitor` and `serviceMonitor` collect them.'),
      port: integer(17986, 'Port in the Pod.', port),
    }),
    maxRetries: integer(
      10,
      "How often the peer asks again before it gives up, waiting longer each time; 10 are two minutes. With Fabric's 3 a second without CouchDB, while a block arrives, ends the peer.",
      { minimum: 0 },
    ),
    maxRetriesOnStartup: integer(10, 'The same when the peer starts.', { minimum: 0 }),
    requestTimeout: duration('35s', 'How long the peer waits for an answer.'),
    internalQueryLimit: integer(1000, 'Records that the peer asks for at once.', positive),
    maxBatchUpdateSize: integer(1000, 'Records that the peer writes at once.', positive),
    cacheSize: integer(64, 'Memory of the peer for a cache of the state, in MB; 0: none.', {
      minimum: 0,
      multipleOf: 32,
      expects: 'a multiple of 32, to which Fabric rounds up',
    }),
    createGlobalChangesDB: flag(false, 'Make the database `_global_changes`, which Fabric does not need.'),
  },
);

export const stateDatabase: Node = section('The state database: the current values of all keys.', {
  type: choice(
    ['goleveldb', 'CouchDB'],
    'goleveldb',
    "In Fabric's words. goleveldb is within the peer. CouchDB also answers queries by content, and is slower. It cannot be changed once a ledger is there.",
  ),
  totalQueryLimit: integer(100000, 'Records that one query may return.', positive),
  historyDatabase: flag(true, 'Keep the history of each key for `GetHistoryForKey`.'),
  couchdb,
});
