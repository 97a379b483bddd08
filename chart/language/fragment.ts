/**
 * Fragments: template text with typed slots.
 *
 * The tags return a tree; nothing is text until `print.ts` walks it top-down and knows column and scope.
 */
import { type Ast, astOf, type Expr, expr, type GoTemplate } from '../../schema/expression/ast.ts';
import type { Code } from '../../schema/expression/code.ts';
import type { Context, TemplateScope } from './context.ts';

type Scalar = string | number | boolean;

/** What a slot takes: a scalar that is always there, a constant number, or something that fills whole lines. */
export type Slot = Expr<Scalar> | number | Block | Fragment;

/** What a slot of Go code takes: any expression, a named template to include, or something that fills whole lines. */
export type GoSlot = Expr<unknown> | Template | Block | Fragment;

/** Text with slots, dedented. */
export interface Fragment {
  readonly kind: 'fragment';
  /** Each line: static pieces and slots in turn. */
  readonly lines: readonly Line[];
  /** `yaml` quotes its scalars, `text` does not; in `go` slots are arguments of Go template code. */
  readonly mode: 'yaml' | 'text' | 'go';
  /** What is wrong with the static text. */
  readonly problems: readonly string[];
}

/** One line: its indentation in the source, and its pieces. */
export interface Line {
  readonly indent: number;
  readonly pieces: readonly (string | GoSlot)[];
}

/** What fills whole lines. */
export type Block =
  | {
      readonly kind: 'if';
      readonly test: Expr<unknown>;
      readonly then: Fragment;
      readonly otherwise?: Fragment;
    }
  | {
      readonly kind: 'with';
      readonly value: Expr<unknown>;
      readonly body: Fragment;
      readonly otherwise?: Fragment;
    }
  | {
      readonly kind: 'range';
      readonly over: Expr<unknown>;
      readonly variables: readonly string[];
      readonly body: Fragment;
    }
  | { readonly kind: 'peers'; readonly body: Fragment }
  | {
      readonly kind: 'code';
      readonly print: (context: Context) => Code;
      /** Named templates whose lines stand here. */
      readonly lines?: readonly Template[];
    }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'action'; readonly keyword: string; readonly print: (context: Context) => Code };

/** A named template that yields lines. */
export interface Template extends GoTemplate {
  readonly scope: TemplateScope;
  /** What it is for; printed above its definition. */
  readonly comment: string;
  readonly body: Fragment;
}

const mark = '\u0000';

const lineOf = (text: string, slots: readonly GoSlot[], indent: number): Line => {
  const pieces = text
    .slice(indent)
    .split(mark)
    .flatMap((piece, i): (string | GoSlot)[] => {
      if (i % 2 === 1) return [slots[Number(piece)] as GoSlot];
      return piece === '' ? [] : [piece];
    });
  const [first] = pieces;
  const own = typeof first === 'string' ? first.length - first.trimStart().length : 0;
  if (own > 0) pieces[0] = (first as string).slice(own);
  return { indent: own, pieces: pieces.filter((piece) => piece !== '') };
};

const refused: Readonly<Record<Fragment['mode'], RegExp>> = {
  yaml: /\{\{|\}\}|\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b/u,
  text: /\{\{|\}\}|\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b/u,
  go: /(?<![\w)])\$?\.(?:[A-Za-z]\w*)|"fabric-dind\.[\w.-]*"|\b(?:include|template|tpl|lookup)\b/u,
};

/** What static text must not contain, because it would escape the checks of paths, names and types. */
const problemsIn = (strings: readonly string[], mode: Fragment['mode']): string[] =>
  strings.flatMap((text, i) => {
    // A comment may name what code must not, and a field of what a slot yields stands right behind it.
    const code = text
      .replaceAll(/\{\{-? ?\/\*.*?\*\/ ?-?\}\}/gsu, '')
      .replace(i > 0 ? /^[.][\w.]+/u : /^$/u, '');
    const found = refused[mode].exec(code)?.[0];
    return found === undefined
      ? []
      : [
          `the text contains ${found}, which escapes the checks of paths and names; put an expression or a template into a slot`,
        ];
  });

const fragment =
  <S extends GoSlot | number>(mode: Fragment['mode']) =>
  (strings: TemplateStringsArray, ...given: readonly S[]): Fragment => {
    // Go's own escapes must reach the template as they are written.
    const pieces = mode === 'go' ? strings.raw : strings;
    const slots: GoSlot[] = [];
    const text = pieces.reduce((sum, piece, i) => {
      const slot = given[i - 1] as GoSlot | number;
      if (typeof slot === 'number') return sum + slot + piece;
      return `${sum}${mark}${slots.push(slot) - 1}${mark}${piece}`;
    });
    const lines = text
      .replace(/^[ \t]*\n/u, '')
      .replace(/\n[ \t]*$/u, '')
      .split('\n');
    const indents = lines
      .filter((line) => line.trim() !== '')
      .map((line) => /^ */u.exec(line)?.[0].length ?? 0);
    const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
    return {
      kind: 'fragment',
      mode,
      lines: lines.map((line) => lineOf(line, slots, common)),
      problems: problemsIn(pieces, mode),
    };
  };

/** YAML with typed slots: strings are quoted, integers printed without exponent, blocks indented where they stand. */
export const yaml = fragment<Slot>('yaml');

/** Prose with typed slots, for NOTES.txt: nothing is quoted. */
export const text = fragment<Slot>('text');

/**
 * Lines of Go template code. A slot is an argument: an expression, or a named template, which is included with the scope
 * at hand. What a slot reads and uses is recorded by itself.
 */
export const go = fragment<GoSlot | number>('go');

/** Go template code as an expression, where the expression language has no word for it. Rules and facts cannot use it. */
export const goValue =
  <T>() =>
  (strings: TemplateStringsArray, ...slots: readonly (Expr<unknown> | Template)[]): Expr<T> => {
    const pieces = strings.raw.flatMap((text, i): (string | Ast | GoTemplate)[] => {
      const slot = slots[i - 1];
      if (slot === undefined) return [text];
      return [astOf in slot ? slot[astOf] : slot, text];
    });
    const problems = problemsIn(strings.raw, 'go');
    return expr({ kind: 'go', pieces: pieces.filter((piece) => piece !== ''), problems });
  };
