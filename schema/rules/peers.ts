/** The peers of a release as templates see them. */
import type { Peer, Values } from '../generated/values.ts';
import { overlay } from '../shared/maps.ts';

/** The merged values of every peer, by name in the order of Go's maps; no peers mean one, `peer0`. */
export const mergedPeers = (values: Values): ReadonlyMap<string, Peer> => {
  const names = Object.keys(values.peers ?? {}).sort();
  const overrides: Readonly<Record<string, unknown>> = names.length > 0 ? values.peers : { peer0: {} };
  return new Map(
    (names.length > 0 ? names : ['peer0']).map((name) => [
      name,
      overlay(values.peer, overrides[name] ?? {}) as Peer,
    ]),
  );
};
