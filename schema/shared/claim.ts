/** Claims, for the ledger and for Docker's data. */
import type { JSONSchema7 } from 'json-schema';
import {
  annotations,
  bytes,
  choice,
  labels,
  list,
  type Node,
  passthrough,
  size as sizeOf,
  text,
} from '../model/node.ts';
import { optionalObjectName, storageClass } from './patterns.ts';

/** Kubernetes refuses ReadWriteOncePod beside another mode. */
const aloneWithPod: JSONSchema7 = {
  maxItems: 1,
  $comment: 'expects: ReadWriteOncePod alone, or other modes without it',
};

/** Access modes of a claim. */
export const accessModes: Node = {
  ...list(
    { type: 'string', enum: ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'] },
    'Access modes. ReadWriteOncePod also keeps a second Pod on the same node out; it stands alone.',
    { value: ['ReadWriteOnce'], minItems: 1 },
  ),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  ...{ if: { contains: { const: 'ReadWriteOncePod' } }, then: aloneWithPod },
};

/** The properties of a PersistentVolumeClaim that the chart makes and keeps on uninstall. */
export const claim = (size: string, what: string): Record<string, Node> => ({
  size: sizeOf(
    size,
    `Size of the claim for ${what}. It may grow by \`helm upgrade\` where the class allows expansion; it never shrinks.`,
  ),
  storageClassName: text(
    '',
    "StorageClass; empty: the cluster's default, `-`: none (a volume that is provided by hand).",
    storageClass,
  ),
  accessModes,
  existingClaim: text(
    '',
    'A claim that exists already; the chart then makes none. Set it per peer: two peers must not share one.',
    optionalObjectName,
  ),
  selector: passthrough('Label selector for the volume, as in a PersistentVolumeClaim.'),
  annotations: annotations('Annotations of the claim.'),
  labels: labels('Further labels of the claim.'),
});

/** What a claim is made from, e.g. the way back from a backup. */
export const dataSource: Node = passthrough(
  'Where a new claim gets its data from, e.g. a VolumeSnapshot, as in a PersistentVolumeClaim. Read when the claim is made; nobody can change it afterwards.',
);

/** The properties of an emptyDir, where one may take the place of a claim. */
export const emptyDir = (size: string): Record<string, Node> => ({
  sizeLimit: bytes(
    size,
    'Largest size of the emptyDir; beyond it the kubelet evicts the Pod. Empty: no limit.',
  ),
  medium: text('', 'Medium of the emptyDir; `Memory` counts against memory limits.', {
    pattern: '^(Memory|HugePages.*)?$',
    expects: 'empty or Memory',
  }),
});

/** Either a claim, which survives the Pod, or an emptyDir, which does not. */
export const storageType = (description: string): Node => choice(['claim', 'emptyDir'], 'claim', description);
