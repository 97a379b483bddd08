/** `_prepare.tpl`: what is prepared before the peer starts. */
import { chaincodeImages, imageReference, mirror } from '../../../schema/components/chaincode/images.ts';
import { copiesTars } from '../../../schema/components/chaincode/runtimes.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import {
  and,
  at,
  choose,
  divide,
  format,
  greaterThan,
  integerOr,
  isSet,
  or,
  orElse,
  thousandths,
} from '../../../schema/expression/build.ts';
import { peer, v } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import {
  define,
  type Fragment,
  field,
  include,
  range,
  text,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';

/** An id of the peer's user; containers without one run as root. */
const ownerId = (key: 'runAsUser' | 'runAsGroup'): Expr<number> =>
  integerOr(at(peer.securityContext, key), 0);

/** An image that is wanted, and where to pull it from: from the mirror unless the user named it. */
const wanted = (image: Expr<string>, own: Expr<string>): Fragment =>
  text`${image}|${choose(isSet(own), '', mirror)}${image}`;

const { images } = peer.chaincode;
const { languages } = peer.preload;

const preloadImages = define(
  'fabric-dind.preload.images',
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

/** The Pod gets this container if there is anything to prepare. */
export const preparesAnything = or(peer.ledger.setOwner, peer.dind.enabled);

const { prune } = peer.dind;

const hasMaxSize = greaterThan(thousandths(prune.maxSize), 0);

/** Whether images of chaincode are removed when the peer does not have their package. */
const prunesByPackage = and(peer.dind.enabled, or(prune.keepPerLabel, hasMaxSize));

/** Between the sidecar and the peer, so never beside a running peer. */
export const prepareContainer = define(
  'fabric-dind.prepare.container',
  'peer',
  "Prepares what the peer needs, after the daemon is up and before the peer starts: the owner of its ledger (a Pod-level\n     fsGroup would also change every file of every image), and the daemon's images.",
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
          peer.ledger.setOwner,
          yaml`
            - name: LEDGER_OWNER
              value: ${format('%d:%d', ownerId('runAsUser'), ownerId('runAsGroup'))}
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
          and(peer.dind.enabled, peer.preload.enabled),
          yaml`
            - name: PRELOAD_IMAGES
              value: |-
                ${include(preloadImages)}
            - name: PRELOAD_PULL
              value: "${peer.preload.pull}"
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
      ${withValue(
        peer.preload.resources,
        (resources) => yaml`
          resources:
            ${toYaml(resources)}
        `,
      )}
      # Root, for the ledger's owner and the daemon's socket, with nothing else that root may do. The ledger's group may
      # see which packages are installed.
      securityContext:
        runAsUser: 0
        runAsGroup: ${ownerId('runAsGroup')}
        runAsNonRoot: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        seccompProfile:
          type: RuntimeDefault
        capabilities:
          drop:
            - ALL
          ${when(
            peer.ledger.setOwner,
            yaml`
              add:
                - CHOWN
            `,
          )}
      volumeMounts:
        - name: runtime
          mountPath: /etc/fabric-dind
          readOnly: true
        ${when(
          or(peer.ledger.setOwner, prunesByPackage),
          yaml`
            - name: ledger
              mountPath: /var/hyperledger
              ${withValue(peer.ledger.subPath, (path) => yaml`subPath: ${path}`)}
          `,
        )}
        ${when(
          peer.dind.enabled,
          yaml`
            - name: docker-socket
              mountPath: /run/dind
          `,
        )}
        ${when(
          and(peer.dind.enabled, peer.preload.enabled, or(v.global.imagePullSecrets, peer.imagePullSecrets)),
          yaml`
            - name: pull-secrets
              mountPath: /etc/fabric-dind-pull-secrets
              readOnly: true
          `,
        )}
        ${when(
          and(peer.dind.enabled, peer.preload.enabled, peer.preload.volume),
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

/** Brings image tars out of a plain image, which has no daemon's client, before `prepare` loads them. */
export const imageTarsContainer = define(
  'fabric-dind.imageTars.container',
  'peer',
  'Copies image tars out of a plain image, which knows nothing of Docker; prepare loads and removes them.',
  yaml`
    - name: image-tars
      image: ${imageReference(peer.preload.fromImage.image)}
      imagePullPolicy: ${peer.preload.fromImage.image.pullPolicy}
      command:
        - sh
        - -ec
        - cp "$TARS"/*.tar /tars/
      env:
        - name: TARS
          value: ${peer.preload.fromImage.path}
      ${withValue(
        peer.securityContext,
        (context) => yaml`
          securityContext:
            ${toYaml(context)}
        `,
      )}
      volumeMounts:
        - name: images
          mountPath: /tars
  `,
);

export const file: Library = {
  path: 'templates/_prepare.tpl',
  about: 'What is prepared before the peer starts',
  templates: [preloadImages, imageTarsContainer, prepareContainer],
};
