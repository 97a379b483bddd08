/** Prints expressions as Go template code. */
import semver from 'semver';
import {
  type Ast,
  astOf,
  type Expr,
  type GoCode,
  type GoTemplate,
  type NamedExpression,
  type Reference,
} from '../../schema/expression/ast.ts';
import { argument, broken, type Code, call, flat } from '../../schema/expression/code.ts';
import { isUnknown, nodeOf, schemaPath, typesOf } from '../../schema/expression/nodes.ts';
import { type OperatorName, operators } from '../../schema/expression/operators.ts';
import { type Context, dotOf, rootOf, type TemplateScope } from './context.ts';

/** How an expression looks as a scalar: `plain` needs no quotes in YAML. */
export type ScalarKind = 'plain' | 'text';

/** What a place asks of an expression: its value, or only whether it is set. */
type Mode = 'value' | 'truth';

const scopesOf: Readonly<Record<Reference['scope'], readonly TemplateScope[]>> = {
  Values: ['release', 'entry', 'peer', 'image'],
  Release: ['release', 'entry', 'peer'],
  Chart: ['release', 'entry', 'peer'],
  Files: ['release'],
  Capabilities: ['release'],
  peers: ['release', 'entry'],
  peer: ['peer'],
  name: ['peer'],
  scripts: ['release', 'entry', 'peer'],
  image: ['image'],
  argument: ['argument', 'entry'],
  local: ['release', 'entry', 'peer', 'image', 'argument'],
};

const pathText = (reference: Reference, context: Context): string => {
  const guarded = reference.guarded ?? 0;
  const safe = reference.path.slice(0, reference.path.length - guarded);
  const start = ((): string => {
    if (reference.scope === 'local') {
      const variable = reference.variable ?? '.';
      return safe.length > 0 ? [variable === '.' ? '' : variable, ...safe].join('.') : variable;
    }
    const path = reference.scope === 'argument' ? safe : [reference.scope, ...safe];
    return path.length > 0 ? [rootOf(context), ...path].join('.') : dotOf(context);
  })();
  return reference.path.slice(safe.length).reduce((parent, key) => `(${parent}).${key}`, start);
};

const described = ({ scope, path }: Reference): string => `.${[scope, ...path].join('.')}`;

const printReference = (reference: Reference, context: Context, mode: Mode): Code => {
  if (!scopesOf[reference.scope].includes(context.scope))
    context.problem(
      `${described(reference)} is not at hand in a template of scope ${context.scope}; declare the template for another scope, or hand the value over`,
    );
  if (isUnknown(reference))
    context.problem(
      `${described(reference)}: the schema has no such value; correct the path, or add the value`,
    );
  const path = schemaPath(reference);
  if (path && reference.scope !== 'image' && reference.scope !== 'local') context.read(path);
  const text = pathText(reference, context);
  const types = typesOf(reference);
  return mode === 'value' && types.length === 1 && types[0] === 'integer' ? call('int64', text) : text;
};

/** Every reference that an expression reads of the image that it is given. */
function* imageReads(ast: Ast, image: Reference): Generator<Reference> {
  if (ast.kind === 'reference' && ast.scope === 'image')
    yield { ...image, path: [...image.path, ...ast.path] };
  if (ast.kind === 'call') for (const arg of ast.args) yield* imageReads(arg, image);
}

const printNamed = ({ named, argument: image }: Ast & { kind: 'named' }, context: Context): Code => {
  context.use(named.name);
  const name = JSON.stringify(named.name);
  if (!image) return call('include', name, dotOf(context));
  for (const reference of imageReads(named.body[astOf], image))
    context.read(schemaPath(reference) ?? reference.path);
  return call(
    'include',
    name,
    call('dict', '"Values"', `${rootOf(context)}.Values`, '"image"', pathText(image, context)),
  );
};

const isAst = (given: Ast | Readonly<Record<string, Ast>>): given is Ast => typeof given.kind === 'string';

const argumentsOf = (given: Readonly<Record<string, Ast>>, context: Context): Code =>
  call(
    'dict',
    ...Object.entries(given).flatMap(([key, ast]) => [JSON.stringify(key), printAst(ast, context)]),
  );

