/** Says in words what the schema found wrong. */
import type { ErrorObject } from 'ajv';
import { isSection, type Node } from '../model/node.ts';
import type { Origin } from './locate.ts';
import { isSecretPath } from './secrets.ts';
import { closest, distance } from './suggest.ts';
import { dotted } from './types.ts';
import { given, remedy, wanted } from './words.ts';

type Path = readonly (string | number)[];

/** A finding with its path still in parts, so that it can be located. */
export interface Explained {
  readonly path: Path;
  readonly message: string;
}

/** What an error is explained from. */
export interface Explaining {
  /** The model that the schema was made from. */
  readonly root: Node;
  /** The values that the schema was asked about. */
  readonly merged: unknown;
  readonly originOf: (path: Path) => Origin | undefined;
}

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
const elsewhere = (key: string, node: Node, path: readonly string[] = []): (readonly string[])[] =>
  Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    ...(name === key ? [[...path, name]] : []),
    ...elsewhere(key, child, [...path, name]),
  ]);

/** The same, of peers alone where they have it: most values are about them. */
const likely = (key: string, root: Node): (readonly string[])[] => {
  const all = elsewhere(key, root);
  const ofPeers = all.filter(([first]) => first === 'peer');
  return ofPeers.length > 0 ? ofPeers : all;
};

/** A place of the model, in the words of the peer in which somebody looks for it. */
const inPeer = (place: readonly string[], at: Path): string =>
  dotted(
    place[0] === 'peer' && at[0] === 'peers' && at.length > 1
      ? [...at.slice(0, 2), ...place.slice(1)]
      : place,
  );

/** The nearest place of that name, in the words of the peer that is being configured. */
const otherPlace = (key: string, at: Path, root: Node): string | undefined => {
  const depth = (place: readonly string[]): number => place.length - (place[0] === 'peer' ? 1 : 0);
  const shared = (place: readonly string[]): number => place.findIndex((part, index) => part !== at[index]);
  const peerPath = at[0] === 'peers' && at.length > 1 ? ['peer', ...at.slice(2)] : at;
  const [place] = likely(key, root)
    .filter((found) => dotted(found) !== dotted([...peerPath, key]))
    .sort((a, b) => depth(a) - depth(b) || shared(b) - shared(a));
  return place && inPeer(place, at);
};

/** A path run together, as other charts have it: `ledgerSize` is `ledger.size`. */
const joinedPlace = (
  key: string,
  node: Node,
  path: readonly string[] = [],
): readonly string[] | undefined => {
  const wanted = key.toLowerCase().replaceAll(/[-_]/gu, '');
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const at = [...path, name];
    const tails = at.map((_, start) => at.slice(start)).filter((tail) => tail.length > 1);
    if (tails.some((tail) => tail.join('').toLowerCase() === wanted)) return at;
    const below = joinedPlace(key, child, at);
    if (below) return below;
  }
  return undefined;
};

/** Words of other charts and of everyday speech, and what they are here. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  name: ['repository'],
  version: ['tag'],
  sha: ['digest'],
  imagePullPolicy: ['pullPolicy'],
  persistence: ['ledger'],
  replicaCount: ['replicas'],
  javascript: ['node'],
  nodejs: ['node'],
  typescript: ['node'],
  level: ['spec'],
  path: ['socket'],
  environment: ['env'],
  volumes: ['extraVolumes'],
  volumeMounts: ['extraVolumeMounts'],
  sidecars: ['extraContainers'],
  initContainers: ['extraInitContainers'],
  serviceMonitor: ['podMonitor'],
  prometheusRule: ['rules'],
};

/** Names that hold the word, or that the word holds: `timeout` is `executeTimeout`, `certificate` is `cert`. */
const related = (key: string, siblings: readonly string[]): string[] => {
  const word = key.toLowerCase();
  if (word.length < 4)
    return siblings.filter((name) => word.length > 1 && name.toLowerCase().startsWith(word));
  return siblings.filter(
    (name) => name.length > 3 && (name.toLowerCase().includes(word) || word.includes(name.toLowerCase())),
  );
};

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const mostKeys = 20;

