/** Values as they are written: a tree whose scalars and keys are YAML's text, so that `0x1F` and `y` stay what they are. */

/** A scalar as written, a list or a map. */
export type Written = string | readonly Written[] | ReadonlyMap<string, Written>;

/** A document of values: its top-level keys. */
export type Document = ReadonlyMap<string, Written>;

/** Keys that need no quotes, and are no word of YAML: paths are made of them. */
const plain = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][-A-Za-z0-9]*$/iu;

/** A value as it may be written. */
export const writtenOf = (value: unknown): Written => {
  if (Array.isArray(value)) return value.map(writtenOf);
  if (value !== null && typeof value === 'object')
    return new Map(
      Object.entries(value).map(([key, below]) => [
        plain.test(key) ? key : JSON.stringify(key),
        writtenOf(below),
      ]),
    );
  return JSON.stringify(value);
};

const inFlow = (written: Written): string => {
  if (typeof written === 'string') return written;
  if (written instanceof Map)
    return `{${[...written].map(([key, value]) => `${key}: ${inFlow(value)}`).join(', ')}}`;
  return `[${(written as readonly Written[]).map(inFlow).join(', ')}]`;
};

/** The document as YAML, a line for each top-level key. */
export const printed = (document: Document): string =>
  [...document].map(([key, value]) => `${key}: ${inFlow(value)}\n`).join('');

/** A tree of one value at a path, or `into` with it. */
export const put = (into: Document, path: readonly string[], value: Written): Document => {
  const [first = '', ...rest] = path;
  const below = into.get(first);
  const next = rest.length === 0 ? value : put(below instanceof Map ? below : new Map(), rest, value);
  return new Map([...into, [first, next]]);
};

/** The document without what lies at the paths that `leaves` picks. */
export const without = (
  document: Document,
  leaves: (path: readonly string[]) => boolean,
  path: readonly string[] = [],
): Document =>
  new Map(
    [...document].flatMap(([key, value]): [string, Written][] => {
      const here = [...path, key];
      if (leaves(here)) return [];
      return [[key, value instanceof Map ? without(value, leaves, here) : value]];
    }),
  );

/** Trees that are one step smaller: an entry or item less, or a plainer scalar. */
function* smaller(written: Written): Generator<Written> {
  if (typeof written === 'string') {
    if (written !== 'x') yield 'x';
    return;
  }
  if (written instanceof Map) {
    for (const key of written.keys()) yield new Map([...written].filter(([other]) => other !== key));
    for (const [key, value] of written)
      for (const less of smaller(value)) yield new Map([...written, [key, less]]);
    return;
  }
  const items = written as readonly Written[];
  for (const index of items.keys()) yield items.toSpliced(index, 1);
  for (const [index, item] of items.entries())
    for (const less of smaller(item)) yield items.with(index, less);
}

/** The smallest document to be had by steps after each of which `shows` still holds. */
export const smallest = async (
  document: Document,
  shows: (document: Document) => Promise<boolean>,
): Promise<Document> => {
  for (const less of smaller(document))
    if (await shows(less as Document)) return smallest(less as Document, shows);
  return document;
};