const handedOver = ({ given, scope }: GoTemplate, context: Context): Code => {
  if (!given || isAst(given)) return given ? printAst(given, context) : dotOf(context);
  // What the dot has is laid below the arguments; `merge` fills the new dict and leaves the dot as it is.
  return scope === 'entry'
    ? call('merge', argumentsOf(given, context), dotOf(context))
    : argumentsOf(given, context);
};

/** The scopes whose dot has all that a template of the release reads. */
const haveRelease: readonly TemplateScope[] = ['entry', 'peer'];

/** The call that includes a named template with the scope at hand, or with what it is given. */
export const printInclude = (template: GoTemplate, context: Context): Code => {
  context.use(template.name);
  if (template.given) return call('include', JSON.stringify(template.name), handedOver(template, context));
  if (
    template.scope !== context.scope &&
    !(template.scope === 'release' && haveRelease.includes(context.scope))
  )
    context.problem(
      `${template.name} has the scope ${template.scope}, but is included in a template of scope ${context.scope}`,
    );
  return call('include', JSON.stringify(template.name), dotOf(context));
};

const printGo = ({ pieces, problems }: GoCode, context: Context): Code => {
  for (const problem of problems) context.problem(problem);
  const codeOf = (piece: Ast | GoTemplate): Code =>
    piece.kind === 'template' ? printInclude(piece, context) : printAst(piece, context);
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'object') return codeOf(only);
  const text = pieces.map((piece, i) => {
    if (typeof piece === 'string') return piece;
    const startsPipeline = i === 0 && String(pieces[1]).startsWith(' |');
    return startsPipeline ? flat(codeOf(piece)) : argument(codeOf(piece));
  });
  return call(text.join(''));
};

const isCallOf = (ast: Ast, operator: OperatorName): ast is Ast & { kind: 'call' } =>
  ast.kind === 'call' && ast.operator === operator;

/** `not` and `isSet` as a person would write them: `not (not x)` is `x` where only its truth counts. */
const printTruth = (ast: Ast & { kind: 'call' }, context: Context, mode: Mode): Code | undefined => {
  const [of] = ast.args;
  if (!of) return undefined;
  if (isCallOf(ast, 'isSet')) {
    if (mode === 'truth') return printAst(of, context, 'truth');
    return typesOf(of as Reference)[0] === 'integer' && of.kind === 'reference'
      ? call('ne', printAst(of, context), '0')
      : undefined;
  }
  if (!isCallOf(ast, 'not')) return undefined;
  if (isCallOf(of, 'isSet')) return call('not', printAst(of.args[0] as Ast, context, 'truth'));
  if (isCallOf(of, 'not')) return printAst({ kind: 'call', operator: 'isSet', args: of.args }, context, mode);
  if (isCallOf(of, 'eq')) return printAst({ ...of, operator: 'ne' }, context);
  if (isCallOf(of, 'ne')) return printAst({ ...of, operator: 'eq' }, context);
  return call('not', printAst(of, context, 'truth'));
};

const patternProblem = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch {
    return `"${pattern}" is not a pattern that ECMAScript reads; correct it`;
  }
};

/** What is wrong with the constant that an operator begins with. */
const literalProblems: Partial<Record<OperatorName, (value: string) => string | undefined>> = {
  matches: patternProblem,
  find: patternProblem,
  versionIn: (range) =>
    semver.validRange(range) === null
      ? `"${range}" is not a range of versions; write one such as ">=2.5.0 <2.5.15"`
      : undefined,
};

const helpers: Partial<Record<OperatorName, string>> = {
  asText: 'fabric-dind.text',
  thousandths: 'fabric-dind.thousandths',
  seconds: 'fabric-dind.seconds',
  fieldOfEach: 'fabric-dind.fieldOfEach',
  softAboveHard: 'fabric-dind.softAboveHard',
  strangers: 'fabric-dind.strangers',
  running: 'fabric-dind.running',
};

