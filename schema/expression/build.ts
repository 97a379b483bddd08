/** The expression language as its authors write it: rules, facts, derived names, and conditions of templates. */
import { type Ast, astOf, type Expr, expr, type Fact, type NamedExpression, type Reference } from './ast.ts';
import type { OperatorName } from './operators.ts';

type Literal = string | number | boolean;
/** An expression, or a literal in its place. */
export type Operand<T> = Expr<T> | (T extends Literal ? T : never);

const operand = (value: Expr<unknown> | Literal): Ast =>
  typeof value === 'object' ? value[astOf] : { kind: 'literal', value };

/** Applies an operator. */
const apply = <T>(operator: OperatorName, ...args: readonly (Expr<unknown> | Literal)[]): Expr<T> =>
  expr({ kind: 'call', operator, args: args.map(operand) });

/** Whether a value is empty, zero, false, or null. */
export const not = (a: Expr<unknown>): Expr<boolean> => apply('not', a);
/** Whether a value is neither empty nor zero nor false nor null. */
export const isSet = (a: Expr<unknown>): Expr<boolean> => apply('isSet', a);
/** All of them. */
export const and = (...args: readonly Expr<boolean>[]): Expr<boolean> => apply('and', ...args);
/** One of them at least. */
export const or = (...args: readonly Expr<boolean>[]): Expr<boolean> => apply('or', ...args);
/** Equality; of a word from an enum only with words that the enum has. */
export const eq = <T extends Literal>(a: Expr<T>, b: Operand<NoInfer<T>>): Expr<boolean> => apply('eq', a, b);
/** Inequality, as `eq`. */
export const ne = <T extends Literal>(a: Expr<T>, b: Operand<NoInfer<T>>): Expr<boolean> => apply('ne', a, b);
export const lessThan = (a: Expr<number>, b: Operand<number>): Expr<boolean> => apply('lt', a, b);
export const greaterThan = (a: Expr<number>, b: Operand<number>): Expr<boolean> => apply('gt', a, b);
/** Length of a text in bytes, as Go counts. */
export const length = (a: Expr<string>): Expr<number> => apply('length', a);
/** How many entries a map or a list has. */
export const count = (a: Expr<object>): Expr<number> => apply('count', a);
/** How many peers run: `peers` as the values have them, with what they all say. */
export const running = (peers: Expr<object>, defaults: Expr<object>): Expr<number> =>
  apply('running', peers, defaults);
/** One of two texts. */
export const choose = (test: Expr<boolean>, yes: Operand<string>, no: Operand<string>): Expr<string> =>
  apply('ternary', yes, no, test);
/** The value, or `fallback` where it is empty. */
export const orElse = <T extends Literal>(value: Expr<T>, fallback: Operand<NoInfer<T>>): Expr<T> =>
  apply('default', fallback, value);

/** What a verb of `format` takes. */
interface Verbs {
  s: Operand<string>;
  d: Operand<number>;
  q: Operand<string>;
}

/** The arguments that a format wants, one for each verb; any for a format that is put together. */
export type FormatArguments<T extends string> = string extends T
  ? readonly (Expr<string | number> | string | number)[]
  : T extends `${string}%${infer V}${infer Rest}`
    ? V extends keyof Verbs
      ? readonly [Verbs[V], ...FormatArguments<Rest>]
      : never
    : readonly [];

/** Text with `%s`, `%d` and `%q` replaced by the arguments, whose number and types must fit. */
export const format = <const T extends string>(
  template: T,
  ...args: NoInfer<FormatArguments<T>>
): Expr<string> => apply('format', template, ...(args as readonly (Expr<unknown> | Literal)[]));

export const lower = (a: Expr<string>): Expr<string> => apply('lower', a);
export const contains = (needle: Operand<string>, hay: Expr<string>): Expr<boolean> =>
  apply('contains', needle, hay);
export const hasPrefix = (prefix: string, a: Expr<string>): Expr<boolean> => apply('hasPrefix', prefix, a);
/** Whether a pattern (RE2 and ECMAScript `u`) is found in a text. */
export const matches = (pattern: string, a: Expr<string>): Expr<boolean> => apply('matches', pattern, a);
/** The first match of a pattern, or ''. */
export const find = (pattern: string, a: Expr<string>): Expr<string> => apply('find', pattern, a);
/** Whether x.y.z lies in a range such as `>=2.5.0 <2.5.15`; only for what `versionOf` found. */
export const versionIn = (range: string, version: Expr<string>): Expr<boolean> =>
  apply('versionIn', range, version);
