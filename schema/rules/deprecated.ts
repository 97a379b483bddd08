/** Values that have got another name: the old one works for one more minor release, and says what to write instead. */
import type { Expr } from '../expression/ast.ts';
import { isSet, literal } from '../expression/build.ts';
import type { Node } from '../model/node.ts';
import type { ConditionRule } from './rule.ts';

/** What takes the place of a value, and when. */
export interface Renaming {
  /** The path to set instead, as a user writes it. */
  readonly now: string;
  /** The release that warns first; the next major may drop the value (schema/moves.ts). */
  readonly since: string;
}

/** A value that is on its way out: schema, reference, types and editors call it deprecated. It has no default. */
export const deprecated = (node: Node, { now, since }: Renaming): Node => {
  const { default: _, ...rest } = node;
  return {
    ...rest,
    deprecated: true,
    description: `${node.description ?? ''} Deprecated since ${since}: set \`${now}\` instead.`.trim(),
  };
};

/**
 * The warning about it, in validator and NOTES. In templates `orElse(<old>, <new>)` keeps it working.
 * @param blames the deprecated value
 */
export const deprecation = (
  scope: ConditionRule['scope'],
  blames: Expr<unknown>,
  { now, since }: Renaming,
): ConditionRule => ({
  scope,
  severity: 'warning',
  sentence: `What ${now} says is not said under its old name.`,
  blames,
  broken: isSet(blames),
  message: literal(
    `deprecated since ${since}, and gone in the next major release. Set ${now} instead`,
  ) as Expr<string>,
});
