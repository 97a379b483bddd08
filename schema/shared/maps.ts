/** Maps of values: what one is, and laying one over another as Helm and Sprig do. */

/** Whether a value is a map in the sense of YAML. */
export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entries as own properties, `__proto__` too. */
export const mapOf = (entries: Iterable<readonly [string, unknown]>): Record<string, unknown> =>
  Object.fromEntries(entries);

/** What a map itself holds under a key. */
export const own = (map: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** Lays one value over another: maps deeply, everything else as a whole, null included. */
export const overlay = (base: unknown, over: unknown): unknown => {
  if (!isMap(base) || !isMap(over)) return over;
  return mapOf([
    ...Object.entries(base),
    ...Object.entries(over).map(([key, value]): [string, unknown] => [key, overlay(own(base, key), value)]),
  ]);
};
