/** The vocabulary of slots that fill whole lines. Kept small on purpose. */
import { astOf, type Expr, expr, type Reference } from '../../schema/expression/ast.ts';
import type { Block, Fragment, Template } from './fragment.ts';
import {
  type Named,
  type PrintContext,
  parenthesised,
  printExpression,
  scopeArgument,
} from './print-expression.ts';

/** Lines that are there only if a condition holds. */
export const when = (test: Expr<unknown>, then: Fragment, otherwise?: Fragment): Block => ({
  kind: 'if',
  test,
  then,
  ...(otherwise ? { otherwise } : {}),
});

const local = <T>(variable: string): Expr<T> =>
  expr({ kind: 'reference', scope: 'local', path: [], node: undefined, variable });

/** Lines about a value that may be absent or empty; inside, the value is there. */
export const withValue = <T>(value: Expr<T>, body: (value: Expr<NonNullable<T>>) => Fragment): Block => ({
  kind: 'with',
  value,
  body: body(local('.')),
});

type Element<T> = T extends readonly (infer E)[] ? E : never;

/** A field of a list's element. */
export const field = <T, K extends keyof T & string>(element: Expr<T>, key: K): Expr<T[K]> => {
  const ast = element[astOf] as Reference;
  return expr({ ...ast, path: [...ast.path, key] });
};

/** Lines for each element of a list. `variable` names the element in the generated template. */
export const range = <T extends readonly unknown[]>(
  over: Expr<T>,
  variable: string,
  body: (element: Expr<Element<T>>) => Fragment,
): Block => ({ kind: 'range', over, variables: [variable], body: body(local(`$${variable}`)) });

/** Lines for each entry of a map, in the order of its keys. */
export const rangeMap = <T>(
  over: Expr<{ readonly [key: string]: T }>,
  key: string,
  value: string,
  body: (key: Expr<string>, value: Expr<T>) => Fragment,
): Block => ({
  kind: 'range',
  over,
  variables: [key, value],
  body: body(local(`$${key}`), local(`$${value}`)),
});

/** A list, map or passed-on object as YAML, indented where the slot stands. */
export const toYaml = (value: Expr<object>): Block => ({
  kind: 'code',
  print: (context) => `toYaml ${parenthesised(printExpression(value, context))}`,
});

const includeCode = (template: Named, context: PrintContext): string => {
  context.use(template);
  return `include ${JSON.stringify(template.name)} ${scopeArgument(template, context)}`;
};

/** A template whose first line is a condition starts with a line break, which would leave an empty line behind. */
const startsWithBlock = ({ body }: Template): boolean => {
  const [first] = body.lines[0]?.pieces ?? [];
  return typeof first === 'object' && 'kind' in first && first.kind !== 'code';
};

/** The lines of a named template, indented where the slot stands. */
export const include = (template: Template): Block => ({
  kind: 'code',
  print: (context) => includeCode(template, context) + (startsWithBlock(template) ? ' | trim' : ''),
});

/** The text of a named template as a scalar. Only templates see it, so no rule may depend on it. */
export const textOf = (template: Template): Expr<string> =>
  expr({ kind: 'named', named: { ...template, body: expr({ kind: 'literal', value: '' }) } });

type FlatMap = Expr<{ readonly [key: string]: unknown }>;

const mergedCode = (parts: readonly (FlatMap | Template)[], context: PrintContext): string => {
  const printed = parts.map((part) =>
    'body' in part
      ? `(include ${JSON.stringify(part.name)} ${scopeArgument(part, context)} | fromYaml)`
      : parenthesised(printExpression(part, context)),
  );
  for (const part of parts) if ('body' in part) context.use(part);
  return `mergeOverwrite dict ${printed.join(' ')}`;
};

/** Flat maps merged into one, later ones winning: labels, annotations. */
export const merged = (...parts: readonly (FlatMap | Template)[]): Block => ({
  kind: 'code',
  print: (context) => `${mergedCode(parts, context)} | toYaml`,
});

/** The list of environment variables that a template yields as a map, with the user's own in their place. */
export const environment = (chart: Template, user: FlatMap): Block => ({
  kind: 'code',
  print: (context) => {
    const env: Named = { name: 'fabric-dind.env', scope: 'release' };
    context.use(env);
    return `include "fabric-dind.env" (${mergedCode([chart, user], context)}) | trim`;
  },
});

/** Declares a named template that yields lines. Its comment says what it is for and is printed above it. */
export const define = (
  name: string,
  scope: PrintContext['scope'],
  comment: string,
  body: Fragment,
): Template => ({ name, scope, comment, body });

/** What raw code does that nothing can see into: the values it reads, and the named templates it includes. */
export interface RawEffects {
  readonly reads?: readonly Expr<unknown>[];
  readonly uses?: readonly Named[];
}

/** The one escape: lines of Go template code that the language has no word for, with the reason why. */
export const raw = (code: string, reason: string, { reads = [], uses = [] }: RawEffects = {}): Block => ({
  kind: 'raw',
  form: 'lines',
  code,
  reason,
  uses,
  reads,
});

/** The same escape around expressions, which it prints with `print`. */
export const rawOf = (
  code: (print: (expression: Expr<unknown>) => string) => string,
  reason: string,
  effects: RawEffects = {},
): Block => ({
  ...(raw('', reason, effects) as Block & { kind: 'raw' }),
  code: (context) => code((expression) => parenthesised(printExpression(expression, context))),
});

/** The same escape for one pipeline, without braces; its lines are indented where the slot stands. */
export const rawPipeline = (code: string, reason: string, effects: RawEffects = {}): Block => ({
  ...(raw(code, reason, effects) as Block & { kind: 'raw' }),
  form: 'pipeline',
});

/** Lines for each peer, in the scope of that peer. `$peers` must hold the scopes. */
export const eachPeer = (body: Fragment): Block => ({ kind: 'peers', body });
