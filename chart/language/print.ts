/** Prints fragments: walks the tree top-down with the column and the scope at hand. */
import { type Ast, astOf, type Expr, type NamedExpression } from '../../schema/expression/ast.ts';
import { argument, broken, flat, pipeline } from '../../schema/expression/code.ts';
import { typesOf } from '../../schema/expression/nodes.ts';
import { type Context, type Recorder, rootOf } from './context.ts';
import type { Block, Fragment, GoSlot, Line, Template } from './fragment.ts';
import { indentationProblems } from './indentation.ts';
import {
  action,
  lineWidth,
  printArgument,
  printAst,
  printCondition,
  printExpression,
  printInclude,
  scalarKind,
} from './print-expression.ts';

const isExpression = (slot: GoSlot): slot is Expr<unknown> => astOf in slot;
const isTemplate = (slot: GoSlot): slot is Template => 'kind' in slot && slot.kind === 'template';

const describe = (line: Line): string =>
  line.pieces.map((piece) => (typeof piece === 'string' ? piece : '${…}')).join('');

/** A format of words and plain values reads better spelled out: `{{ .peerFullname }}-headless`. */
const spelledOut = (ast: Ast, fragment: Fragment, context: Context): string | undefined => {
  if (ast.kind !== 'call' || ast.operator !== 'format') return undefined;
  const [template, ...args] = ast.args;
  if (template?.kind !== 'literal') return undefined;
  const words = String(template.value).split(/%[sd]/u);
  const isName = fragment.mode === 'yaml';
  if (words.length !== args.length + 1) return undefined;
  if (
    isName &&
    (args.some((arg) => scalarKind(arg) !== 'plain') || words.some((word) => !/^[-a-z0-9]*$/u.test(word)))
  )
    return undefined;
  return words.reduce((sum, word, i) => {
    const arg = args[i - 1];
    if (!arg) return sum + word;
    const value = arg.kind === 'literal' ? String(arg.value) : `{{ ${flat(printAst(arg, context))} }}`;
    return sum + value + word;
  });
};

const isInteger = (ast: Ast): boolean => ast.kind === 'reference' && typesOf(ast).length > 1;

/** A scalar that stands in a line of YAML or prose. */
const inline = (
  slot: Expr<unknown>,
  line: Line,
  fragment: Fragment,
  column: number,
  context: Context,
): string => {
  const ast = slot[astOf];
  if (ast.kind === 'literal') {
    const value = String(ast.value);
    return fragment.mode === 'text' || /^[A-Za-z][-\w./]*$/u.test(value) ? value : JSON.stringify(value);
  }
  const spelled = spelledOut(ast, fragment, context);
  if (spelled !== undefined) return spelled;
  if (fragment.mode === 'text') return `{{ ${printExpression(slot, context)} }}`;
  const place = line.pieces.indexOf(slot as never);
  const [before, after] = [line.pieces[place - 1], line.pieces[place + 1]];
  const isWhole = after === undefined && (before === undefined || /(?:: |- )$/u.test(String(before)));
  // A name alone may be a word such as true or null, which YAML takes for something else.
  const isWord =
    ast.kind === 'named' ||
    (ast.kind === 'fact' && ast.fact.plain) ||
    (ast.kind === 'reference' && ast.scope === 'name');
  if (scalarKind(ast) === 'plain' && !(isWhole && isWord)) return `{{ ${printExpression(slot, context)} }}`;
  if (!isWhole)
    context.problem(
      `a text that may need quotes stands inside other text: ${describe(line)}; build the whole scalar with format()`,
    );
  if (isInteger(ast)) {
    context.use('fabric-dind.text');
    return `{{ include "fabric-dind.text" ${printArgument(slot, context)} | quote }}`;
  }
  const width = lineWidth - column - (isWhole && before ? String(before).length : 0) - 6;
  const lines = broken(pipeline(printAst(ast, context), 'quote'), width);
  return `{{ ${lines.join(`\n${' '.repeat(column + 4)}`)} }}`;
};

const block = (slot: Block, column: number, context: Context): string[] => {
  const pad = ' '.repeat(column);
  const inner: Context = { ...context, nested: true };
  const end = `${pad}{{- end }}`;
  const otherwise = (lines: Fragment | undefined, within: Context): string[] =>
    lines ? [`${pad}{{- else }}`, ...printFragment(lines, column, within)] : [];
  switch (slot.kind) {
    case 'if':
      return [
        ...action('if', printCondition(slot.test, context), column),
        ...printFragment(slot.then, column, context),
        ...otherwise(slot.otherwise, context),
        end,
      ];
    case 'with':
      return [
        ...action('with', printAst(slot.value[astOf], context, 'truth'), column),
        ...printFragment(slot.body, column, inner),
        ...otherwise(slot.otherwise, context),
        end,
      ];
    case 'range': {
      const variables = slot.variables.map((name) => `$${name}`).join(', ');
      return [
        ...action(`range ${variables} :=`, printAst(slot.over[astOf], context), column),
        ...printFragment(slot.body, column, inner),
        end,
      ];
    }
    case 'peers':
      if (context.scope === 'peer') context.problem('eachPeer stands where a peer is at hand already');
      return [
        `${pad}{{- range ${rootOf(context)}.peers }}`,
        ...printFragment(slot.body, column, { ...context, scope: 'peer', nested: false, eachPeer: true }),
        end,
      ];
    case 'comment':
      return commentLines(slot.text).map((line) => pad + line);
    case 'action':
      return action(slot.keyword, slot.print(context), column);
    case 'code': {
      const code = slot.print(context);
      return action('', code, column, ` | nindent ${column} }}`);
    }
  }
};

