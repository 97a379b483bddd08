/** Merging as Helm does it: files and flags over each other, then over the chart's defaults. */
import { isMap, mapOf, overlay, own } from '../shared/maps.ts';
import { type Assignment, dotted, type Source, UnreadableInput } from './types.ts';

/** Lays the user's values over the defaults: a null takes a default away, so that the schema never sees it. */
export const coalesce = (user: unknown, defaults: unknown): unknown => {
  if (!isMap(user) || !isMap(defaults)) return structuredClone(user);
  return mapOf(
    [...new Set([...Object.keys(defaults), ...Object.keys(user)])].flatMap((key): [string, unknown][] => {
      if (!Object.hasOwn(user, key)) return [[key, structuredClone(defaults[key])]];
      if (user[key] === null && Object.hasOwn(defaults, key)) return [];
      return [[key, coalesce(user[key], own(defaults, key))]];
    }),
  );
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return isMap(value) ? 'a map' : `a ${typeof value}`;
};

const isIndexed = (key: string | number | undefined): boolean => typeof key === 'number';

/** Writes one assignment into the values before it, as Helm's strvals does: lists grow, wrong shapes are refused. */
const put = (target: unknown, { path, value }: Assignment, depth: number, source: Source): unknown => {
  const key = path[depth];
  if (key === undefined) return value;
  const wanted = typeof key === 'number' ? 'a list' : 'a map';
  // A map in a list takes the place of whatever is there; elsewhere strvals refuses another shape, null too.
  const replaces =
    target === undefined || (isIndexed(path[depth - 1]) && (typeof key === 'string' || target === null));
  if (!replaces && kindOf(target) !== wanted) {
    const at = dotted(path.slice(0, depth));
    throw new UnreadableInput({
      path: at,
      file: source.name,
      message: `${dotted(path)} cannot be set, because ${at} is ${kindOf(target)} in the values before and not ${wanted}, and Helm refuses that. Set ${at} as a whole, or change the file`,
    });
  }
  if (typeof key === 'number') {
    const list = Array.isArray(target) ? [...target] : [];
    while (list.length < key) list.push(null);
    list[key] = put(list[key], { path, value }, depth + 1, source);
    return list;
  }
  const map = isMap(target) ? target : {};
  const changed = put(own(map, key), { path, value }, depth + 1, source);
  return mapOf([...Object.entries(map), [key, changed]]);
};

/**
 * Lays a source over the values before it.
 * @throws UnreadableInput where Helm refuses a `--set` because of what it meets.
 */
export const apply = (base: unknown, source: Source): unknown =>
  source.assignments
    ? source.assignments.reduce((values, assignment) => put(values, assignment, 0, source), base)
    : overlay(base, source.value);
