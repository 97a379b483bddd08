/** Says in words what the schema found wrong. */
import type { ErrorObject } from 'ajv';
import type { Node } from '../model/node.ts';
import { closest } from './suggest.ts';
import { dotted } from './types.ts';

type Path = readonly (string | number)[];

/** A finding with its path still in parts, so that it can be located. */
export interface Explained {
  readonly path: Path;
  readonly message: string;
}

const secret = /(password|passwd|secret|pin|token|privatekey)$/iu;

/** What was given, in short, and never a secret. */
const given = (value: unknown, path: Path): string => {
  if (secret.test(String(path.at(-1) ?? ''))) return 'a value that is not shown';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return `the ${typeof value} ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
};

const article = (type: string): string =>
  ({ object: 'a map', array: 'a list', integer: 'a whole number', null: 'null' })[type] ?? `a ${type}`;

/** What a node wants, from its own words where it has some. */
const wanted = (node: Node): string => {
  if (node.enum) return `one of ${node.enum.map((word) => JSON.stringify(word)).join(', ')}`;
  const own = typeof node.$comment === 'string' ? /^expects: (.*)$/u.exec(node.$comment)?.[1] : undefined;
  if (own) return own;
  const type = [node.type ?? []].flat().map(article).join(' or ');
  const { minimum, maximum } = node;
  if (node.minItems !== undefined) return `${type} of at least ${node.minItems}`;
  if (minimum !== undefined && maximum !== undefined) return `${type} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${type} of at least ${minimum}`;
  return maximum === undefined ? type : `${type} of at most ${maximum}`;
};

const pathOf = (pointer: string, value: unknown): Path => {
  let current = value;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => {
      const isIndex = Array.isArray(current);
      current = (current as Record<string, unknown> | undefined)?.[key];
      return isIndex ? Number(key) : key;
    });
};

/** Where else the schema knows a key: `image` at the top is meant as `peer.image`. */
const elsewhere = (key: string, node: Node, path: readonly string[] = []): string[] =>
  Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    ...(name === key ? [[...path, name].join('.')] : []),
    ...elsewhere(key, child, [...path, name]),
  ]);

const unknownKey = (key: string, siblings: readonly string[], root: Node): string => {
  const near = closest(key, siblings);
  if (near) return `unknown key; did you mean ${near}?`;
  const depth = (place: string): number => place.split('.').length - (place.startsWith('peer.') ? 1 : 0);
  const [place] = elsewhere(key, root).sort((a, b) => depth(a) - depth(b));
  if (place) return `unknown key here; did you mean ${place}?`;
  return `unknown key; expected one of ${[...siblings].sort().join(', ')}`;
};

/** One finding of ajv in words; undefined for those that only repeat others. */
export const explain = (
  error: ErrorObject,
  root: Node,
  isNullPeer: (path: Path) => boolean,
  merged: unknown,
): Explained | undefined => {
  const path = pathOf(error.instancePath, merged);
  const node = (error.parentSchema ?? {}) as Node;
  if (isNullPeer(path)) {
    return {
      path,
      message: `null would turn ${dotted(path.slice(-1))} into a peer with defaults. Write "${path.at(-1)}: {}" for a peer with defaults, or "${path.at(-1)}: {enabled: false}" to disable it`,
    };
  }
  if (error.propertyName !== undefined && error.keyword !== 'propertyNames') {
    return { path: [...path, error.propertyName], message: `the name must be ${wanted(node)}` };
  }
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      return { path: [...path, key], message: unknownKey(key, Object.keys(node.properties ?? {}), root) };
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return {
        path: [...path, key],
        message:
          'null would remove the default, and the chart cannot do without a value here. Give a value, or leave the key out',
      };
    }
    case 'propertyNames':
      return undefined;
    case 'if':
    case 'allOf':
      return undefined;
  }
  return { path, message: `expected ${wanted(node)}, given ${given(error.data, path)}` };
};
