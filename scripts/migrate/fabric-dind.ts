/** Values of an older major release of this chart. */
import { type Move, moves } from '../../schema/moves.ts';
import { isMap } from '../../schema/shared/maps.ts';
import { lookIn } from './fate.ts';
import { merged } from './merged.ts';
import type { Source } from './source.ts';
import { type Line, nestedAt, type Translation } from './translate.ts';

/** Values without what is at a path, and without sections that hold nothing else. */
const without = (values: unknown, [key = '', ...rest]: readonly string[]): unknown => {
  if (!isMap(values) || !Object.hasOwn(values, key)) return values;
  const { [key]: inner, ...others } = values;
  if (rest.length === 0) return others;
  const left = without(inner, rest);
  if (left === inner) return values;
  return isMap(left) && Object.keys(left).length === 0 ? others : { ...values, [key]: left };
};

/** The same; a peer stays in the list of peers. */
const taken = (values: unknown, path: string): unknown => {
  const [first, name = '', ...rest] = path.split('.');
  const peers = lookIn(values)('peers');
  if (first !== 'peers' || !isMap(values) || !isMap(peers)) return without(values, path.split('.'));
  return { ...values, peers: { ...peers, [name]: without(peers[name], rest) } };
};

const defaults = 'peer.';

/** Where a move applies, and where it leads there: `peer.` stands for the defaults and for each peer of its own. */
const placesOf = ({ from, to }: Move, values: unknown): { at: string; target: string | undefined }[] => {
  if (!from.startsWith(defaults)) return [{ at: from, target: to }];
  const peers = lookIn(values)('peers');
  const names = isMap(peers) ? Object.keys(peers) : [];
  return [defaults, ...names.map((name) => `peers.${name}.`)].map((owner) => ({
    at: owner + from.slice(defaults.length),
    target: to?.startsWith(defaults) ? owner + to.slice(defaults.length) : to,
  }));
};

const moved = (values: unknown, move: Move): Translation => {
  const { gone, change, why } = move;
  const places = placesOf(move, values);
  const parts = places.flatMap(({ at, target }): Translation[] => {
    const value = lookIn(values)(at);
    if (value === undefined) return [];
    if (target === undefined)
      return [{ values: {}, lines: [{ kind: 'unsaid', from: at, why: why ?? `gone in ${gone}` }] }];
    const line: Line = { kind: 'said', from: at, to: [target], why: `moved in ${gone}` };
    // What is said under the new name already is what its author meant.
    if (lookIn(values)(target) !== undefined)
      return [{ values: {}, lines: [{ ...line, kind: 'dead', why: `${target} is set, too` }] }];
    return [{ values: nestedAt(target, change ? change(value) : value), lines: [line] }];
  });
  const rest = places.reduce((all, { at }) => taken(all, at), values);
  return merged([{ values: isMap(rest) ? rest : {}, lines: [] }, ...parts]);
};

/** The source, for these moves. */
export const ownSource = (all: readonly Move[]): Source => ({
  name: 'fabric-dind',
  about: 'fabric-dind, values of an older major release of this chart',
  convert: ([input]) => {
    const result = all.reduce<Translation>(
      ({ values, lines }, move) => {
        const next = moved(values, move);
        return { values: next.values, lines: [...lines, ...next.lines] };
      },
      { values: isMap(input) ? input : {}, lines: [] },
    );
    return { ...result, steps: [] };
  },
});

export const fabricDind: Source = ownSource(moves);