const unknownKey = (key: string, at: Path, siblings: readonly string[], root: Node): string => {
  if (at.length === 0 && /^peer[-_]?[0-9]+$/u.test(key))
    return `unknown key here; did you mean peers.${key}?`;
  const mean = (...words: readonly string[]): string => `unknown key; did you mean ${oneOf(words)}?`;
  const other = Object.hasOwn(synonyms, key)
    ? synonyms[key]?.filter((name) => siblings.includes(name))
    : undefined;
  if (other?.length) return mean(...other);
  const near = closest(key, siblings);
  // An item of a list knows its own keys alone.
  const isItem = at.some((part) => typeof part === 'number');
  const place = isItem ? undefined : otherPlace(key, at, root);
  // A sibling two letters away is a weaker guess than the very word elsewhere.
  if (near !== undefined && (!place || distance(key.toLowerCase(), near.toLowerCase()) < 2))
    return mean(near);
  const joined = isItem ? undefined : joinedPlace(key, root);
  const isHere = joined && inPeer(joined.slice(0, -2), at) === dotted(at);
  if (isHere) return mean(inPeer(joined, at));
  const words = related(key, siblings);
  const isCommon = likely(key, root).length > 1;
  if (words.length > 0 && words.length < 5 && (!place || isCommon)) return mean(...words);
  if (place !== undefined) return `unknown key here; did you mean ${place}?`;
  if (joined) return `unknown key here; did you mean ${inPeer(joined, at)}?`;
  return siblings.length > mostKeys
    ? 'unknown key, and none here is like it. The README of the chart lists the values'
    : `unknown key; expected one of ${[...siblings].sort().join(', ')}`;
};

const entryOf = ({ items, additionalProperties }: Node): Node | undefined =>
  items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);

/** The model's node at a path of the values; entries of `peers` are overrides of `peer`. */
const modelAt = (path: Path, root: Node): Node | undefined => {
  const inPeer = path[0] === 'peers' && path.length > 2 ? ['peer', ...path.slice(2)] : path;
  return inPeer.reduce<Node | undefined>(
    (node, key) => node && (node.properties?.[key] ?? entryOf(node)),
    root,
  );
};

/** What the keys of a map must be like; the shipped schema says it in a way that Helm tells better. */
const namesAt = (path: Path, root: Node): Node | undefined =>
  modelAt(path, root)?.propertyNames as Node | undefined;

const missing = (path: Path, error: ErrorObject, { root, originOf }: Explaining): string => {
  const node = modelAt(path, root) ?? error.parentSchema?.properties?.[path.at(-1) as string];
  const origin = originOf(path);
  const expects = node ? wanted(node as Node) : 'a value';
  if (origin?.depth !== path.length || origin.value !== null) return `missing; expected ${expects}. Add it`;
  return `null would remove the default, and the chart cannot do without a value here. Leave the key out, or give ${expects}`;
};

const renamed = (key: string, known: Node['properties']): string => {
  const near = closest(key, Object.keys(known ?? {}));
  return near === undefined ? 'Rename it' : `Did you mean ${near}?`;
};

/** One finding of ajv in words; undefined for those that only repeat others. */
export const explain = (error: ErrorObject, explaining: Explaining): Explained | undefined => {
  const { root, merged, originOf } = explaining;
  const path = pathOf(error.instancePath, merged);
  // Definitions of the schema have neither defaults nor examples.
  const model = modelAt(path, root) ?? {};
  const { default: value, examples } = model;
  const node: Node = {
    ...(value === undefined ? {} : { default: value }),
    ...(examples === undefined ? {} : { examples }),
    ...(error.parentSchema as Node | undefined),
    ...(isSection(model) ? { properties: model.properties } : {}),
    ...(model.items ? { items: model.items } : {}),
  };
  if (path.length === 2 && path[0] === 'peers' && error.data === null) {
    const name = dotted(path.slice(1));
    return {
      path,
      message: `null would turn ${name} into a peer with defaults. Write "${name}: {}" for a peer with defaults, or "${name}: {enabled: false}" to disable it`,
    };
  }
  // The alternatives of an anyOf are told together, by the anyOf itself.
  if (/\/(anyOf|oneOf)\/[0-9]+\//u.test(error.schemaPath)) return undefined;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const names = namesAt(path, root);
      if (key === 'value' && node.properties?.valueFrom)
        return {
          path: [...path, key],
          message: `unknown key; write the value itself, ${path.at(-1)}: …, or valueFrom: {…}`,
        };
      return {
        path: [...path, key],
        message: names
          ? `the name must be ${wanted(names)}. ${renamed(key, node.properties)}`
          : unknownKey(key, path, Object.keys(node.properties ?? {}), root),
      };
    }
    // The part of an if that is broken tells more.
    case 'if':
      return undefined;
    case 'false schema':
      return {
        path,
        message: `the name must be ${wanted(namesAt(path.slice(0, -1), root) ?? {})}. Remove it`,
      };
    case 'required': {
      const at = [...path, String(error.params.missingProperty)];
      return { path: at, message: missing(at, error, explaining) };
    }
  }
  // The part of the schema that only says what is required has no words of its own.
  const described = node.description || node.$comment || node.enum ? node : (modelAt(path, root) ?? node);
  const found = originOf(path);
  const origin = found?.depth === path.length ? found : undefined;
  const isSecret = isSecretPath(path);
  const key = String(path.at(-1) ?? '');
  const help = remedy({ node: described, value: error.data, key, origin, isSecret });
  const what = given(error.data, isSecret ? undefined : origin?.place?.written, isSecret);
  return {
    path,
    message: `expected ${wanted(described)}, given ${what}${help}`,
  };
};
