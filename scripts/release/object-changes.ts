/** What two versions of rendered objects mean for a release that is upgraded from one to the other. */
import { isDeepStrictEqual } from 'node:util';
import type { Change } from './change.ts';

/** A rendered object. */
export interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
}

/**
 * Fields that the API server refuses to change, or whose change takes something away: StatefulSets say so themselves
 * ("updates to statefulset spec for fields other than …"), claims are immutable but for a greater size.
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
  StatefulSet: ['serviceName', 'selector', 'volumeClaimTemplates', 'podManagementPolicy'],
  Deployment: ['selector'],
  PersistentVolumeClaim: [
    'accessModes',
    'storageClassName',
    'volumeMode',
    'volumeName',
    'resources.requests.storage',
  ],
  Service: ['selector', 'clusterIP', 'type'],
  Job: ['template'],
};

/** Kinds whose names others rely on, or whose content would be lost with the name. Names by content are not among them. */
const named = ['StatefulSet', 'PersistentVolumeClaim', 'Service', 'ServiceAccount', 'Deployment', 'CronJob'];

const field = (object: RenderedObject | undefined, path: string): unknown => {
  let value: unknown = object?.spec;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
};

const text = (value: unknown): string => JSON.stringify(value) ?? 'none';

/** Without the label that names the chart's version, which every release changes. */
const unversioned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(unversioned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'helm.sh/chart');
  return Object.fromEntries(entries.map(([key, child]) => [key, unversioned(child)]));
};

const idOf = ({ kind, metadata }: RenderedObject): string => `${kind}/${metadata.name}`;

/** Names end with a checksum of the content where an object never changes: another name is another content. */
const isNamedByContent = ({ kind, metadata }: RenderedObject): boolean =>
  kind === 'Job' || /-[0-9a-f]{8}$/u.test(metadata.name);

/** Changes of the objects that the same values render to, those that break an upgrade first. */
export const objectChanges = (
  before: readonly RenderedObject[],
  after: readonly RenderedObject[],
): Change[] => {
  const byId = (objects: readonly RenderedObject[]): Map<string, RenderedObject> =>
    new Map(objects.filter((object) => !isNamedByContent(object)).map((object) => [idOf(object), object]));
  const [old, now] = [byId(before), byId(after)];
  const changes: Change[] = [];
  for (const [id, object] of old) {
    const other = now.get(id);
    if (other === undefined)
      changes.push({
        level: named.includes(object.kind) ? 'major' : 'minor',
        path: id,
        says: 'is gone, or has another name: what relies on it, or lies in it, does not follow',
      });
    else
      for (const path of fixed[object.kind] ?? [])
        if (!isDeepStrictEqual(field(object, path), field(other, path)))
          changes.push({
            level: 'major',
            path: id,
            says: `spec.${path} was ${text(field(object, path))} and is ${text(field(other, path))}: it cannot change in an upgrade`,
          });
    if (
      other !== undefined &&
      !isDeepStrictEqual(unversioned(object), unversioned(other)) &&
      changes.at(-1)?.path !== id
    )
      changes.push({ level: 'minor', path: id, says: 'has changed' });
  }
  for (const [id, { kind }] of now)
    if (!old.has(id))
      changes.push(
        kind === 'NetworkPolicy'
          ? { level: 'major', path: id, says: 'is new, and may keep out who calls today' }
          : { level: 'minor', path: id, says: 'is new' },
      );
  return [
    ...changes.filter(({ level }) => level === 'major'),
    ...changes.filter(({ level }) => level !== 'major'),
  ];
};
