/** What Helm's reader (go-yaml 2) refuses or folds in the text of a values file, and js-yaml does not; and the other way round. */
import { COLLECTION_STYLE, EVENT_ID, type Event, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { placesIn, syntaxError, unreadableAt } from './syntax.ts';
import type { Place, Problem } from './types.ts';

/** A text that was parsed. */
export interface Parsed {
  /** The text that the events' offsets are in: some of its lines are indented further than in the file. */
  readonly text: string;
  readonly events: readonly Event[];
  /** The place in the file of an offset in the text. */
  readonly placeOf: (offset: number) => Place;
}

/** go-yaml's reader takes these nowhere, not even in comments. */
const control = /(?![\t\n\r\x85])[\p{Cc}\ufffe\uffff]/u;
const lineEnd = /[\x85\u2028\u2029]/gu;

const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Characters that go-yaml takes for the end of a line, in comments too. */
const lineEnds = (text: string, file: string): Problem[] => {
  const placeOf = placesIn(text);
  return [...text.matchAll(lineEnd)].map(({ index, 0: character }) => ({
    path: '',
    file,
    line: placeOf(index).line,
    column: placeOf(index).column,
    message: `a character that Helm takes for the end of a line (${nameOf(character)}). Remove it, or write it as an escape in double quotes`,
  }));
};

/** How far a line that a bracket or quote continues is indented for js-yaml, which wants it deeper than its key. */
const indent = ' '.repeat(40);
const mostIndented = 200;

/**
 * Parses a text. Lines inside brackets and quotes may start in any column for Helm, and hardly anywhere for js-yaml:
 * those that it complains of are indented, which changes nothing of what they say.
 */
const parsed = (text: string, file: string): Parsed => {
  const lines = text.split(/(?<=\n)/u);
  const indented = new Set<number>();
  let first: YAMLException | undefined;
  for (;;) {
    const given =
      indented.size === 0 ? text : lines.map((line, i) => (indented.has(i) ? indent + line : line)).join('');
    try {
      const events = parseEvents(given, { filename: file });
      const placeOf = placesIn(given);
      return {
        text: given,
        events,
        placeOf: (offset) => {
          const { line, column } = placeOf(offset);
          return { line, column: indented.has(line - 1) ? Math.max(1, column - indent.length) : column };
        },
      };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      first ??= error;
      const line = error.mark?.line ?? 0;
      if (!/deficient indentation/u.test(error.reason) || indented.has(line) || indented.size >= mostIndented)
        throw syntaxError(first, text, file);
      indented.add(line);
    }
  }
};

interface Span {
  readonly start: number;
  readonly end: number;
  /** Columns that a block scalar is indented by; a tab before them is none of its text. */
  readonly indent: number;
}

/** Where a line may begin with a tab: in quotes, in brackets, and in the text of block scalars. */
const spansOf = (text: string, events: readonly Event[]): Span[] => {
  const spans: Span[] = [];
  const open: (number | undefined)[] = [];
  let last = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.SCALAR) {
      last = event.valueEnd;
      if (event.style === SCALAR_STYLE.PLAIN) continue;
      const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
      spans.push({ start: event.valueStart, end: event.valueEnd, indent: isBlock ? event.indent : 0 });
    } else if (event.type === EVENT_ID.ALIAS) last = event.anchorEnd;
    else if (event.type === EVENT_ID.POP) {
      const start = open.pop();
      if (start === undefined) continue;
      last = text.slice(last).search(/[\]}]/u) + last + 1;
      spans.push({ start, end: last, indent: 0 });
    } else {
      const isFlow = event.type !== EVENT_ID.DOCUMENT && event.style === COLLECTION_STYLE.FLOW;
      open.push(isFlow ? event.start : undefined);
      if (isFlow) last = event.start + 1;
    }
  }
  return spans;
};

/** A tab where a line's indentation is; js-yaml minds it only before a key. */
const strayTab = ({ text, events }: Parsed): number | undefined => {
  const tabs = [...text.matchAll(/^( *)\t/gmu)];
  if (tabs.length === 0) return undefined;
  const spans = spansOf(text, events);
  return tabs
    .map(({ index, 1: blanks = '' }) => ({ offset: index + blanks.length, column: blanks.length }))
    .find(
      ({ offset, column }) =>
        !spans.some(({ start, end, indent: least }) => start <= offset && offset <= end && column >= least),
    )?.offset;
};

/** A plain text in brackets that begins with a colon or a question mark: go-yaml takes these alone for the sign of a value or key. */
const strayMark = ({ text, events }: Parsed): number | undefined => {
  const open: boolean[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.SCALAR) {
      const isMarked = event.style === SCALAR_STYLE.PLAIN && /[:?]/u.test(text[event.valueStart] ?? '');
      if (isMarked && event.valueEnd > event.valueStart && open.at(-1)) return event.valueStart;
    } else if (event.type !== EVENT_ID.ALIAS)
      open.push(event.type !== EVENT_ID.DOCUMENT && event.style === COLLECTION_STYLE.FLOW);
  }
  return undefined;
};

/**
 * Parses the text of a values file, and says what Helm's reader would trip over.
 * @throws UnreadableInput for what is no YAML, or none for Helm.
 */
export const parseText = (text: string, file: string): Parsed & { readonly problems: readonly Problem[] } => {
  const at = text.search(control);
  if (at >= 0)
    throw unreadableAt(
      text.replace(new RegExp(control.source, 'gu'), '·'),
      file,
      placesIn(text)(at),
      `a control character (${nameOf(text.slice(at, at + 1))}), which Helm refuses. Remove it`,
    );
  const result = parsed(text, file);
  const tab = strayTab(result);
  if (tab !== undefined)
    throw unreadableAt(
      text,
      file,
      result.placeOf(tab),
      'a line that begins with a tab, which Helm refuses. YAML is indented with spaces, never with tabs',
    );
  const mark = strayMark(result);
  if (mark !== undefined)
    throw unreadableAt(
      text,
      file,
      result.placeOf(mark),
      `a text in brackets that begins with ${result.text[mark]}, which Helm reads as something else. Quote it`,
    );
  return { ...result, problems: lineEnds(text, file) };
};
