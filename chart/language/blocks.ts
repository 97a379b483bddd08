/** The vocabulary of slots that fill whole lines. Kept small on purpose. */
import { astOf, type Expr, expr, type GoTemplate, type Reference } from '../../schema/expression/ast.ts';
import { type Code, call, pipeline } from '../../schema/expression/code.ts';
import { schemaPath } from '../../schema/expression/nodes.ts';
import type { Context, TemplateScope } from './context.ts';
import type { Block, Fragment, Template } from './fragment.ts';
import { printAst, printInclude } from './print-expression.ts';

/** Lines that are there only if a condition holds. */
export const when = (test: Expr<unknown>, then: Fragment, otherwise?: Fragment): Block => ({
  kind: 'if',
  test,
  then,
  ...(otherwise ? { otherwise } : {}),
});

/** A Go variable or `.`, and where the schema describes it: the value itself, an item of it, or one of its values. */
const local = <T>(variable: string, of: Expr<unknown>, part?: '[]' | '*'): Expr<T> => {
  const ast = of[astOf];
  const path = ast.kind === 'reference' ? schemaPath(ast) : undefined;
  const described = path && (part ? [...path, part] : path);
  return expr({ kind: 'reference', scope: 'local', path: [], variable, ...(described ? { described } : {}) });
};

/** Lines about a value that may be absent or empty; inside, the value is there. */
export const withValue = <T>(
  value: Expr<T>,
  body: (value: Expr<NonNullable<T>>) => Fragment,
  otherwise?: Fragment,
): Block => ({ kind: 'with', value, body: body(local('.', value)), ...(otherwise ? { otherwise } : {}) });

/** A field and the lines below it, where its name is not known to the tag's text. */
export const below = (field: string, body: Fragment): Fragment => ({
  kind: 'fragment',
  mode: 'yaml',
  problems: [],
  lines: [
    { indent: 0, pieces: [`${field}:`] },
    { indent: 2, pieces: [body] },
  ],
});

const only = (block: Block): Fragment => ({
  kind: 'fragment',
  mode: 'yaml',
  problems: [],
  lines: [{ indent: 0, pieces: [block] }],
});

/** A field that is passed on where the user gives one: `resources:` and what is below it. */
export const passedOn = (field: string, value: Expr<object | null>): Block =>
  withValue(value, (given) => below(field, only(toYaml(given as Expr<object>))));

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
): Block => ({ kind: 'range', over, variables: [variable], body: body(local(`$${variable}`, over, '[]')) });

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
  body: body(
    expr({ kind: 'reference', scope: 'local', path: [], variable: `$${key}` }),
    local(`$${value}`, over, '*'),
  ),
});

const printed = (value: Expr<unknown>, context: Context): Code => printAst(value[astOf], context);

/** A list, map or passed-on object as YAML, indented where the slot stands. */
export const toYaml = (value: Expr<object>): Block => ({
  kind: 'code',
  print: (context) => call('toYaml', printed(value, context)),
});

/** Text of several lines, indented where the slot stands. */
export const textLines = (value: Expr<string>): Block => ({
  kind: 'code',
  print: (context) => printed(value, context),
});

/** A comment for those who read the template. */
export const comment = (text: string): Block => ({ kind: 'comment', text });

/** Gives a Go variable a value: `{{- $name := VALUE }}`. */
export const assign = (name: string, value: Expr<unknown>): Block => ({
  kind: 'action',
  keyword: `$${name} :=`,
  print: (context) => printed(value, context),
});

/** Sets a key of the dot, which must be a dict: `{{- $_ := set . "name" VALUE }}`. */
export const setOnDot = (key: string, value: Expr<unknown>): Block => ({
  kind: 'action',
  keyword: '$_ :=',
  print: (context) => call('set', '.', JSON.stringify(key), printed(value, context)),
});

/** A template whose first line is a condition starts with a line break, which would leave an empty line behind. */
const startsWithBlock = ({ body }: Template): boolean => {
  const [first] = body.lines[0]?.pieces ?? [];
  return body.mode === 'go' || (typeof first === 'object' && 'kind' in first && first.kind !== 'code');
};

/** The lines of a named template, indented where the slot stands. */
export const include = (template: Template): Block => ({
  kind: 'code',
  print: (context) => {
    const code = printInclude(template, context);
    return startsWithBlock(template) ? pipeline(code, 'trim') : code;
  },
  lines: [template],
});

