/** `--set` and its sisters, as Helm's strvals reads them (pkg/strvals/parser.go and literal_parser.go). */
import { apply } from './merge.ts';
import { isSecretPath, isSecretText, withoutLogin } from './secrets.ts';
import { type Assignment, dotted, type Source, UnreadableInput } from './types.ts';

/** The flags, in the order in which Helm lays them over the files, whatever their order on the command line. */
export const setFlags = ['set-json', 'set', 'set-string', 'set-file', 'set-literal'] as const;

/** One of the flags. */
export type SetFlag = (typeof setFlags)[number];

type Path = (string | number)[];

/** Limits of strvals: MaxIndex and MaxNestedNameLevel. */
const greatestIndex = 65536;
const deepestName = 30;

const greatestInteger = 2n ** 63n;

/** What strvals makes of an unquoted value: 64-bit integers, booleans and null in any case; everything else is text. */
const typed = (text: string): unknown => {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  if (lower === 'null') return null;
  if (text === '0') return 0;
  if (!/^([1-9]|[-+](?=[0-9]))[0-9]*$/u.test(text)) return text;
  const value = BigInt(text.replace('+', ''));
  return value < greatestInteger && value >= -greatestInteger ? Number(value) : text;
};

/** Go has no number for 1e400, and JSON.parse no error. */
const finite = (_: string, value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('a number is too large');
  return value;
};

/** The end of the JSON value that starts at an offset. */
const jsonEnd = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if ('[{'.includes(sign)) depth++;
    else if (']}'.includes(sign)) depth--;
    else if (depth === 0 && (sign === ',' || /\s/u.test(sign))) return at;
    if (depth === 0 && '"]}'.includes(sign)) return at + 1;
  }
  return text.length;
};

