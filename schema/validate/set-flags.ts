/** `--set` and its sisters, as Helm's strvals reads them. */
import { type Source, UnreadableInput } from './types.ts';

/** Which flag an argument was given with. */
export type SetFlag = 'set' | 'set-string' | 'set-json';

type Path = (string | number)[];

/** What strvals makes of an unquoted value: integers, booleans and null, everything else text. */
const typed = (text: string): unknown => {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  if (text === '0' || /^-?[1-9][0-9]{0,18}$/u.test(text)) return Number(text);
  return text;
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

  *assignments(): Generator<[Path, unknown]> {
    while (this.at < this.text.length) {
      const path = this.path();
      yield [path, this.flag === 'set-json' ? this.json() : this.value()];
    }
  }

  private fail(expected: string): never {
    throw new UnreadableInput(
      `--${this.flag} ${this.text}: ${expected} at character ${this.at + 1}; write path=value, e.g. --set peer.image.tag=2.5.16`,
    );
  }

  private until(stops: string): string {
    let word = '';
    for (; this.at < this.text.length && !stops.includes(this.text[this.at] as string); this.at++) {
      if (this.text[this.at] === '\\' && this.at + 1 < this.text.length) this.at++;
      word += this.text[this.at];
    }
    return word;
  }

  private path(): Path {
    const path: Path = [];
    for (;;) {
      const key = this.until('.=[,');
      if (key !== '') path.push(key);
      else if (this.text[this.at] !== '[') this.fail('a key was expected');
      while (this.text[this.at] === '[') {
        this.at++;
        const index = this.until(']');
        if (!/^[0-9]+$/u.test(index)) this.fail('a list index was expected');
        path.push(Number(index));
        this.at++;
      }
      const next = this.text[this.at++];
      if (next === '=') return path;
      if (next !== '.') this.fail('"=" was expected');
    }
  }

  private scalar(word: string): unknown {
    return this.flag === 'set-string' ? word : typed(word);
  }

  private value(): unknown {
    if (this.text[this.at] !== '{') {
      const word = this.until(',');
      this.at++;
      return this.scalar(word);
    }
    this.at++;
    const items: unknown[] = [];
    while (this.text[this.at] !== '}') {
      if (this.at >= this.text.length) this.fail('"}" was expected');
      items.push(this.scalar(this.until(',}')));
      if (this.text[this.at] === ',') this.at++;
    }
    this.at += 2;
    return items;
  }

  private json(): unknown {
    const rest = this.text.slice(this.at);
    this.at = this.text.length;
    try {
      return JSON.parse(rest);
    } catch (error) {
      throw new UnreadableInput(`--set-json ${this.text}: the value is no JSON: ${(error as Error).message}`);
    }
  }
}

const put = (target: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(target) ? [...target] : [];
    while (list.length < key) list.push(null);
    list[key] = put(list[key], rest, value);
    return list;
  }
  const map = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  return { ...map, [key]: put((map as Record<string, unknown>)[key], rest, value) };
};

/**
 * One argument as a source of values.
 * @throws UnreadableInput where Helm would refuse the argument.
 */
export const readSetFlag = (flag: SetFlag, text: string): Source => {
  const whole = flag === 'set-json' && text.trimStart().startsWith('{');
  let value: unknown = {};
  if (whole) value = JSON.parse(text);
  else for (const [path, item] of new SetReader(text, flag).assignments()) value = put(value, path, item);
  return { name: `--${flag} ${text}`, value, places: new Map(), problems: [] };
};
