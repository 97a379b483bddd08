/** What one capability adds to what a user may say. */
import type { Node } from '../model/node.ts';
import type { Rule } from '../rules/rule.ts';

/** A folder of `schema/components`: values, and the rules that are about them. */
export interface Component {
  /** Values of the release, at the top. */
  readonly release?: Readonly<Record<string, Node>>;
  /** Values of each peer, below `peer` and `peers.<name>`. */
  readonly peer?: Readonly<Record<string, Node>>;
  /** Rules across sections; the component that is blamed has them. */
  readonly rules?: readonly Rule[];
}
