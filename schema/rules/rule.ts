/** Rules across sections, as data: the validator evaluates them, the chart prints them. */
import { astOf, type Expr, type Reference } from '../expression/ast.ts';

interface AnyRule {
  /** The rule as a sentence: what holds when nothing is wrong. */
  readonly sentence: string;
  /** The value to blame: of the release, or of the peer that is looked at. */
  readonly blames: Expr<unknown>;
}

/** A rule about the release or about each peer. */
export interface ConditionRule extends AnyRule {
  readonly scope: 'release' | 'peer';
  /** `error` refuses the values; `warning` is shown by the validator and in NOTES. */
  readonly severity: 'error' | 'warning';
  /** When the rule is broken. */
  readonly broken: Expr<boolean>;
  /** What is wrong and what to do. */
  readonly message: Expr<string>;
}

/** A rule that no two peers may share a name. */
export interface UniqueRule extends AnyRule {
  readonly scope: 'unique';
  readonly severity: 'error';
  /** What the names name, in one word: `claim`. The generated template calls its variables so. */
  readonly what: string;
  /** The names that each peer takes; '' where it takes none. */
  readonly names: readonly Expr<string>[];
  /** What is wrong and what to do. */
  readonly message: (clash: Clash) => Expr<string>;
}

/** Two peers with one name. */
export interface Clash {
  readonly name: Expr<string>;
  /** The peer that is blamed. */
  readonly peer: Expr<string>;
  /** The peer that has the name already. */
  readonly owner: Expr<string>;
}

export type Rule = ConditionRule | UniqueRule;

/** The path of the value that a rule blames; below `peer` for a rule about peers. */
export const blamedPath = ({ blames }: Rule): string => (blames[astOf] as Reference).path.join('.');

/** A broken rule. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Dotted path of the value to blame, in the user's own terms: `peers.peer1.image.tag`. */
  readonly path: string;
  readonly message: string;
}
