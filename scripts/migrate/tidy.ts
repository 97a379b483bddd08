/** Values as a person would write them: in the order of values.yaml, without what is the default anyway. */
import { isDeepStrictEqual } from 'node:util';
import { root } from '../../schema/components/root.ts';
import { isSection, type Node } from '../../schema/model/node.ts';
import { isMap } from '../../schema/shared/maps.ts';

type Values = Record<string, unknown>;

const ordered = (values: Values, keys: readonly string[]): [string, unknown][] =>
  Object.entries(values).sort(([a], [b]) => {
    const [first, second] = [keys.indexOf(a), keys.indexOf(b)];
    if (first < 0 && second < 0) return 0;
    if (first < 0 || second < 0) return first < 0 ? 1 : -1;
    return first - second;
  });

/** @param prune whether what equals the default goes; an entry of `peers` says something by it. */
const tidied = (values: Values, node: Node, prune: boolean): Values =>
  Object.fromEntries(
    ordered(values, Object.keys(node.properties ?? {})).flatMap(([key, value]): [string, unknown][] => {
      const child = node.properties?.[key];
      if (node === root && key === 'peers' && isMap(value) && root.properties?.peer !== undefined) {
        const peer = root.properties.peer;
        return [
          [
            key,
            Object.fromEntries(
              Object.entries(value).map(([name, own]) => [name, isMap(own) ? tidied(own, peer, false) : own]),
            ),
          ],
        ];
      }
      if (child !== undefined && isSection(child) && isMap(value)) {
        const inner = tidied(value, child, prune);
        return Object.keys(inner).length === 0 ? [] : [[key, inner]];
      }
      // An organisation that is not named looks forgotten.
      if (key === 'mspId') return [[key, value]];
      return prune && child !== undefined && isDeepStrictEqual(value, child.default) ? [] : [[key, value]];
    }),
  );

/** The same values, tidy. */
export const tidy = (values: Values): Values => tidied(values, root, true);
