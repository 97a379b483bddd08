/** Prints expressions as Go template code. */
import {
  type Ast,
  astOf,
  type Expr,
  type NamedExpression,
  type Reference,
} from '../../schema/expression/ast.ts';
import { type OperatorName, operators } from '../../schema/expression/operators.ts';

/** Where an expression is printed, and what is learnt while printing. */
export interface PrintContext {
  /** What `.` is at the top of the template: the release, a peer's scope, or an image's. */
  readonly scope: 'release' | 'peer' | 'image';
  /** Inside `range` or `with` the dot is something else, so paths start at `$`. */
  readonly nested: boolean;
  /** Called for every value read, with its path in the schema. */
  readonly read: (path: readonly string[]) => void;
  /** Called for every named template used. */
  readonly use: (named: Named) => void;
}

/** What `include` needs to know of a named template. */
export type Named = Pick<NamedExpression, 'name' | 'scope'>;

/** How an expression looks as a scalar: `plain` needs no quotes in YAML. */
export type ScalarKind = 'plain' | 'text';

const scopeOf = (reference: Reference): PrintContext['scope'] | undefined => {
  if (reference.scope === 'peer' || reference.scope === 'name') return 'peer';
  if (reference.scope === 'image') return 'image';
  return undefined;
};

const pathText = (reference: Reference, { nested }: PrintContext): string => {
  if (reference.scope === 'local') {
    const variable = reference.variable ?? '.';
    return reference.path.length > 0
      ? [variable === '.' ? '' : variable, ...reference.path].join('.')
      : variable;
  }
  const guarded = reference.guarded ?? 0;
  const safe = reference.path.slice(0, reference.path.length - guarded);
  const start = [`${nested ? '$' : ''}.${reference.scope}`, ...safe].join('.');
  return reference.path.slice(safe.length).reduce((parent, key) => `(${parent}).${key}`, start);
};

const recorded = (reference: Reference): readonly string[] | undefined => {
  if (reference.scope === 'Values') return reference.path;
  if (reference.scope === 'peer') return ['peer', ...reference.path];
  return undefined;
};

const printReference = (reference: Reference, context: PrintContext): string => {
  const needs = scopeOf(reference);
  if (needs && needs !== context.scope) {
    throw new Error(
      `.${[reference.scope, ...reference.path].join('.')} is used in a template of scope ${context.scope}; declare that template for scope ${needs}`,
    );
  }
  const path = recorded(reference);
  if (path) context.read(path);
  const text = pathText(reference, context);
  const types = [reference.node?.type ?? []].flat();
  if (types.length === 1 && types[0] === 'integer') return `int64 ${text}`;
  return text;
};

const isAtom = (code: string): boolean => !/\s/u.test(code) || /^"(?:[^"\\]|\\.)*"$/u.test(code);

/** A printed expression as an argument of another. */
export const parenthesised = (code: string): string => (isAtom(code) ? code : `(${code})`);

/** Every reference that a named expression reads, through further named expressions. */
function* referencesIn(ast: Ast): Generator<Reference> {
  if (ast.kind === 'reference') yield ast;
  if (ast.kind === 'call') for (const arg of ast.args) yield* referencesIn(arg);
  if (ast.kind === 'named' && ast.argument) yield* imageReads(ast.named, ast.argument);
}

function* imageReads(named: NamedExpression, argument: Reference): Generator<Reference> {
  for (const reference of referencesIn(named.body[astOf])) {
    if (reference.scope === 'image') yield { ...argument, path: [...argument.path, ...reference.path] };
  }
}

/** What is handed to a named template as its dot. */
export const scopeArgument = (named: Named, context: PrintContext): string => {
  if (named.scope === 'peer' && context.scope !== 'peer') {
    throw new Error(`${named.name} is about a peer, but is included where no peer is at hand`);
  }
  return context.nested ? '$' : '.';
};

const printNamed = (ast: Ast & { kind: 'named' }, context: PrintContext): string => {
  const { named, argument } = ast;
  context.use(named);
  if (!argument) return `include ${JSON.stringify(named.name)} ${scopeArgument(named, context)}`;
  for (const reference of imageReads(named, argument)) {
    const path = recorded(reference);
    if (path) context.read(path);
  }
  const root = context.nested ? '$' : '';
  return `include ${JSON.stringify(named.name)} (dict "Values" ${root}.Values "image" ${pathText(argument, context)})`;
};

/** The Go text of an AST, without parentheses around it. */
export const printAst = (ast: Ast, context: PrintContext): string => {
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'string' ? JSON.stringify(ast.value) : String(ast.value);
    case 'reference':
      return printReference(ast, context);
    case 'named':
      return printNamed(ast, context);
    case 'call': {
      const print = operators[ast.operator as OperatorName].print as (...args: readonly string[]) => string;
      if (ast.operator === 'asText') context.use({ name: 'fabric-dind.text', scope: 'release' });
      if (ast.operator === 'thousandths') context.use({ name: 'fabric-dind.thousandths', scope: 'release' });
      return print(...ast.args.map((arg) => parenthesised(printAst(arg, context))));
    }
  }
};

/** The Go text of an expression. */
export const printExpression = (expression: Expr<unknown>, context: PrintContext): string =>
  printAst(expression[astOf], context);

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
  'thousandths',
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
  if (ast.kind === 'literal') return typeof ast.value === 'string' ? 'text' : 'plain';
  if (ast.kind === 'named') return ast.named.plain ? 'plain' : 'text';
  if (ast.kind === 'call') return plainOperators.has(ast.operator) ? 'plain' : 'text';
  if (ast.scope === 'name') return 'plain';
  const types = [ast.node?.type ?? []].flat();
  if (ast.node?.enum) return 'plain';
  return types.length === 1 && (types[0] === 'integer' || types[0] === 'boolean') ? 'plain' : 'text';
};
