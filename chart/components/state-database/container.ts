/** CouchDB's container, volumes and Service. */
import {
  couchdbClaim,
  couchdbSecret,
  couchdbService,
} from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { choose, eq, format, isSet, literal } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import { ports } from '../../../schema/shared/ports.ts';
import {
  define,
  environment,
  type Fragment,
  include,
  passedOn,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { persistentVolumeClaim } from '../../shared/claim.ts';
import { selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import { probe } from '../../shared/probes.ts';
import { env, resourcesOf } from '../../shared/scalars.ts';
import { configName } from './settings.ts';

const { couchdb } = peer.stateDatabase;
const { storage } = couchdb;

/** Name or password of CouchDB's administrator, as the value of a variable. */
export const credential = (key: Expr<string>): Fragment => yaml`
  valueFrom:
    secretKeyRef:
      name: ${couchdbSecret}
      key: ${key}
`;

export const environmentMap = define(
  'fabric-dind.couchdb.env',
  'peer',
  "CouchDB's environment as a map.",
  yaml`
    COUCHDB_USER:
      ${credential(couchdb.auth.usernameKey)}
    COUCHDB_PASSWORD:
      ${credential(couchdb.auth.passwordKey)}
    # A node of Erlang that has a name would listen for others on all addresses.
    ERL_EPMD_ADDRESS: 127.0.0.1
    ERL_FLAGS: "-kernel inet_dist_use_interface {127,0,0,1}"
  `,
);

const answers = yaml`
  exec:
    command:
      - curl
      - --fail
      - --silent
      - --show-error
      - http://127.0.0.1:${ports.couchdb}/_up
`;

/** Where CouchDB's data is mounted: in CouchDB, and in what prepares it. */
export const dataMount = (path: string): Fragment => yaml`
  ${when(
    eq(storage.type, 'ledger'),
    yaml`
      - name: ledger
        mountPath: ${literal(path)}
        subPath: ${choose(isSet(peer.ledger.subPath), format('%s/couchdb', peer.ledger.subPath), 'couchdb')}
    `,
    yaml`
      - name: couchdb
        mountPath: ${literal(path)}
        ${withValue(storage.subPath, (path) => yaml`subPath: ${path}`)}
    `,
  )}
`;

export const container = define(
  'fabric-dind.couchdb.container',
  'peer',
  'CouchDB as a native sidecar: there before the peer asks for it, and until the peer has written its last block.',
  yaml`
    - name: couchdb
      image: ${imageReference(couchdb.image)}
      imagePullPolicy: ${couchdb.image.pullPolicy}
      restartPolicy: Always
      env:
        ${environment(env, [environmentMap], couchdb.env)}
      ${when(
        couchdb.metrics.enabled,
        yaml`
          ports:
            - name: couchdb-metrics
              containerPort: ${couchdb.metrics.port}
        `,
      )}
      ${probe('startupProbe', couchdb.startupProbe, answers)}
      ${probe('livenessProbe', couchdb.livenessProbe, answers)}
      ${resourcesOf(couchdb.resources)}
      ${passedOn('securityContext', couchdb.securityContext)}
      volumeMounts:
        ${dataMount('/opt/couchdb/data')}
        # One file: the folder has others, which are the image's own.
        - name: couchdb-config
          mountPath: /opt/couchdb/etc/default.d/fabric-dind.ini
          subPath: fabric-dind.ini
        # The image's entrypoint writes name and password there. A new Pod begins anew, with a password that changed.
        - name: couchdb-local
          mountPath: /opt/couchdb/etc/local.d
  `,
);

export const volumes = define(
  'fabric-dind.couchdb.volumes',
  'peer',
  "CouchDB's settings, and its data where that is not in the ledger's volume.",
  yaml`
    - name: couchdb-config
      configMap:
        name: ${configName}
    - name: couchdb-local
      emptyDir: {}
    ${when(
      eq(storage.type, 'claim'),
      yaml`
        - name: couchdb
          persistentVolumeClaim:
            claimName: ${couchdbClaim}
      `,
    )}
    ${when(
      eq(storage.type, 'emptyDir'),
      yaml`
        - name: couchdb
          emptyDir:
            medium: ${storage.medium}
            ${withValue(storage.sizeLimit, (limit) => yaml`sizeLimit: ${limit}`)}
      `,
    )}
  `,
);

export const claim = define(
  'fabric-dind.couchdb.claim',
  'peer',
  "The claim of CouchDB's data, where it has one of its own.",
  persistentVolumeClaim(couchdbClaim, storage, storage.dataSource),
);

export const service = define(
  'fabric-dind.couchdb.service',
  'peer',
  'The Service of CouchDB, for people who look into the state. The peer does not use it.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(couchdbService, { of: 'peer', annotations: couchdb.service.annotations })}
    spec:
      type: ${couchdb.service.type}
      selector:
        ${include(selectorLabels)}
      ports:
        - name: couchdb
          port: ${couchdb.service.port}
          targetPort: ${ports.couchdb}
          ${withValue(couchdb.service.nodePort, (number) => yaml`nodePort: ${number}`)}
  `,
);