/** Whether a slot is all that stands between its keyword and the end of the action or the next part of its pipeline. */
const standsAlone = (slot: GoSlot, { pieces }: Line): boolean => {
  const place = pieces.indexOf(slot);
  return (
    /(?:\{\{-?|=|\b(?:if|with|range)) $/u.test(String(pieces[place - 1])) &&
    /^ (?:-?\}\}|\|)/u.test(String(pieces[place + 1]))
  );
};

/** A slot in a line of Go code: an argument, in parentheses where it has several words. */
const goArgument = (slot: GoSlot, line: Line, context: Context): string => {
  if (isExpression(slot) || isTemplate(slot)) {
    const code = isTemplate(slot) ? printInclude(slot, context) : printAst(slot[astOf], context);
    return standsAlone(slot, line) ? flat(code) : argument(code);
  }
  context.problem(`a block must stand alone on its line: ${describe(line)}`);
  return '';
};

/** The only slot of a line, if that fills lines. */
const wholeSlot = ({ pieces }: Line): Block | Fragment | undefined => {
  const [only] = pieces;
  if (pieces.length !== 1 || only === undefined || typeof only === 'string') return undefined;
  return isExpression(only) || isTemplate(only) ? undefined : only;
};

const printLine = (line: Line, fragment: Fragment, column: number, context: Context): string[] => {
  const at = column + line.indent;
  if (line.pieces.length === 0) return [''];
  const whole = wholeSlot(line);
  if (whole) return whole.kind === 'fragment' ? printFragment(whole, at, context) : block(whole, at, context);
  const printed = line.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    if (fragment.mode === 'go') return goArgument(piece, line, context);
    if (isExpression(piece)) return inline(piece, line, fragment, at, context);
    context.problem(`a block must stand alone on its line: ${describe(line)}`);
    return '';
  });
  const text = ' '.repeat(at) + printed.join('');
  return fragment.mode === 'text' ? wrapped(text, at) : text.split('\n');
};

/** Breaks prose between words; further lines are indented by two, which tells them from new ones. */
const wrapped = (text: string, column: number): string[] => {
  if (text.length <= lineWidth) return [text];
  const words = text.trim().match(/(?:\{\{.*?\}\}|\S)+/gu) ?? [];
  const lines: string[] = [];
  let line = ' '.repeat(column);
  for (const word of words) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = `${' '.repeat(column + 2)}${word}`;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
};

/** The lines of a fragment, its own column being `column`. */
export const printFragment = (fragment: Fragment, column: number, context: Context): string[] => {
  for (const problem of [...fragment.problems, ...indentationProblems(fragment)]) context.problem(problem);
  return fragment.lines.flatMap((line) => printLine(line, fragment, column, context));
};

/** A comment of a template in as many lines as it needs. */
const commentLines = (comment: string): string[] => {
  const lines: string[] = [];
  let line = '{{- /*';
  for (const word of comment.split(/\s+/u)) {
    if (`${line} ${word} */}}`.length > lineWidth) {
      lines.push(line);
      line = `     ${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, `${line} */}}`];
};

const commented = (comment: string, recorder: Recorder): string => {
  if (comment.trim() === '') recorder.problem('a named template needs a comment that says what it is for');
  return commentLines(comment).join('\n');
};

/** The text of a named template: its comment, and its definition. */
export const printTemplate = (template: Template, recorder: Recorder): string => {
  const context: Context = { ...recorder, scope: template.scope, nested: false };
  // A definition starts without a line break, so nothing is to be indented in its first line.
  const body = printFragment(template.body, 0, context)
    .join('\n')
    .replace(/^\{\{- ([^{}]*?)\s+\| nindent 0 \}\}/u, '{{ $1 }}');
  return [
    commented(template.comment, recorder),
    `{{- define ${JSON.stringify(template.name)} -}}`,
    body,
    '{{- end }}',
  ].join('\n');
};

/** The text of a named expression: its comment, and its definition. */
export const printNamedExpression = (named: NamedExpression, recorder: Recorder): string =>
  [
    commented(named.comment, recorder),
    `{{- define ${JSON.stringify(named.name)} -}}`,
    ...action('', printAst(named.body[astOf], { ...recorder, scope: named.scope, nested: false }), 0).map(
      (line, i) => (i === 0 ? line.replace('{{- ', '{{ ') : line),
    ),
    '{{- end }}',
  ].join('\n');
