/** What the schema says about the value that a reference names. */
import { root } from '../components/root.ts';
import type { Node } from '../model/node.ts';
import type { Reference } from './ast.ts';

/** The path of a reference in the schema; undefined for what is no value of the user's. */
export const schemaPath = ({ scope, path, described }: Reference): readonly string[] | undefined => {
  if (scope === 'Values') return path;
  if (scope === 'peer') return ['peer', ...path];
  // Every image has the properties of this one.
  if (scope === 'image') return ['peer', 'image', ...path];
  return described && [...described, ...path];
};

const below = (node: Node | undefined, key: string): Node | undefined => {
  if (key === '[]') return node?.items;
  if (key === '*')
    return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return node?.properties?.[key];
};

/** The node of a reference, or undefined for what the schema does not know, such as parts of passed-on objects. */
export const nodeOf = (reference: Reference): Node | undefined => {
  const path = schemaPath(reference);
  return path?.reduce<Node | undefined>(below, root);
};

/**
 * Whether a reference names something that the schema does not have, which `any` or a stale type could smuggle in. Paths
 * below a passed-on object are the user's.
 */
export const isUnknown = (reference: Reference): boolean => {
  if (reference.scope !== 'Values' && reference.scope !== 'peer') return false;
  const safe = reference.path.slice(0, reference.path.length - (reference.guarded ?? 0));
  return nodeOf({ ...reference, path: safe }) === undefined;
};

/** The types that a value may have. */
export const typesOf = (reference: Reference): readonly string[] => [nodeOf(reference)?.type ?? []].flat();
