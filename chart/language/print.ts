/** Prints fragments: walks the tree top-down with the column and the scope at hand. */
import { astOf, type Expr, type NamedExpression } from '../../schema/expression/ast.ts';
import type { Block, Fragment, Line, Slot, Template } from './fragment.ts';
import { type PrintContext, printAst, printExpression, scalarKind } from './print-expression.ts';

const isExpression = (slot: Slot): slot is Expr<string | number | boolean> => astOf in slot;

/** Parts of `printf` with DNS names read better spelled out: `{{ include … }}-headless`. */
const spelledOut = (slot: Expr<unknown>, context: PrintContext): string | undefined => {
  const ast = slot[astOf];
  if (ast.kind !== 'call' || ast.operator !== 'format') return undefined;
  const [template, ...args] = ast.args;
  if (template?.kind !== 'literal' || args.some((arg) => scalarKind(arg) !== 'plain')) return undefined;
  const words = String(template.value).split(/%[sd]/u);
  if (words.length !== args.length + 1 || words.some((word) => !/^[-a-z0-9]*$/u.test(word))) return undefined;
  return words.reduce((sum, word, i) => {
    const arg = args[i - 1];
    return arg ? `${sum}{{ ${printAst(arg, context)} }}${word}` : sum + word;
  });
};

const inline = (slot: Slot, line: Line, fragment: Fragment, context: PrintContext): string => {
  if (!isExpression(slot)) throw new Error(`a block must stand alone on its line: ${describe(line)}`);
  const ast = slot[astOf];
  if (ast.kind === 'literal') {
    const value = String(ast.value);
    return fragment.mode === 'text' || /^[A-Za-z][-\w./]*$/u.test(value) ? value : JSON.stringify(value);
  }
  const spelled = spelledOut(slot, context);
  if (spelled !== undefined) return spelled;
  const code = printExpression(slot, context);
  if (fragment.mode === 'text') return `{{ ${code} }}`;
  const [before, after] = [
    line.pieces[line.pieces.indexOf(slot) - 1],
    line.pieces[line.pieces.indexOf(slot) + 1],
  ];
  const isWhole = after === undefined && (before === undefined || /(?:: |- )$/u.test(String(before)));
  // A name alone may be a word such as true or null, which YAML takes for something else.
  const isWord = ast.kind === 'named' || (ast.kind === 'reference' && ast.scope === 'name');
  if (scalarKind(ast) === 'plain' && !(isWhole && isWord)) return `{{ ${code} }}`;
  if (!isWhole) {
    throw new Error(
      `a text that may need quotes stands inside other text: ${describe(line)}; build the whole scalar with format()`,
    );
  }
  const needsText = ast.kind === 'reference' && [ast.node?.type ?? []].flat().length > 1;
  if (needsText) {
    context.use({ name: 'fabric-dind.text', scope: 'release' });
    return `{{ include "fabric-dind.text" ${code} | quote }}`;
  }
  return `{{ ${code} | quote }}`;
};

const describe = (line: Line): string =>
  line.pieces.map((piece) => (typeof piece === 'string' ? piece : '${…}')).join('');

const block = (slot: Block, column: number, context: PrintContext): string[] => {
  const pad = ' '.repeat(column);
  const inner: PrintContext = { ...context, nested: true };
  switch (slot.kind) {
    case 'if':
      return [
        `${pad}{{- if ${printExpression(slot.test, context)} }}`,
        ...printFragment(slot.then, column, context),
        ...(slot.otherwise ? [`${pad}{{- else }}`, ...printFragment(slot.otherwise, column, context)] : []),
        `${pad}{{- end }}`,
      ];
    case 'with':
      return [
        `${pad}{{- with ${printExpression(slot.value, context)} }}`,
        ...printFragment(slot.body, column, inner),
        `${pad}{{- end }}`,
      ];
    case 'range':
      return [
        `${pad}{{- range ${slot.variables.map((name) => `$${name}`).join(', ')} := ${printExpression(slot.over, context)} }}`,
        ...printFragment(slot.body, column, inner),
        `${pad}{{- end }}`,
      ];
    case 'peers':
      return [
        `${pad}{{- range $peers }}`,
        ...printFragment(slot.body, column, { ...context, scope: 'peer', nested: false }),
        `${pad}{{- end }}`,
      ];
    case 'code':
      return [`${pad}{{- ${slot.print(context)} | nindent ${column} }}`];
    case 'raw':
      for (const named of slot.uses) context.use(named);
      for (const read of slot.reads) printExpression(read, context);
      return rawLines(slot, column, context);
  }
};

const rawLines = (slot: Block & { kind: 'raw' }, column: number, context: PrintContext): string[] => {
  const pad = ' '.repeat(column);
  const code = typeof slot.code === 'string' ? slot.code : slot.code(context);
  if (slot.form === 'pipeline') return [`${pad}{{- ${code} | nindent ${column} }}`];
  return code.split('\n').map((line) => pad + line);
};

/** The lines of a fragment, its own column being `column`. */
export const printFragment = (fragment: Fragment, column: number, context: PrintContext): string[] =>
  fragment.lines.flatMap((line) => {
    const [only] = line.pieces;
    const at = column + line.indent;
    if (only === undefined) return [''];
    if (line.pieces.length === 1 && typeof only !== 'string') {
      if ('kind' in only && only.kind === 'fragment') return printFragment(only, at, context);
      if (!isExpression(only)) return block(only as Block, at, context);
    }
    const printed = line.pieces.map((piece) =>
      typeof piece === 'string' ? piece : inline(piece, line, fragment, context),
    );
    return [' '.repeat(at) + printed.join('')];
  });

/** The text of a named template: its comment, and its definition. */
export const printTemplate = (
  template: Template,
  context: Omit<PrintContext, 'scope' | 'nested'>,
): string => {
  if (template.comment.trim() === '') {
    throw new Error(`${template.name}: a named template needs a comment that says what it is for`);
  }
  const printed = printFragment(template.body, 0, { ...context, scope: template.scope, nested: false });
  // A definition starts without a line break, so nothing is to be indented in its first line.
  const body = printed.map((line, i) =>
    i === 0 ? line.replace(/^\{\{- (.*) \| nindent 0 \}\}$/u, '{{ $1 }}') : line,
  );
  return [
    `{{- /* ${template.comment} */}}`,
    `{{- define ${JSON.stringify(template.name)} -}}`,
    ...body,
    '{{- end }}',
  ].join('\n');
};

/** The text of a named expression: its comment, and its definition. */
export const printNamedExpression = (
  named: NamedExpression,
  context: Omit<PrintContext, 'scope' | 'nested'>,
): string =>
  [
    `{{- /* ${named.comment} */}}`,
    `{{- define ${JSON.stringify(named.name)} -}}`,
    `{{ ${printExpression(named.body, { ...context, scope: named.scope, nested: false })} }}`,
    '{{- end }}',
  ].join('\n');
