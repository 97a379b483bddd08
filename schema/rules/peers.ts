/** The peers of a release as templates see them. */
import type { Peer, Values } from '../generated/values.ts';

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deep-merges maps; everything else of `over` wins, null included, as Sprig's mergeOverwrite does. */
const merge = (base: unknown, over: unknown): unknown => {
  if (!isMap(base) || !isMap(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over))
    result[key] = key in base ? merge(base[key], value) : value;
  return result;
};

/** The merged values of every peer, by name in the order of Go's maps; no peers mean one, `peer0`. */
export const mergedPeers = (values: Values): ReadonlyMap<string, Peer> => {
  const names = Object.keys(values.peers ?? {}).sort();
  const overrides: Readonly<Record<string, unknown>> = names.length > 0 ? values.peers : { peer0: {} };
  return new Map(
    (names.length > 0 ? names : ['peer0']).map((name) => [
      name,
      merge(values.peer, overrides[name] ?? {}) as Peer,
    ]),
  );
};
