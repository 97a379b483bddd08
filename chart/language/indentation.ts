/** Looks at the indentation of YAML in a fragment, where a slip would move a field to another parent. */
import { astOf } from '../../schema/expression/ast.ts';
import type { Fragment, Line } from './fragment.ts';

const textOf = ({ pieces }: Line): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : '${…}')).join('');

/** Whether a line is a key whose value stands below it. */
const opens = (text: string): boolean => /:(?: [|>][-+]?)?$/u.test(text);

/** Where the key of a line stands: behind the dash of a list's item. */
const keyColumn = (line: Line): number => line.indent + (textOf(line).startsWith('- ') ? 2 : 0);

const fillsLines = ({ pieces }: Line): boolean =>
  pieces.length === 1 && typeof pieces[0] === 'object' && !(astOf in pieces[0]);

const problemOf = (line: Line, before: Line | undefined): string | undefined => {
  if (line.indent % 2 === 1) return 'not a multiple of two';
  if (!before) return line.indent > 0 ? 'of the first line' : undefined;
  const above = textOf(before);
  const deeper = line.indent - keyColumn(before);
  if (deeper > 2) return `${deeper} deeper than "${above}"`;
  if (deeper === 2 && !opens(above)) return `"${above}" can have nothing below it`;
  if (deeper <= 0 && above.endsWith(':') && !fillsLines(before)) return `"${above}" has nothing below it`;
  return undefined;
};

/** What is wrong, one sentence a line of the fragment. */
export const indentationProblems = (fragment: Fragment): string[] => {
  if (fragment.mode !== 'yaml') return [];
  const lines = fragment.lines.filter((line) => line.pieces.length > 0 && !textOf(line).startsWith('#'));
  return lines.flatMap((line, i) => {
    const problem = problemOf(line, lines[i - 1]);
    return problem === undefined ? [] : [`bad indentation, ${problem}: "${textOf(line)}"`];
  });
};
