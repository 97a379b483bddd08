/** Finds the source to blame for a value. */
import { isMap } from '../shared/maps.ts';
import { type Place, pathKey, type Source } from './types.ts';

type Path = readonly (string | number)[];

/** Where a value comes from. */
export interface Origin {
  readonly source: Source;
  readonly place?: Place;
  /** How many parts of the path the source has. */
  readonly depth: number;
  /** What the source says there. */
  readonly value: unknown;
}

interface Reach {
  readonly depth: number;
  readonly value: unknown;
  /** Whether nothing of earlier sources is left there: lists and scalars replace, maps merge. */
  readonly isWhole: boolean;
}

const reachOf = (root: unknown, path: Path): Reach => {
  let value = root;
  let isWhole = false;
  for (const [depth, key] of path.entries()) {
    isWhole ||= !isMap(value);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      return { depth, value, isWhole };
    value = (value as Record<string | number, unknown>)[key];
  }
  return { depth: path.length, value, isWhole: isWhole || !isMap(value) };
};

const assignedReach = (source: Source, path: Path): Reach =>
  (source.assignments ?? [])
    .map(({ path: target, value }): Reach => {
      const differs = target.findIndex((key, index) => key !== path[index]);
      if (differs >= 0) return { depth: Math.min(differs, path.length), value: {}, isWhole: false };
      const below = reachOf(value, path.slice(target.length));
      return { depth: target.length + below.depth, value: below.value, isWhole: true };
    })
    .reduce((best, reach) => (reach.depth >= best.depth ? reach : best), {
      depth: 0,
      value: undefined,
      isWhole: false,
    });

const placeIn = (source: Source, path: Path): Place | undefined => {
  for (let length = path.length; length > 0; length--) {
    const place = source.places.get(pathKey(path.slice(0, length)));
    // What is written at a key above says nothing about the value itself.
    if (place) return length === path.length ? place : { line: place.line, column: place.column };
  }
  return undefined;
};

/** The last source that sets the path, or the longest part of it that any source sets. */
export const originOf = (path: Path, sources: readonly Source[]): Origin | undefined => {
  let best: Origin | undefined;
  for (const source of [...sources].reverse()) {
    const { depth, value, isWhole } = source.assignments
      ? assignedReach(source, path)
      : reachOf(source.value, path);
    if (depth > (best?.depth ?? 0)) {
      const place = placeIn(source, path.slice(0, depth));
      best = { source, depth, value, ...(place ? { place } : {}) };
    }
    if (isWhole && depth > 0) break;
  }
  return best;
};
