/**
 * Expressions over values: data that TypeScript evaluates (in the validator) and that the chart prints as Go template
 * code, so that `npm run validate` and `helm install` say the same.
 */
import type { Node } from '../model/node.ts';

/** What an expression is made of. */
export type Ast =
  | Reference
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'call'; readonly operator: string; readonly args: readonly Ast[] }
  | { readonly kind: 'named'; readonly named: NamedExpression; readonly argument?: Reference };

/** Where a reference starts: the release's values, the merged values of one peer, or what Helm provides. */
export type Scope = 'Values' | 'peer' | 'name' | 'Release' | 'Chart' | 'image' | 'local';

/** A path in one of the scopes, with what the schema says about it. */
export interface Reference {
  readonly kind: 'reference';
  readonly scope: Scope;
  readonly path: readonly string[];
  /** Undefined for what is no value of the user's, and inside passed-on objects. */
  readonly node: Node | undefined;
  /** For `local`: the Go variable, or `.` inside `with`. */
  readonly variable?: string;
  /** How many of the last path elements may be missing; their parents are printed in parentheses. */
  readonly guarded?: number;
}

/** An expression with a name: printed as a named template, and evaluated wherever it is used. */
export interface NamedExpression {
  readonly name: string;
  /** What it is for; printed above the template. */
  readonly comment: string;
  /** What it can refer to: the release; a peer as well; or the release and an image that the caller hands over. */
  readonly scope: 'release' | 'peer' | 'image';
  /** The text is a DNS name, which YAML needs no quotes for. */
  readonly plain?: boolean;
  readonly body: Expr<string>;
}

/** Keys of what must never clash with a value's name. */
export const astOf: unique symbol = Symbol('ast');
declare const typeOf: unique symbol;

/** An expression whose value is a `T`. The phantom is a function so that optional values do not pass as present ones. */
export interface Expr<out T> {
  readonly [astOf]: Ast;
  readonly [typeOf]: () => T;
}

/** Wraps an AST; only this module's builders know that `T` is right. */
export const expr = <T>(ast: Ast): Expr<T> => ({ [astOf]: ast }) as unknown as Expr<T>;

/** Truth as Go templates see it: "", 0, false, null and empty lists and maps are false. */
export const truthy = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
};
