/**
 * Golden objects as a person reads them: those of one example in full, those of another by what differs from them.
 *
 * The text holds everything (a change of any value, or of the order of a list, changes it), but a change that all
 * examples share stands only in the full one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { dump } from 'js-yaml';
import { isMap } from '../../schema/shared/maps.ts';
import { wrote } from '../../scripts/support/wrote.ts';
import type { Rendered } from '../support/rendered.ts';

type Fields = Readonly<Record<string, unknown>>;

const isSame = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);

/** As `kubectl get -o yaml` prints: keys by name, so that the order in a template does not matter. */
const sorted = (value: unknown): string =>
  dump(value, { lineWidth: -1, noRefs: true, sortKeys: true, quoteStyle: 'double' });

const idOf = ({ kind, metadata }: Rendered): string => `${kind}/${metadata.name}`;

/** What tells the entries of a list apart: the first field that all of them have, each with a value of its own. */
const identity = (lists: readonly (readonly unknown[])[]): string | undefined =>
  ['mountPath', 'name', 'path'].find((field) =>
    lists.every(
      (list) =>
        list.every((entry) => isMap(entry) && typeof entry[field] === 'string') &&
        new Set(list.map((entry) => (entry as Fields)[field])).size === list.length,
    ),
  );

const step = (path: string, key: string): string => {
  if (!/^[\w$-]+$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};

/** Paths that are set to another value, and paths that are gone. */
interface Differences {
  readonly set: Record<string, unknown>;
  readonly gone: string[];
}

const compareEntries = (
  base: readonly Fields[],
  own: readonly Fields[],
  field: string,
  path: string,
  found: Differences,
): void => {
  const nameOf = (entry: Fields): string => entry[field] as string;
  const before = new Map(base.map((entry) => [nameOf(entry), entry]));
  const names = own.map(nameOf);
  const kept = names.filter((name) => before.has(name));
  found.gone.push(
    ...[...before.keys()].filter((name) => !names.includes(name)).map((name) => `${path}[${name}]`),
  );
  if (
    !isSame(
      kept,
      [...before.keys()].filter((name) => names.includes(name)),
    )
  )
    found.set[`${path}[order]`] = names;
  for (const [i, entry] of own.entries()) {
    const was = before.get(nameOf(entry));
    if (was !== undefined) compare(was, entry, `${path}[${nameOf(entry)}]`, found);
    else found.set[`${path}[${nameOf(entry)}, ${i === 0 ? 'first' : `after ${names[i - 1]}`}]`] = entry;
  }
};

const compare = (base: unknown, own: unknown, path: string, found: Differences): void => {
  if (isMap(base) && isMap(own)) {
    for (const key of Object.keys(base)) if (!(key in own)) found.gone.push(step(path, key));
    for (const [key, value] of Object.entries(own))
      if (key in base) compare(base[key], value, step(path, key), found);
      else found.set[step(path, key)] = value;
    return;
  }
  if (isSame(base, own)) return;
  const field = Array.isArray(base) && Array.isArray(own) ? identity([base, own]) : undefined;
  if (field === undefined) found.set[path] = own;
  else compareEntries(base as Fields[], own as Fields[], field, path, found);
};

/** The object's differences from `base`, or the word that says that there are none. */
const described = (base: unknown, own: unknown): Fields | undefined => {
  const found: Differences = { set: {}, gone: [] };
  compare(base, own, '', found);
  const { set, gone } = found;
  if (gone.length === 0 && Object.keys(set).length === 0) return undefined;
  return { ...set, ...(gone.length > 0 ? { '(gone)': gone.sort() } : {}) };
};

/** An object of the full example that stands for one of another example: peer0's, for each further peer. */
const modelOf = (
  id: string,
  base: ReadonlyMap<string, Rendered>,
): { name: string; object: unknown } | undefined => {
  const name = id.replace(/peer\d+/u, 'peer0');
  const peer = /peer\d+/u.exec(id)?.[0];
  const object = base.get(name);
  if (object === undefined || peer === undefined) return undefined;
  return { name, object: JSON.parse(JSON.stringify(object).replaceAll('peer0', peer)) };
};

const oneOf = (object: Rendered, base: ReadonlyMap<string, Rendered>, baseName: string): unknown => {
  const id = idOf(object);
  const model = base.has(id) ? { name: id, object: base.get(id) } : modelOf(id, base);
  if (model === undefined) return object;
  const place = model.name === id ? `in ${baseName}` : `${model.name} in ${baseName}, renamed`;
  const differences = described(model.object, object);
  return differences === undefined ? `same as ${place}` : { '(base)': `as ${place}`, ...differences };
};

/** The example whose golden objects are written in full. */
export interface Base {
  readonly name: string;
  readonly objects: readonly Rendered[];
}

/** How golden files are rewritten. */
export const rewrites = 'UPDATE=1 npm test -- examples';

const banner = (name: string, base: Base | undefined): string => {
  const which = base === undefined ? 'in full' : `where it is not as ${base.name}`;
  return `# What examples/${name} renders, ${which}. "${rewrites}" writes this file.\n`;
};

/** The text of a golden file: the objects in full, or, with a base, by their differences from its objects. */
export const goldenText = (name: string, objects: readonly Rendered[], base?: Base): string => {
  const own = new Map<string, unknown>();
  const known = new Map((base?.objects ?? []).map((object) => [idOf(object), object]));
  for (const object of objects)
    own.set(idOf(object), base === undefined ? object : oneOf(object, known, base.name));
  if (own.size < objects.length) throw new GoldenError(`${name}: two objects of one kind have the same name`);
  for (const id of known.keys()) if (!own.has(id)) own.set(id, `not here, but in ${base?.name}`);
  return banner(name, base) + sorted(Object.fromEntries(own));
};

/** Rendered objects are not what their golden file says. */
export class GoldenError extends Error {
  override readonly name = 'GoldenError';
  // uvu prints message and stack; the stack would hold the message once more.
  override readonly stack = this.name;
}

/** Lines of a difference that a failing test prints. */
const mostLines = 60;

const changedLines = (path: string, wanted: string, got: string): string => {
  const patch = createTwoFilesPatch(path, path, wanted, got, 'golden', 'rendered', { context: 2 });
  const lines = patch.trimEnd().split('\n').slice(2);
  if (lines.length <= mostLines) return lines.join('\n');
  return [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} lines more`].join('\n');
};

/**
 * Compares two golden texts of an example.
 * @throws GoldenError with the lines that changed, at most 60 of them, two lines around each, and what to do.
 */
export const sameGolden = (path: string, wanted: string, got: string, remedy: string): void => {
  if (wanted !== got) throw new GoldenError(`${changedLines(path, wanted, got)}\n${remedy}`);
};

/**
 * Compares with the golden file at `folder`/`name`, or rewrites it, which is told.
 * @throws GoldenError as `sameGolden` does.
 */
export const compareWithGolden = async (
  folder: string,
  name: string,
  text: string,
  update: boolean,
): Promise<void> => {
  const wanted = await readFile(join(folder, name), 'utf8').catch(() => '');
  if (update && text !== wanted) {
    await writeFile(join(folder, name), text);
    wrote(`golden/${name}; read its diff`);
    return;
  }
  sameGolden(
    `golden/${name}`,
    wanted,
    text,
    `If the new lines are right: ${rewrites}, and read the diff of golden/`,
  );
};
