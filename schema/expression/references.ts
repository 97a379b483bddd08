/** Typed references: `peer.dind.image.tag` is a path that the compiler and the schema both know. */

import { root } from '../components/root.ts';
import type { Peer, Values } from '../generated/values.ts';
import type { Node } from '../model/node.ts';
import { astOf, type Expr, expr, type Reference, type Scope } from './ast.ts';

type Leaf = string | number | boolean | null | undefined | readonly unknown[];

/** References below a `T`; they stop at scalars, lists, and maps with free keys. */
export type Refs<T> = Expr<T> &
  (T extends Leaf ? unknown : string extends keyof T ? unknown : { readonly [K in keyof T]-?: Refs<T[K]> });

/**
 * A reference tree over a node of the model.
 * @throws Error for a path that the schema does not have, which `any` or a stale type could smuggle in.
 */
export const references = <T>(reference: Reference): Refs<T> => {
  const target = expr<T>(reference);
  return new Proxy(target, {
    get: (_, key) => {
      if (key === astOf) return reference;
      if (typeof key === 'symbol') return undefined;
      const node = reference.node?.properties?.[key];
      const path = [...reference.path, key];
      if (!node) throw new Error(`${path.join('.')}: the schema has no such value`);
      return references({ ...reference, path, node });
    },
  }) as Refs<T>;
};

const nodeOf = (key: string): Node => {
  const node = root.properties?.[key];
  if (!node) throw new Error(`${key}: the schema has no such section`);
  return node;
};

const builtin = (scope: Scope, path: readonly string[]): Expr<string> =>
  expr({ kind: 'reference', scope, path, node: undefined });

/** The release's values: `v.mspId`. */
export const v = references<Values>({ kind: 'reference', scope: 'Values', path: [], node: root });

/** The merged values of the peer at hand: `peer.image.tag`. */
export const peer = references<Peer>({ kind: 'reference', scope: 'peer', path: [], node: nodeOf('peer') });

/** The peer's key in `peers`. */
export const peerKey = builtin('name', []);

/** What Helm tells about the release. */
export const release = {
  name: builtin('Release', ['Name']),
  namespace: builtin('Release', ['Namespace']),
  service: builtin('Release', ['Service']),
};

/** What Chart.yaml says. */
export const chart = {
  name: builtin('Chart', ['Name']),
  version: builtin('Chart', ['Version']),
  appVersion: builtin('Chart', ['AppVersion']),
};
