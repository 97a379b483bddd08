/** The expression language as its authors write it: rules, derived names, and conditions of templates. */
import { type Ast, astOf, type Expr, expr, type NamedExpression } from './ast.ts';
import type { OperatorName } from './operators.ts';

type Literal = string | number | boolean;
/** An expression, or a literal in its place. */
export type Operand<T> = Expr<T> | (T extends Literal ? T : never);

const operand = (value: Expr<unknown> | Literal): Ast =>
  typeof value === 'object' ? value[astOf] : { kind: 'literal', value };

/** Applies an operator. */
const apply = <T>(operator: OperatorName, ...args: readonly (Expr<unknown> | Literal)[]): Expr<T> =>
  expr({ kind: 'call', operator, args: args.map(operand) });

export const not = (a: Expr<unknown>): Expr<boolean> => apply('not', a);
/** All of them; a boolean only as far as the last one is. */
export const and = (...args: readonly Expr<unknown>[]): Expr<boolean> => apply('and', ...args);
export const or = (...args: readonly Expr<unknown>[]): Expr<boolean> => apply('or', ...args);
export const eq = <T extends Literal>(a: Expr<T>, b: Operand<T>): Expr<boolean> => apply('eq', a, b);
export const ne = <T extends Literal>(a: Expr<T>, b: Operand<T>): Expr<boolean> => apply('ne', a, b);
export const lessThan = (a: Expr<number>, b: Operand<number>): Expr<boolean> => apply('lt', a, b);
export const greaterThan = (a: Expr<number>, b: Operand<number>): Expr<boolean> => apply('gt', a, b);
/** Whether a value is neither empty nor zero nor false nor null, as a boolean. */
export const isSet = (a: Expr<unknown>): Expr<boolean> => apply('isSet', a);
/** Length of a text in bytes, as Go counts. */
export const length = (a: Expr<string>): Expr<number> => apply('length', a);
/** One of two texts. */
export const choose = (test: Expr<boolean>, yes: Operand<string>, no: Operand<string>): Expr<string> =>
  apply('ternary', yes, no, test);
/** The value, or `fallback` where it is empty. */
export const orElse = <T extends Literal>(value: Expr<T>, fallback: Operand<T>): Expr<T> =>
  apply('default', fallback, value);
/** Text with `%s`, `%d` and `%q` replaced by the arguments. */
export const format = (template: string, ...args: readonly (Expr<unknown> | Literal)[]): Expr<string> =>
  apply('format', template, ...args);
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
  find('^v?[0-9]+[.][0-9]+[.][0-9]+', asText(tag));
/** A scalar as text. */
export const asText = (a: Expr<string | number | boolean>): Expr<string> => apply('asText', a);
/** A Kubernetes quantity in thousandths of its unit: millicores, or thousandths of bytes. */
export const thousandths = (a: Expr<string | number>): Expr<number> => apply('thousandths', a);
export const divide = (a: Expr<number>, b: Operand<number>): Expr<number> => apply('div', a, b);
/** A number from a passed-on object as a whole number, or `fallback` where it is missing. */
export const integerOr = (value: Expr<unknown>, fallback: number): Expr<number> =>
  apply('integer', fallback, value);
/** Two lists in one, without what is there twice. */
export const union = <T>(a: Expr<readonly T[]>, b: Expr<readonly T[]>): Expr<readonly T[]> =>
  apply('union', a, b);
/** Anything as JSON in one line. */
export const json = (a: Expr<object | string>): Expr<string> => apply('json', a);
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
  const ast = object[astOf];
  if (ast.kind !== 'reference') throw new Error('at: only references have paths');
  return expr({ ...ast, path: [...ast.path, ...path], node: undefined, guarded: path.length });
};

/** Gives an expression a name: a named template in the chart. */
export const named = (named: NamedExpression): Expr<string> => expr({ kind: 'named', named });

/** A text that stands for itself. */
export const literal = (value: string): Expr<string> => expr({ kind: 'literal', value });
