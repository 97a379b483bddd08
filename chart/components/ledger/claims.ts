/** `_claims.tpl`: the claims of a peer. */
import { peerObjects } from '../../../schema/components/peer/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { eq, or } from '../../../schema/expression/build.ts';
import { peer, type Refs, release, v } from '../../../schema/expression/references.ts';
import type { PeerLedger } from '../../../schema/generated/values.ts';
import type { Library } from '../../file.ts';
import {
  define,
  type Fragment,
  include,
  merged,
  type Template,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { dockerLabels, ledgerLabels } from '../../shared/labels.ts';

type Claim = Omit<PeerLedger, 'subPath' | 'setOwner' | 'labels'>;

const claim = (name: Expr<string>, labels: Template, claim: Refs<Claim>): Fragment => yaml`
  apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: ${name}
    namespace: ${release.namespace}
    labels:
      ${include(labels)}
    annotations:
      # Uninstalling keeps the claim, for a new install to take over.
      helm.sh/resource-policy: keep
      ${when(or(v.commonAnnotations, claim.annotations), yaml`${merged(v.commonAnnotations, claim.annotations)}`)}
  spec:
    accessModes:
      ${toYaml(claim.accessModes)}
    ${when(
      eq(claim.storageClassName, '-'),
      yaml`storageClassName: ""`,
      yaml`${withValue(claim.storageClassName, (name) => yaml`storageClassName: ${name}`)}`,
    )}
    ${withValue(
      claim.selector,
      (selector) => yaml`
        selector:
          ${toYaml(selector)}
      `,
    )}
    resources:
      requests:
        storage: ${claim.size}
`;

/** Plain claims, not claim templates: those are immutable, and a ledger must be able to grow. */
export const ledgerClaim = define(
  'fabric-dind.peer.ledgerClaim',
  'peer',
  "The ledger's claim. Not a claim template of the StatefulSet: those are immutable, and a ledger must be able to grow.",
  claim(peerObjects.ledgerClaim, ledgerLabels, peer.ledger),
);

export const dockerClaim = define(
  'fabric-dind.peer.dockerClaim',
  'peer',
  "The claim of Docker's data: with it, chaincode of a deleted Pod answers again in seconds.",
  claim(peerObjects.dockerClaim, dockerLabels, peer.dind.storage),
);

export const file: Library = {
  path: 'templates/_claims.tpl',
  about: 'Claims of a peer',
  templates: [ledgerClaim, dockerClaim],
};