const printCall = (ast: Ast & { kind: 'call' }, context: Context, mode: Mode): Code => {
  const operator = ast.operator as OperatorName;
  const truth = printTruth(ast, context, mode);
  if (truth !== undefined) return truth;
  const [literal] = ast.args;
  if (literal?.kind === 'literal') {
    const problem = literalProblems[operator]?.(String(literal.value));
    if (problem !== undefined) context.problem(problem);
  }
  if (operator === 'ternary') {
    const [yes, no, test] = ast.args as [Ast, Ast, Ast];
    // `ternary no yes (empty x)` is what `ternary yes no (not (empty x))` says in fewer words.
    if (isCallOf(test, 'isSet') && typesOf(test.args[0] as Reference)[0] !== 'integer')
      return call(
        'ternary',
        printAst(no, context),
        printAst(yes, context),
        call('empty', printAst(test.args[0] as Ast, context)),
      );
  }
  const helper = helpers[operator];
  if (helper) context.use(helper);
  const print = operators[operator].print as (...args: readonly Code[]) => Code;
  const joins = operator === 'and' || operator === 'or';
  // `and (and a b) c` is `and a b c`.
  const args = joins ? ast.args.flatMap((arg) => (isCallOf(arg, operator) ? arg.args : [arg])) : ast.args;
  const inner: Mode = mode === 'truth' && joins ? 'truth' : 'value';
  return print(...args.map((arg) => printAst(arg, context, inner)));
};

/** The Go code of an AST. */
export const printAst = (ast: Ast, context: Context, mode: Mode = 'value'): Code => {
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'string' ? JSON.stringify(ast.value) : String(ast.value);
    case 'reference':
      return printReference(ast, context, mode);
    case 'named':
      return printNamed(ast, context);
    case 'fact':
      context.fact(ast.fact);
      if (context.scope !== 'peer')
        context.problem(`.${ast.fact.name} is about a peer, but stands where no peer is at hand`);
      return `${rootOf(context)}.${ast.fact.name}`;
    case 'go':
      return printGo(ast, context);
    case 'call':
      return printCall(ast, context, mode);
  }
};

/** The Go code of an expression in one line. */
export const printExpression = (expression: Expr<unknown>, context: Context): string =>
  flat(printAst(expression[astOf], context));

/** The Go code of an expression as an argument. */
export const printArgument = (expression: Expr<unknown>, context: Context): string =>
  argument(printAst(expression[astOf], context));

/** The longest line of a template that a person reads without scrolling. */
export const lineWidth = 116;

/** An action around code: `{{- if CODE }}`, over several lines where one is too long. */
export const action = (keyword: string, code: Code, column: number, end = ' }}'): string[] => {
  const pad = ' '.repeat(column);
  const start = keyword === '' ? '{{- ' : `{{- ${keyword} `;
  const whole = `${pad}${start}${flat(code)}${end}`;
  if (whole.length <= lineWidth) return [whole];
  const [first = '', ...rest] = broken(code, lineWidth - column - start.length - end.length);
  const lines = [`${pad}${start}${first}`, ...rest.map((line) => `${pad}  ${line}`)];
  return [...lines.slice(0, -1), `${lines.at(-1)}${end}`];
};

/** The Go code of a condition, of which only the truth counts. */
export const printCondition = (expression: Expr<unknown>, context: Context): Code =>
  printAst(expression[astOf], context, 'truth');

const plainOperators: ReadonlySet<string> = new Set([
  'not',
  'and',
  'or',
  'eq',
  'ne',
  'lt',
  'gt',
  'isSet',
  'length',
  'count',
  'thousandths',
  'seconds',
  'div',
  'mul',
  'integer',
  'add',
  'matches',
  'contains',
  'hasPrefix',
  'versionIn',
]);

/** Whether YAML can take the text of an expression without quotes. */
export const scalarKind = (ast: Ast): ScalarKind => {
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'string' ? 'text' : 'plain';
    case 'named':
      return ast.named.plain ? 'plain' : 'text';
    case 'fact':
      return ast.fact.plain ? 'plain' : scalarKind(ast.fact.body[astOf]);
    case 'call':
      return plainOperators.has(ast.operator) ? 'plain' : 'text';
    case 'go':
      return 'text';
    case 'reference': {
      if (ast.scope === 'name') return 'plain';
      const types = typesOf(ast);
      if (nodeOf(ast)?.enum) return 'plain';
      return types.length === 1 && (types[0] === 'integer' || types[0] === 'boolean') ? 'plain' : 'text';
    }
  }
};

/** A named expression as Go code refers to it. */
export const templateOf = ({ name, scope }: NamedExpression): GoTemplate => ({
  kind: 'template',
  name,
  scope,
});
