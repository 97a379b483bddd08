/** The init container that prepares what the peer needs. */
import { chaincodeImages } from '../../../schema/components/chaincode/facts.ts';
import { keepsIdentity } from '../../../schema/components/identity/facts.ts';
import {
  ledgerPath,
  movesLedger,
  setsOwner,
  snapshotsPath,
} from '../../../schema/components/ledger/facts.ts';
import { pullSecrets } from '../../../schema/components/pod/facts.ts';
import {
  copiesTars,
  hasMaxSize,
  preloads,
  prunesByPackage,
} from '../../../schema/components/prepare/facts.ts';
import {
  hasCouchDB,
  keepsCouchDBData,
  usesCouchDB,
} from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import {
  and,
  choose,
  divide,
  eq,
  format,
  isSet,
  or,
  orElse,
  thousandths,
} from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference, mirror } from '../../../schema/shared/image-reference.ts';
import { define, type Fragment, field, include, range, text, when, yaml } from '../../language/index.ts';
import { ownerId, resourcesOf } from '../../shared/scalars.ts';
import { socketMount } from '../dind/volumes.ts';
import { ledgerMount, snapshotsMount } from '../ledger/index.ts';
import { scriptsMount } from '../scripts/index.ts';
import { dataMount } from '../state-database/container.ts';

const { couchdb } = peer.stateDatabase;

/** CouchDB's data may be that of another ledger. */
const apart = and(hasCouchDB, eq(couchdb.storage.type, 'claim'));
const chowns = or(setsOwner, keepsCouchDBData, keepsIdentity);
const reads = or(apart, eq(peer.ledger.setOwner, 'all'));

/** An image that is wanted, and where to pull it from: from the mirror unless the user named it. */
const wanted = (image: Expr<string>, own: Expr<string>): Fragment =>
  text`${image}|${choose(isSet(own), '', mirror)}${image}`;

const { images } = peer.chaincode;
const { languages } = peer.preload;
const { prune } = peer.dind;

export const preloadImages = define(
  'fabric-dind.prepare.images',
  'peer',
  'Images that the daemon must have, one a line: the name that Fabric asks for, and what to pull it from.',
  text`
    ${when(
      languages.golang,
      text`
        ${wanted(chaincodeImages.builder, images.builder)}
        ${wanted(chaincodeImages.golang, images.golang)}
      `,
    )}
    ${when(languages.node, wanted(chaincodeImages.node, images.node))}
    ${when(languages.java, wanted(chaincodeImages.java, images.java))}
    ${range(
      peer.preload.images,
      'image',
      (image) =>
        text`${format('%s|%s', field(image, 'name'), orElse(field(image, 'from') as Expr<string>, field(image, 'name')))}`,
    )}
  `,
);