/** The text of a named template as a scalar. Only templates see it, so no rule may depend on it. */
export const textOf = (template: Template): Expr<string> =>
  expr({ kind: 'go', pieces: [template], problems: [] });

type FlatMap = Expr<{ readonly [key: string]: unknown }>;

/** Maps over each other; a copy, so that none of them is changed. */
const mergedCode = (parts: readonly (FlatMap | Template)[], context: Context): Code => {
  const codes = parts.map((part) =>
    'body' in part ? pipeline(printInclude(part, context), 'fromYaml') : printed(part, context),
  );
  const [first] = parts;
  if (codes.length === 1) return codes[0] as Code;
  // What fromYaml yields is new already.
  return call('mergeOverwrite', ...(first && 'body' in first ? [] : ['dict']), ...codes);
};

/** Maps merged into one, later ones winning: labels, annotations, environment variables. */
export const merged = (...parts: readonly (FlatMap | Template)[]): Block => ({
  kind: 'code',
  print: (context) => call('toYaml', mergedCode(parts, context)),
  lines: parts.filter((part): part is Template => 'body' in part),
});

/** The map that `merged` prints, as JSON over several lines. */
export const mergedJson = (...parts: readonly (FlatMap | Template)[]): Block => ({
  kind: 'code',
  print: (context) => call('toPrettyJson', mergedCode(parts, context)),
});

/** Declares a named template that yields lines. Its comment says what it is for and is printed above it. */
export const define = (name: string, scope: TemplateScope, comment: string, body: Fragment): Template => ({
  kind: 'template',
  name,
  scope,
  comment,
  body,
});

/** A named template about what the caller hands over: its dot is a value, or a dict of named arguments. */
export interface TemplateOf<T> extends Template {
  readonly takes?: (given: T) => never;
}

/** Declares a named template whose dot is a scalar, a list or a map; `dot` stands for it. */
export const defineOf = <T>(
  name: string,
  comment: string,
  body: (dot: Expr<T>) => Fragment,
): TemplateOf<Expr<T>> =>
  define(name, 'argument', comment, body(expr({ kind: 'reference', scope: 'argument', path: [] })));

type Arguments<T> = { readonly [K in keyof T]: Expr<T[K]> };

/** Declares a named template whose dot is a dict of named arguments; `self` calls it from inside. */
export const defineWith = <T extends object>(
  name: string,
  comment: string,
  body: (args: Arguments<T>, self: (given: Arguments<T>) => Expr<string>) => Fragment,
): TemplateOf<Arguments<T>> => {
  const args = new Proxy({} as Arguments<T>, {
    get: (_, key) => expr({ kind: 'reference', scope: 'argument', path: [String(key)] }),
  });
  const self = (given: Arguments<T>): Expr<string> =>
    textWith({ kind: 'template', name, scope: 'argument' }, given);
  return define(name, 'argument', comment, body(args, self));
};

/**
 * Declares a named template about one entry of a map: its dot is the release with named arguments, so that it reads both.
 */
export const defineEntry = <T extends object>(
  name: string,
  comment: string,
  body: (args: Arguments<T>) => Fragment,
): TemplateOf<Arguments<T>> => ({ ...defineWith<T>(name, comment, body), scope: 'entry' });

const textWith = (template: GoTemplate, given: unknown): Expr<string> => {
  const asts =
    typeof given === 'object' && given !== null && astOf in given
      ? (given as Expr<unknown>)[astOf]
      : Object.fromEntries(
          Object.entries(given as Record<string, Expr<unknown>>).map(([key, of]) => [key, of[astOf]]),
        );
  return expr({ kind: 'go', pieces: [{ ...template, given: asts }], problems: [] });
};

/** The text that a named template makes of a value. */
export const textFrom = <T>(template: TemplateOf<T>, given: T): Expr<string> => textWith(template, given);

/** The lines that a named template makes of a value, indented where the slot stands. */
export const includeOf = <T>(template: TemplateOf<T>, given: T): Block => ({
  kind: 'code',
  print: (context) => pipeline(printed(textFrom(template, given), context), 'trim'),
});

/** The list of environment variables that a template yields as a map, with the user's own in their place. */
export const environment = (list: Template, chart: readonly Template[], user: FlatMap): Block => ({
  kind: 'code',
  print: (context) => {
    context.use(list.name);
    const map = mergedCode([...chart, user], context);
    return pipeline(call('include', JSON.stringify(list.name), map), 'trim');
  },
});

/** Lines for each peer, in the scope of that peer. */
export const eachPeer = (body: Fragment): Block => ({ kind: 'peers', body });
