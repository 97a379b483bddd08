/** Rules across sections, as data: the validator evaluates them, the chart prints them. */
import type { Expr } from '../expression/ast.ts';

/** A rule about the release or about each peer. */
export interface ConditionRule {
  /** The rule as a sentence: what holds when nothing is wrong. */
  readonly sentence: string;
  readonly scope: 'release' | 'peer';
  /** `error` refuses the values; `warning` is shown by the validator and in NOTES. */
  readonly severity: 'error' | 'warning';
  /** When the rule is broken. */
  readonly broken: Expr<unknown>;
  /** The value to blame, below `peer` for a rule about peers. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly message: Expr<string>;
}

/** A rule that no two peers may share a name. */
export interface UniqueRule {
  readonly sentence: string;
  readonly scope: 'unique';
  readonly severity: 'error';
  /** The names that each peer takes; one that it does not take must be given a text of its own. */
  readonly names: readonly Expr<string>[];
  readonly path: string;
  /** Message with `%s` for the name, the peer, and the peer that has it already. */
  readonly message: string;
}

export type Rule = ConditionRule | UniqueRule;

/** A broken rule. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Dotted path of the value to blame, in the user's own terms: `peers.peer1.image.tag`. */
  readonly path: string;
  readonly message: string;
}