/** Between the sidecar and the peer, so never beside a running peer. */
export const container = define(
  'fabric-dind.prepare.container',
  'peer',
  "Prepares what the peer needs, after the daemon is up and before the peer starts: the owner of its ledger (a Pod-level fsGroup would also change every file of every image), and the daemon's images.",
  yaml`
    - name: prepare
      ${when(
        peer.dind.enabled,
        yaml`
          image: ${imageReference(peer.dind.image)}
          imagePullPolicy: ${peer.dind.image.pullPolicy}
        `,
        yaml`
          image: ${imageReference(peer.image)}
          imagePullPolicy: ${peer.image.pullPolicy}
        `,
      )}
      command:
        - sh
        - /etc/fabric-dind/prepare.sh
      env:
        ${when(
          setsOwner,
          yaml`
            - name: LEDGER_OWNER
              value: ${format('%d:%d', ownerId(peer.securityContext, 'runAsUser'), ownerId(peer.securityContext, 'runAsGroup'))}
          `,
        )}
        ${when(
          eq(peer.ledger.setOwner, 'all'),
          yaml`
            - name: LEDGER_OWN_ALL
              value: "true"
          `,
        )}
        ${when(
          movesLedger,
          yaml`
            - name: LEDGER
              value: ${ledgerPath}
          `,
        )}
        ${when(
          isSet(peer.ledger.snapshots.volume),
          yaml`
            - name: SNAPSHOTS
              value: ${snapshotsPath}
          `,
        )}
        ${when(
          usesCouchDB,
          yaml`
            - name: STATE_DATABASE
              value: CouchDB
          `,
        )}
        ${when(
          keepsCouchDBData,
          yaml`
            - name: COUCHDB_OWNER
              value: ${format('%d:%d', ownerId(couchdb.securityContext, 'runAsUser'), ownerId(couchdb.securityContext, 'runAsGroup'))}
          `,
        )}
        ${when(
          keepsIdentity,
          yaml`
            - name: IDENTITY_OWNER
              value: ${format('%d:%d', ownerId(peer.securityContext, 'runAsUser'), ownerId(peer.securityContext, 'runAsGroup'))}
          `,
        )}
        ${when(
          apart,
          yaml`
            - name: COUCHDB_APART
              value: "true"
          `,
        )}
        ${when(
          peer.dind.enabled,
          yaml`
            - name: DOCKER_HOST
              value: unix:///run/dind/docker.sock
            - name: PRUNE
              value: ${format(
                '%s%s%s',
                choose(prune.containers, 'containers ', ''),
                choose(prune.danglingImages, 'images ', ''),
                choose(prune.buildCache, 'build-cache ', ''),
              )}
            - name: PRUNE_UNTIL
              value: ${prune.olderThan}
            - name: PRUNE_KEEP
              value: "${prune.keepPerLabel}"
            ${when(
              hasMaxSize,
              yaml`
                - name: PRUNE_MAX_SIZE
                  value: "${divide(thousandths(prune.maxSize), 1000)}"
              `,
            )}
          `,
        )}
        ${when(
          preloads,
          yaml`
            - name: PRELOAD_IMAGES
              value: |-
                ${include(preloadImages)}
            - name: PRELOAD_PULL
              value: "${peer.preload.pull}"
            ${when(
              peer.preload.refresh,
              yaml`
                - name: PRELOAD_REFRESH
                  value: "true"
              `,
            )}
            - name: PRELOAD_POLICY
              value: ${peer.preload.failurePolicy}
            - name: PRELOAD_TIMEOUT
              value: "${peer.preload.timeoutSeconds}"
            ${when(
              peer.preload.fromImage.enabled,
              yaml`
                - name: PRELOAD_DISCARD
                  value: "true"
              `,
            )}
          `,
        )}
      ${resourcesOf(peer.preload.resources)}
      # Root, for the ledger's owner and the daemon's socket, with nothing else that root may do. The ledger's group may
      # see which packages are installed.
      securityContext:
        runAsUser: 0
        runAsGroup: ${ownerId(peer.securityContext, 'runAsGroup')}
        runAsNonRoot: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        seccompProfile:
          type: RuntimeDefault
        capabilities:
          drop:
            - ALL
          ${when(
            chowns,
            yaml`
              add:
                - CHOWN
                ${when(reads, yaml`- DAC_OVERRIDE`)}
            `,
          )}
      volumeMounts:
        ${scriptsMount('prepare')}
        ${when(or(chowns, prunesByPackage), ledgerMount)}
        ${snapshotsMount}
        ${when(keepsCouchDBData, dataMount('/couchdb'))}
        ${when(
          keepsIdentity,
          yaml`
            - name: identity
              mountPath: /identity
          `,
        )}
        ${when(peer.dind.enabled, socketMount)}
        ${when(
          and(preloads, isSet(pullSecrets)),
          yaml`
            - name: pull-secrets
              mountPath: /etc/fabric-dind-pull-secrets
              readOnly: true
          `,
        )}
        ${when(
          and(preloads, isSet(peer.preload.volume)),
          yaml`
            - name: images
              mountPath: /images
              readOnly: true
          `,
        )}
        ${when(
          copiesTars,
          yaml`
            - name: images
              mountPath: /images
          `,
        )}
  `,
);
