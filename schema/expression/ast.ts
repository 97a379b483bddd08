/**
 * Expressions over values: data that TypeScript evaluates (in the validator) and that the chart prints as Go template
 * code, so that `npm run validate` and `helm install` say the same.
 */

/** What an expression is made of. */
export type Ast =
  | Reference
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'call'; readonly operator: string; readonly args: readonly Ast[] }
  | { readonly kind: 'named'; readonly named: NamedExpression; readonly argument?: Reference }
  | { readonly kind: 'fact'; readonly fact: Fact }
  | GoCode;

/**
 * Where a reference starts: the release's values, the merged values of one peer, what Helm provides, an image or another
 * argument that a named template is given, or a variable of the template.
 */
export type Scope =
  | 'Values'
  | 'peer'
  | 'peers'
  | 'name'
  | 'scripts'
  | 'Release'
  | 'Chart'
  | 'Capabilities'
  | 'Files'
  | 'image'
  | 'argument'
  | 'local';

/** A path in one of the scopes. */
export interface Reference {
  readonly kind: 'reference';
  readonly scope: Scope;
  readonly path: readonly string[];
  /** For `local`: the Go variable, or `.` inside `with`. */
  readonly variable?: string;
  /** For `local`: where the schema describes it; `[]` stands for an item of a list, `*` for a value of a map. */
  readonly described?: readonly string[];
  /** How many of the last path elements may be missing; their parents are printed in parentheses. */
  readonly guarded?: number;
}

/** An expression with a name: printed as a named template, and evaluated wherever it is used. */
export interface NamedExpression {
  readonly name: string;
  /** What it is for; printed above the template. */
  readonly comment: string;
  /** What it can refer to: the release, or the release and an image that the caller hands over. */
  readonly scope: 'release' | 'image';
  /** The text is a DNS name, which YAML needs no quotes for. */
  readonly plain?: boolean;
  readonly body: Expr<string>;
}

/** What follows from a peer's values: computed once per peer, and read by its name. */
export interface Fact {
  readonly name: string;
  /** What it is for; printed where it is computed. */
  readonly comment: string;
  /** The text is a DNS name, which YAML needs no quotes for. */
  readonly plain?: boolean;
  readonly body: Expr<unknown>;
}

/** Go template code with slots, for what the expression language has no word for. TypeScript cannot evaluate it. */
export interface GoCode {
  readonly kind: 'go';
  /** Code and slots in turn; an object with a `name` is a named template that is included with the scope at hand. */
  readonly pieces: readonly (string | Ast | GoTemplate)[];
  /** What is wrong with the code itself; told when it is printed. */
  readonly problems: readonly string[];
}

/** A named template as Go code refers to it. */
export interface GoTemplate {
  readonly kind: 'template';
  readonly name: string;
  readonly scope: string;
  /** What is handed over in the place of the scope at hand: a value, or a dict of named arguments. */
  readonly given?: Ast | Readonly<Record<string, Ast>>;
}

/** Keys of what must never clash with a value's name. */
export const astOf: unique symbol = Symbol('ast');
declare const typeOf: unique symbol;

/** An expression whose value is a `T`. The phantom is a function so that optional values do not pass as present ones. */
export interface Expr<out T> {
  readonly [astOf]: Ast;
  readonly [typeOf]: () => T;
}

/** Wraps an AST; only this folder's builders know that `T` is right. */
export const expr = <T>(ast: Ast): Expr<T> => ({ [astOf]: ast }) as unknown as Expr<T>;

/** Truth as Go templates see it: "", 0, false, null and empty lists and maps are false. */
export const truthy = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
};
