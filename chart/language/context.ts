/** Where a template is printed, and what is learnt while printing. */
import type { Fact } from '../../schema/expression/ast.ts';

/**
 * What the dot of a template is: the release (Helm's own), the release with named arguments beside it, a peer's scope, the
 * release's values with an image, or what the caller hands over.
 */
export type TemplateScope = 'release' | 'entry' | 'peer' | 'image' | 'argument';

/** What printing tells: which values and names a template uses, and what its author got wrong. */
export interface Recorder {
  /** A value is read, by its path in the schema. */
  readonly read: (path: readonly string[]) => void;
  /** A named template is included. */
  readonly use: (name: string) => void;
  /** A fact about a peer is read. */
  readonly fact: (fact: Fact) => void;
  /** A mistake of the author's, in a sentence that says what to do. */
  readonly problem: (message: string) => void;
}

/** Where an expression is printed. */
export interface Context extends Recorder {
  readonly scope: TemplateScope;
  /** Inside `range` or `with` the dot is something else, so paths start at `$`. */
  readonly nested: boolean;
  /** Inside `eachPeer` `$` is the release: a path that starts there would miss the peer. */
  readonly eachPeer?: boolean;
}

/** The start of a path: nothing at the top, `$` inside `range` and `with`. */
export const rootOf = (context: Context): string => {
  if (context.nested && context.eachPeer)
    context.problem(
      'a block inside eachPeer reads the peer; put it into a named template that is included there',
    );
  return context.nested ? '$' : '';
};

/** The dot of the scope, to hand it on. */
export const dotOf = (context: Context): string => rootOf(context) || '.';
