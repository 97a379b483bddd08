/**
 * Fragments: template text with typed slots.
 *
 * The `yaml` tag returns a tree; nothing is text until `print.ts` walks it top-down and knows column and scope.
 */
import type { Expr } from '../../schema/expression/ast.ts';
import type { Named, PrintContext } from './print-expression.ts';

type Scalar = string | number | boolean;

/** What a slot takes: a scalar that is always there, or something that fills whole lines. */
export type Slot = Expr<Scalar> | Block | Fragment;

/** Text with slots, dedented. */
export interface Fragment {
  readonly kind: 'fragment';
  /** Each line: static pieces and slots in turn. */
  readonly lines: readonly Line[];
  /** In `text` nothing is quoted. */
  readonly mode: 'yaml' | 'text';
}

/** One line: its indentation in the source, and its pieces. */
export interface Line {
  readonly indent: number;
  readonly pieces: readonly (string | Slot)[];
}

/** What fills whole lines. */
export type Block =
  | {
      readonly kind: 'if';
      readonly test: Expr<unknown>;
      readonly then: Fragment;
      readonly otherwise?: Fragment;
    }
  | { readonly kind: 'with'; readonly value: Expr<unknown>; readonly body: Fragment }
  | {
      readonly kind: 'range';
      readonly over: Expr<unknown>;
      readonly variables: readonly string[];
      readonly body: Fragment;
    }
  | { readonly kind: 'peers'; readonly body: Fragment }
  | { readonly kind: 'code'; readonly print: (context: PrintContext) => string }
  | {
      readonly kind: 'raw';
      /** Lines as they are, or one pipeline whose lines are indented where the slot stands. */
      readonly form: 'lines' | 'pipeline';
      readonly code: string | ((context: PrintContext) => string);
      readonly reason: string;
      readonly reads: readonly Expr<unknown>[];
      readonly uses: readonly Named[];
    };

/** A named template that yields lines. */
export interface Template extends Named {
  readonly comment: string;
  readonly body: Fragment;
}

const mark = '\u0000';

const lineOf = (text: string, slots: readonly Slot[], indent: number): Line => {
  const pieces = text
    .slice(indent)
    .split(mark)
    .flatMap((piece, i): (string | Slot)[] => {
      if (i % 2 === 1) return [slots[Number(piece)] as Slot];
      return piece === '' ? [] : [piece];
    });
  const [first] = pieces;
  const own = typeof first === 'string' ? first.length - first.trimStart().length : 0;
  if (own > 0) pieces[0] = (first as string).slice(own);
  return { indent: own, pieces: pieces.filter((piece) => piece !== '') };
};

const refuse = (text: string): void => {
  const found = /\{\{|\}\}|\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b/u.exec(text)?.[0];
  if (found) {
    throw new Error(
      `template text contains ${found}, which escapes the checks of paths and types; use a slot, or raw() with a reason`,
    );
  }
};

const fragment =
  (mode: Fragment['mode']) =>
  (strings: TemplateStringsArray, ...slots: readonly Slot[]): Fragment => {
    strings.forEach(refuse);
    const text = strings.reduce((sum, piece, i) => `${sum}${mark}${i - 1}${mark}${piece}`);
    const lines = text
      .replace(/^[ \t]*\n/u, '')
      .replace(/\n[ \t]*$/u, '')
      .split('\n');
    const indents = lines
      .filter((line) => line.trim() !== '')
      .map((line) => /^ */u.exec(line)?.[0].length ?? 0);
    const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
    return { kind: 'fragment', mode, lines: lines.map((line) => lineOf(line, slots, common)) };
  };

/** YAML with typed slots: strings are quoted, integers printed without exponent, blocks indented where they stand. */
export const yaml = fragment('yaml');

/** Prose with typed slots, for NOTES.txt: nothing is quoted. */
export const text = fragment('text');
