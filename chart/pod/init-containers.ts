/** `_init.tpl`: what runs before the peer starts, besides the sidecar. */
import { chaincodeImages, imageReference } from '../../schema/derived/images.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { at, choose, format, integerOr, isSet, or, orElse } from '../../schema/expression/build.ts';
import { peer, v } from '../../schema/expression/references.ts';
import type { Library } from '../file.ts';
import { define, field, include, range, text, toYaml, when, withValue, yaml } from '../language/index.ts';

/** An id of the peer's user; containers without one run as root. */
const ownerId = (key: 'runAsUser' | 'runAsGroup'): Expr<number> =>
  integerOr(at(peer.securityContext, key), 0);

/** The owner of the ledger is set once on the volume's root: a Pod-level fsGroup would also rewrite image layers. */
export const ledgerOwner = define(
  'fabric-dind.ledgerOwner.container',
  'peer',
  "Gives the ledger's folder to the peer's user. No fsGroup does that here: it would also reach Docker's data, and change\n     every file of every image.",
  yaml`
    - name: ledger-owner
      image: ${imageReference(peer.image)}
      imagePullPolicy: ${peer.image.pullPolicy}
      command:
        - sh
        - -ec
        - '[ "$(stat -c %u:%g /var/hyperledger)" = "$OWNER" ] || chown "$OWNER" /var/hyperledger'
      env:
        - name: OWNER
          value: ${format('%d:%d', ownerId('runAsUser'), ownerId('runAsGroup'))}
      securityContext:
        runAsUser: 0
        runAsNonRoot: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop:
            - ALL
          add:
            - CHOWN
      volumeMounts:
        - name: ledger
          mountPath: /var/hyperledger
          ${withValue(peer.ledger.subPath, (path) => yaml`subPath: ${path}`)}
  `,
);

/** An image that is wanted, and where to pull it from: from the mirror only when its name is Fabric's own. */
const wanted = (image: Expr<string>, own: Expr<string>): Expr<string> =>
  choose(
    isSet(own),
    image,
    format(
      '%s|%s',
      image,
      choose(isSet(v.global.imageRegistry), format('%s/%s', v.global.imageRegistry, image), image),
    ),
  );

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
    ${when(languages.node, text`${wanted(chaincodeImages.node, images.node)}`)}
    ${when(languages.java, text`${wanted(chaincodeImages.java, images.java)}`)}
    ${range(
      peer.preload.images,
      'image',
      (image) =>
        text`${format('%s|%s', field(image, 'name'), orElse(field(image, 'from') as Expr<string>, field(image, 'name')))}`,
    )}
  `,
);

/** Preloading, between the sidecar and the peer: never beside a running peer. */
export const preloadContainer = define(
  'fabric-dind.preload.container',
  'peer',
  'Brings images into the daemon before the peer starts.',
  yaml`
    - name: preload
      image: ${imageReference(peer.dind.image)}
      imagePullPolicy: ${peer.dind.image.pullPolicy}
      command:
        - sh
        - /etc/fabric-dind/preload.sh
      env:
        - name: DOCKER_HOST
          value: unix:///run/dind/docker.sock
        - name: PRELOAD_IMAGES
          value: |-
            ${include(preloadImages)}
        - name: PRELOAD_PULL
          value: "${peer.preload.pull}"
        - name: PRELOAD_POLICY
          value: ${peer.preload.failurePolicy}
        - name: PRELOAD_TIMEOUT
          value: "${peer.preload.timeoutSeconds}"
      ${withValue(
        peer.preload.resources,
        (resources) => yaml`
          resources:
            ${toYaml(resources)}
        `,
      )}
      # Root, because the daemon's socket is root's and its group's; nothing else is needed.
      securityContext:
        runAsUser: 0
        runAsNonRoot: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop:
            - ALL
      volumeMounts:
        - name: runtime
          mountPath: /etc/fabric-dind
          readOnly: true
        - name: docker-socket
          mountPath: /run/dind
        ${when(
          or(v.global.imagePullSecrets, peer.imagePullSecrets),
          yaml`
            - name: pull-secrets
              mountPath: /etc/fabric-dind-pull-secrets
              readOnly: true
          `,
        )}
        ${when(
          peer.preload.volume,
          yaml`
            - name: images
              mountPath: /images
              readOnly: true
          `,
        )}
  `,
);

export const file: Library = {
  path: 'templates/_init.tpl',
  about: 'What runs before the peer starts, besides the sidecar',
  templates: [ledgerOwner, preloadImages, preloadContainer],
};