/** The three numbers at the start of a tag, or '' where a tag has none. */
export const versionOf = (tag: Expr<string | number>): Expr<string> =>
  find('^v?[0-9]{1,9}[.][0-9]{1,9}[.][0-9]{1,9}', asText(tag));
/** A scalar as text. */
export const asText = (a: Expr<string | number | boolean>): Expr<string> => apply('asText', a);
/** A Kubernetes quantity in thousandths of its unit: millicores, or thousandths of bytes. */
export const thousandths = (a: Expr<string | number>): Expr<number> => apply('thousandths', a);
/** A duration such as 1h30m in whole seconds, rounded up. */
export const seconds = (a: Expr<string>): Expr<number> => apply('seconds', a);
export const divide = (a: Expr<number>, b: Operand<number>): Expr<number> => apply('div', a, b);
/** A number from a passed-on object as a whole number, or `fallback` where it is missing. */
export const integerOr = (value: Expr<unknown>, fallback: number): Expr<number> =>
  apply('integer', fallback, value);
/** Two lists in one, without what is there twice. */
export const union = <T>(a: Expr<readonly T[]>, b: Expr<readonly T[]>): Expr<readonly T[]> =>
  apply('union', a, b);
/** A map with these entries. */
export const dict = <T>(entries: Readonly<Record<string, Expr<T>>>): Expr<{ readonly [key: string]: T }> =>
  apply('dict', ...Object.entries(entries).flat());
/** A field of each item of a list of objects, one a line. */
export const fieldOfEach = (key: string, list: Expr<readonly object[]>): Expr<string> =>
  apply('fieldOfEach', key, list as Expr<unknown>);
/** Names of the ulimits whose soft limit is above the hard one, in one text. */
export const softAboveHard = (
  ulimits: Expr<{ readonly [name: string]: { readonly soft: number; readonly hard: number } }>,
): Expr<string> => apply('softAboveHard', ulimits);
/**
 * What the lists of a map's entries name that another map has no entry for, in one text, e.g. `mychannel: peer7`.
 * @param otherwise the only entry of that map where it is empty.
 */
export const strangers = (
  list: string,
  entries: Expr<object>,
  known: Expr<object>,
  otherwise: string,
): Expr<string> => apply('strangers', list, entries, known, otherwise);
/** Those of several texts that are not empty. */
export const present = (...texts: readonly Expr<string>[]): Expr<readonly string[]> =>
  apply('present', ...texts);
/** Anything as JSON in one line. */
export const json = (a: Expr<object | string | null>): Expr<string> => apply('json', a);
/** The elements of a list in one text. */
export const joined = (separator: string, list: Expr<readonly string[]>): Expr<string> =>
  apply('join', separator, list);
export const multiply = (a: Expr<number>, b: Operand<number>): Expr<number> => apply('mul', a, b);
export const add = (...args: readonly Operand<number>[]): Expr<number> => apply('add', ...args);
/**
 * What a passed-on object holds at a path that the schema does not know, e.g. `limits`, `memory` of resources; nothing
 * where a parent is missing.
 */
export const at = (
  object: Expr<{ readonly [key: string]: unknown }>,
  ...path: readonly string[]
): Expr<string> => {
  const ast = object[astOf] as Reference;
  return expr({ ...ast, path: [...ast.path, ...path], guarded: path.length });
};

/** Gives an expression a name: a named template in the chart. */
export const named = (named: NamedExpression): Expr<string> => expr({ kind: 'named', named });

/** Gives what follows from a peer's values a name under which every template reads it; it is computed once per peer. */
export const fact = <T>(
  name: string,
  comment: string,
  body: Expr<T>,
  { plain = false }: Pick<Fact, 'plain'> = {},
): Expr<T> => expr({ kind: 'fact', fact: { name, comment, body, plain } });

/** A text that stands for itself. */
export const literal = <const T extends string>(value: T): Expr<T> => expr({ kind: 'literal', value });
