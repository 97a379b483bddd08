/** Merging as Helm does it: files and flags over each other, then over the chart's defaults. */

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lays one source over another: maps deeply, everything else as a whole, null included. */
export const overlay = (base: unknown, over: unknown): unknown => {
  if (!isMap(base) || !isMap(over)) return over;
  const result = { ...base };
  for (const [key, value] of Object.entries(over))
    result[key] = key in base ? overlay(base[key], value) : value;
  return result;
};

/** Lays the user's values over the defaults: a null takes a default away, so that the schema never sees it. */
export const coalesce = (user: unknown, defaults: unknown): unknown => {
  if (!isMap(user) || !isMap(defaults)) return structuredClone(user);
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(defaults), ...Object.keys(user)])) {
    if (!Object.hasOwn(user, key)) result[key] = structuredClone(defaults[key]);
    else if (!(user[key] === null && Object.hasOwn(defaults, key)))
      result[key] = coalesce(user[key], defaults[key]);
  }
  return result;
};