/** The argument without what may be a secret: paths stay, and values go. */
const shown = (flag: SetFlag, text: string, assignments?: readonly Assignment[]): string => {
  const keeps = assignments
    ? !assignments.some(
        ({ path, value }) =>
          isSecretPath(path) || (typeof value === 'object' && isSecretText(JSON.stringify(value))),
      )
    : !isSecretText(text);
  if (keeps) {
    const plain = withoutLogin(text);
    return `--${flag} ${plain.length > 120 ? `${plain.slice(0, 119)}…` : plain}`;
  }
  const paths = assignments?.map(({ path }) => `${dotted(path)}=…`).join(',');
  return `--${flag} ${paths || `${/^[^={]*/u.exec(text)?.[0] ?? ''}…`}`;
};

/** Reads one argument from left to right. */
class SetReader {
  private at = 0;
  private readonly text: string;
  private readonly flag: SetFlag;

  constructor(text: string, flag: SetFlag) {
    this.text = text;
    this.flag = flag;
  }

  *assignments(): Generator<Assignment> {
    while (this.at < this.text.length) {
      const path = this.path();
      yield { path, value: this.assigned() };
    }
  }

  private fail(expected: string): never {
    throw new UnreadableInput({
      path: '',
      file: shown(this.flag, this.text),
      message: `${expected} at character ${this.at + 1}; ${this.hint()}`,
    });
  }

  /** What usually helps. */
  private hint(): string {
    if (this.flag === 'set-json') return 'write path=json, e.g. --set-json \'peer.env={"A":"x"}\'';
    if (/=\[/u.test(this.text)) return 'write a list in braces: --set peer.args={a,b}';
    // What follows a comma is the next assignment.
    const first = this.text.indexOf('=');
    if (first >= 0 && this.text.includes(',', first))
      return 'a comma starts the next path=value; write \\, for one that belongs to a value';
    return 'write path=value, e.g. --set peer.image.tag=2.5.16';
  }

  private until(stops: string): string {
    let word = '';
    for (; this.at < this.text.length && !stops.includes(this.text[this.at] as string); this.at++) {
      // A backslash at the end stands for nothing.
      if (this.text[this.at] === '\\' && this.flag !== 'set-literal') this.at++;
      word += this.text[this.at] ?? '';
    }
    return word;
  }

  private path(): Path {
    const path: Path = [];
    for (let names = 0; ; ) {
      const key = this.until(this.flag === 'set-literal' ? '.=[' : '.=[,');
      if (key !== '') path.push(key);
      else this.fail('a key was expected');
      if (++names > deepestName + 1) this.fail(`no more than ${deepestName} dots were expected`);
      while (this.text[this.at] === '[') path.push(this.index());
      const next = this.text[this.at];
      if (next !== '.' && next !== '=') this.fail('"=" was expected');
      this.at++;
      if (next === '=') return path;
    }
  }

  private index(): number {
    this.at++;
    const index = this.until(']');
    if (this.at >= this.text.length || !/^\+?[0-9]+$/u.test(index))
      this.fail('a list index and "]" were expected');
    if (Number(index) > greatestIndex) this.fail(`an index of at most ${greatestIndex} was expected`);
    this.at++;
    return Number(index);
  }

  private assigned(): unknown {
    if (this.flag === 'set-json') return this.json();
    if (this.flag === 'set-literal') {
      const rest = this.text.slice(this.at);
      this.at = this.text.length;
      return rest;
    }
    return this.value();
  }

  private scalar(word: string): unknown {
    return this.flag === 'set' ? typed(word) : word;
  }

  private value(): unknown {
    if (this.text[this.at] !== '{') {
      const word = this.until(',');
      this.at++;
      return this.scalar(word);
    }
    const items: unknown[] = [];
    do {
      this.at++;
      items.push(this.scalar(this.until(',}')));
      if (this.at >= this.text.length) this.fail('"}" was expected');
    } while (this.text[this.at] === ',');
    this.at++;
    if (this.text[this.at] === ',') this.at++;
    return items;
  }

  private blanks(): void {
    while (/^\s$/u.test(this.text[this.at] ?? '')) this.at++;
  }

  private json(): unknown {
    this.blanks();
    const end = jsonEnd(this.text, this.at);
    const value = this.text.slice(this.at, end);
    let parsed: unknown = null;
    try {
      // Nothing stands for null.
      if (value !== '') parsed = JSON.parse(value, finite);
    } catch {
      this.fail(
        `the value is not JSON: ${value.startsWith("'") ? 'double quotes were' : 'a text in double quotes, a number, true, false, null, a list or a map was'} expected`,
      );
    }
    this.at = end;
    this.blanks();
    if (this.text[this.at] === ',') this.at++;
    return parsed;
  }
}

/** A whole map as the argument of --set-json, which Helm 4 merges as it does a file. */
const wholeMap = (text: string): Source => {
  let value: unknown;
  try {
    value = JSON.parse(text, finite);
  } catch {
    throw new UnreadableInput({
      path: '',
      file: shown('set-json', text),
      message: 'the value is not JSON; write path=json, e.g. --set-json \'peer.env={"A":"x"}\'',
    });
  }
  const name = shown('set-json', text);
  const message =
    'a whole map without a path: Helm 4 alone takes that. Write path=json, e.g. --set-json \'peer.env={"A":"x"}\', or put it in a file';
  return { name, value, places: new Map(), problems: [{ path: '', file: name, message }] };
};

/** Replaces names of files by what is in them. */
const withFiles = (value: unknown, contentOf: (file: string) => string): unknown =>
  Array.isArray(value) ? value.map((item) => withFiles(item, contentOf)) : contentOf(String(value));

/**
 * One argument as a source of values; `contentOf` reads the files that --set-file names.
 * @throws UnreadableInput where Helm would refuse the argument, or would silently ignore a key without a name.
 */
export const readSetFlag = (
  flag: SetFlag,
  text: string,
  contentOf: (file: string) => string = (file) => file,
): Source => {
  if (flag === 'set-json' && text.trimStart().startsWith('{')) return wholeMap(text);
  const assignments = [...new SetReader(text, flag).assignments()].map(({ path, value }) => ({
    path,
    value: flag === 'set-file' ? withFiles(value, contentOf) : value,
  }));
  const source = {
    name: shown(flag, text, assignments),
    value: {},
    places: new Map(),
    problems: [],
    assignments,
  };
  return { ...source, value: apply({}, source) };
};
