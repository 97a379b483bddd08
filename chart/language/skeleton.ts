/** What a fragment can look like at most: the lines of all branches and of all templates that it includes, without code. */
import { astOf } from '../../schema/expression/ast.ts';
import type { Block, Fragment, Line, Template } from './fragment.ts';

/** A line of YAML; what slots make is left out. */
export interface SkeletonLine {
  readonly indent: number;
  readonly text: string;
  /** The named template that the line stands in. */
  readonly template: string;
}

const below = (lines: Iterable<SkeletonLine>, by: number): SkeletonLine[] =>
  [...lines].map((line) => ({ ...line, indent: line.indent + by }));

function* linesOfBlock(block: Block, template: string): Generator<SkeletonLine> {
  switch (block.kind) {
    case 'if':
      yield* linesOfFragment(block.then, template);
      if (block.otherwise) yield* linesOfFragment(block.otherwise, template);
      return;
    case 'with':
    case 'range':
    case 'peers':
      yield* linesOfFragment(block.body, template);
      return;
    case 'code':
      for (const included of block.lines ?? []) yield* skeleton(included);
  }
}

const textOf = ({ pieces }: Line): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : '…')).join('');

function* linesOfFragment(fragment: Fragment, template: string): Generator<SkeletonLine> {
  for (const line of fragment.lines) {
    const [only] = line.pieces;
    if (
      line.pieces.length === 1 &&
      typeof only === 'object' &&
      !(astOf in only) &&
      only.kind !== 'template'
    ) {
      const inner = only.kind === 'fragment' ? linesOfFragment(only, template) : linesOfBlock(only, template);
      yield* below(inner, line.indent);
    } else if (fragment.mode === 'yaml') yield { indent: line.indent, text: textOf(line), template };
  }
}

/** The lines of a named template. */
export function* skeleton({ name, body }: Template): Generator<SkeletonLine> {
  yield* linesOfFragment(body, name);
}
