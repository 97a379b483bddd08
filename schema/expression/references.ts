/** Typed references: `peer.dind.image.tag` is a path that the compiler knows, and that generation looks up in the schema. */
import type { Peer, Values } from '../generated/values.ts';
import { astOf, type Expr, expr, type Reference, type Scope } from './ast.ts';

type Leaf = string | number | boolean | null | undefined | readonly unknown[];

/** References below a `T`; they stop at scalars, lists, and maps with free keys. */
export type Refs<T> = Expr<T> &
  (T extends Leaf ? unknown : string extends keyof T ? unknown : { readonly [K in keyof T]-?: Refs<T[K]> });

/** A reference tree: each property is the reference one step further. */
export const references = <T>(reference: Reference): Refs<T> =>
  new Proxy(expr<T>(reference), {
    get: (_, key) => {
      if (key === astOf) return reference;
      if (typeof key === 'symbol') return undefined;
      return references({ ...reference, path: [...reference.path, key] });
    },
    has: (_, key) => key === astOf,
  }) as Refs<T>;

const builtin = <T = string>(scope: Scope, ...path: readonly string[]): Expr<T> =>
  expr({ kind: 'reference', scope, path });

/** The release's values: `v.mspId`. */
export const v = references<Values>({ kind: 'reference', scope: 'Values', path: [] });

/** The merged values of the peer at hand: `peer.image.tag`. */
export const peer = references<Peer>({ kind: 'reference', scope: 'peer', path: [] });

/** The peer's key in `peers`. */
export const peerKey = builtin('name');

/** The names of the ConfigMaps of scripts, by the component that runs them. */
export const scriptNames = builtin<{ readonly [component: string]: string }>('scripts');

/** The scopes of all peers by name, disabled ones included. */
export const allPeers = builtin<{ readonly [name: string]: unknown }>('peers');

/** What Helm tells about the release. */
export const release = {
  name: builtin('Release', 'Name'),
  namespace: builtin('Release', 'Namespace'),
  service: builtin('Release', 'Service'),
  isUpgrade: builtin<boolean>('Release', 'IsUpgrade'),
};

/** What Chart.yaml says. */
export const chart = {
  name: builtin('Chart', 'Name'),
  version: builtin('Chart', 'Version'),
  appVersion: builtin('Chart', 'AppVersion'),
};

/** The version of the Helm that renders. */
export const helmVersion = builtin('Capabilities', 'HelmVersion', 'Version');

/** The chart's other files, for Go code such as `(${files}.Glob "files/*").AsConfig`. */
export const files = builtin<object>('Files');
