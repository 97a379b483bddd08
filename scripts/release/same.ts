/** Equality of data, whatever the order of its keys. */

/** Whether two values of JSON are the same. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, two] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(one), ...Object.keys(two)]);
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => isSame(one[key], two[key]));
};
