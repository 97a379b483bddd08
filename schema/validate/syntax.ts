/** What is told when a file is no YAML: where, which line, and what usually helps. */
import type { YAMLException } from 'js-yaml';
import { isSecretText } from './secrets.ts';
import { type Place, UnreadableInput } from './types.ts';

/** Finds line and column of an offset. */
export const placesIn = (text: string): ((offset: number) => Place) => {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/gu)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
};

/** A line of the text with a mark below the column; tabs are shown as arrows, and secrets not at all. */
const snippetOf = (text: string, { line, column }: Place): string => {
  const lines = text.split(/\r\n?|\n/u);
  const shown = (lines[line - 1] ?? '').replaceAll('\t', '→');
  const number = `${line}`;
  // The line before may hold the key of what stands in this one.
  if (isSecretText(`${lines[line - 2] ?? ''} ${shown}`))
    return `  ${number} | (not shown, it may hold a secret)`;
  const start = Math.max(0, column - 60);
  return `  ${number} | ${shown.slice(start, start + 100)}\n  ${' '.repeat(number.length)} | ${' '.repeat(column - 1 - start)}^`;
};

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /deficient indentation/u,
    'Close the quote or the bracket that is open, and indent what stands in it and its end by at least one space',
  ],
  [
    /bad indentation|mapping values|multiline key|can not read an implicit/u,
    'Line the key up with its neighbours, or quote a text that holds ": "',
  ],
  [/duplicated anchor|alias/u, 'Aliases need an anchor before them in the same file'],
  [/unknown escape/u, 'Use single quotes, in which a backslash is a backslash'],
  [
    /missed comma/u,
    'Put a comma between the entries, or quote a text that holds signs of YAML; an item in brackets has no dash',
  ],
  [/unexpected end/u, 'A quote or a bracket is not closed'],
];

const hintFor = (reason: string, line: string): string => {
  if (/^\s*\t/u.test(line)) return ' YAML is indented with spaces, never with tabs.';
  const [, hint] = hints.find(([pattern]) => pattern.test(reason)) ?? [];
  return hint === undefined ? '' : ` ${hint}.`;
};

/** A place at which reading ends. */
export const unreadableAt = (
  text: string,
  file: string,
  place: Place,
  message: string,
  cause?: unknown,
): UnreadableInput =>
  new UnreadableInput(
    { path: '', file, line: place.line, column: place.column, message, snippet: snippetOf(text, place) },
    cause === undefined ? undefined : { cause },
  );

/** The parser's complaint in our words. */
export const syntaxError = (error: YAMLException, text: string, file: string): UnreadableInput => {
  const place = { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
  const line = text.split(/\r\n?|\n/u)[place.line - 1] ?? '';
  return unreadableAt(text, file, place, `not YAML: ${error.reason}.${hintFor(error.reason, line)}`, error);
};

/**
 * The text of a file's bytes, without a byte order mark.
 * @throws UnreadableInput for anything but UTF-8.
 */
export const decoded = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableInput(
      { path: '', file, message: 'not UTF-8 text. Save the file as UTF-8' },
      { cause },
    );
  }
};
