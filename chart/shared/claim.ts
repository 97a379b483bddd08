/** A claim that the chart makes and keeps. */
import type { Expr } from '../../schema/expression/ast.ts';
import { dict, eq, literal } from '../../schema/expression/build.ts';
import { type Refs, release, v } from '../../schema/expression/references.ts';
import type { PeerLedger } from '../../schema/generated/values.ts';
import { type Fragment, merged, passedOn, toYaml, when, withValue, yaml } from '../language/index.ts';
import { labelsOf } from './labels.ts';

type Claim = Omit<PeerLedger, 'subPath' | 'setOwner' | 'fileSystemPath' | 'snapshots' | 'dataSource'>;

const nothing: Fragment = { ...yaml``, lines: [] };

/**
 * A PersistentVolumeClaim from its values. Not a claim template of the StatefulSet: those are immutable, and a volume must
 * be able to grow.
 */
export const persistentVolumeClaim = (
  name: Expr<string>,
  claim: Refs<Claim>,
  dataSource?: Expr<object>,
): Fragment => yaml`
  apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: ${name}
    namespace: ${release.namespace}
    labels:
      ${labelsOf('peer', claim.labels)}
    annotations:
      # Uninstalling keeps the claim, for a new install to take over; whatever annotations say.
      ${merged(v.commonAnnotations, claim.annotations, dict({ 'helm.sh/resource-policy': literal('keep') }))}
  spec:
    accessModes:
      ${toYaml(claim.accessModes)}
    ${when(
      eq(claim.storageClassName, '-'),
      yaml`storageClassName: ""`,
      yaml`${withValue(claim.storageClassName, (name) => yaml`storageClassName: ${name}`)}`,
    )}
    ${passedOn('selector', claim.selector)}
    ${dataSource ? yaml`${passedOn('dataSource', dataSource)}` : nothing}
    resources:
      requests:
        storage: ${claim.size}
`;
