/** Reads a values file: its value as Helm reads it, where everything stands, and what is wrong with the text. */

import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { isMap } from '../shared/maps.ts';
import { isMergeKey, readScalar, type ScalarEvent } from './read-scalar.ts';
import type { Scalar } from './scalars.ts';
import { isSecretPath } from './secrets.ts';
import { unreadableAt } from './syntax.ts';
import { type Parsed, parseText } from './text.ts';
import { dotted, type Place, type Problem, pathKey, type Source } from './types.ts';

type Path = readonly (string | number)[];

/** The share of values behind aliases from which on go-yaml 2 refuses "excessive aliasing" (allowedAliasRatio, decode.go). */
const allowedShare = (values: number): number => {
  const [few, many] = [400_000, 4_000_000];
  if (values <= few) return 0.99;
  return values >= many ? 0.1 : 0.99 - (0.89 * (values - few)) / (many - few);
};

const kindOf = (key: unknown): string => {
  if (key === null) return 'null';
  return typeof key === 'object' ? 'a list or a map' : `a ${typeof key}`;
};

/** Walks the parser's events once and builds value, places and problems. */
class Reader {
  readonly places = new Map<string, Place>();
  readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, { readonly value: unknown; readonly size: number }>();
  private readonly text: string;
  private readonly file: string;
  private readonly events: readonly Event[];
  private readonly placeOf: (offset: number) => Place;
  private next = 0;
  /** Values read so far, those behind aliases counted each time, and how many those are. */
  private size = 0;
  private aliased = 0;
  private readonly original: string;

  constructor(original: string, { text, events, placeOf }: Parsed, file: string) {
    this.original = original;
    this.text = text;
    this.file = file;
    this.events = events;
    this.placeOf = placeOf;
  }

  /** The first document; a second one is a problem, because Helm's majors disagree about it. */
  read(): unknown {
    let value: unknown;
    for (let count = 1; this.next < this.events.length; count++) {
      this.directives(this.events[this.next++]);
      const start = this.offset(this.events[this.next]);
      const document = this.events[this.next]?.type === EVENT_ID.POP ? null : this.node([]);
      this.next++;
      if (count === 1) {
        if (document !== null && !isMap(document)) {
          const given = Array.isArray(document) ? 'a list' : `a ${typeof document}`;
          throw this.unreadable(
            start,
            `the top level must be a map of values such as "mspId: Org1MSP", not ${given}`,
          );
        }
        value = document;
      } else if (document !== null) {
        this.report(
          [],
          start,
          'a second document: Helm 3 ignores it, Helm 4 merges it. Keep one document in a values file',
        );
        // A document more has nothing more to say.
        break;
      }
    }
    return value ?? {};
  }

  private directives(document: Event | undefined): void {
    if (document?.type !== EVENT_ID.DOCUMENT) return;
    const start = this.offset(this.events[this.next]);
    const line = this.text.slice(this.text.lastIndexOf('\n', start - 1) + 1, start);
    // The parser drops the directives that it does not know.
    if (document.directives.length > 0 || /^%/mu.test(this.text.slice(0, start).split(/^---/mu)[0] ?? ''))
      this.report(
        [],
        Math.max(0, this.text.search(/^%/mu)),
        'Helm reads no directives. Remove the lines with %',
      );
    else if (document.explicitStart && /^---[ \t]/u.test(line) && start < this.text.length)
      this.report([], start, 'Helm 4 refuses a value beside ---. Put it on the next line');
  }

  private offset(event: Event | undefined): number {
    if (!event) return this.text.length;
    if ('valueStart' in event) return event.valueStart - (event.style === SCALAR_STYLE.PLAIN ? 0 : 1);
    if ('start' in event) return event.start;
    if ('anchorStart' in event) return event.anchorStart - 1;
    return this.text.length;
  }

  private unreadable(offset: number, message: string): Error {
    return unreadableAt(this.original, this.file, this.placeOf(offset), message);
  }

  private report(path: Path, offset: number, message: string): void {
    const { line, column } = this.placeOf(offset);
    this.problems.push({ path: dotted(path), file: this.file, line, column, message });
  }

  /** Counts what an alias expands to, as go-yaml does. */
  private expand(values: number, offset: number): void {
    this.size += values;
    this.aliased += values;
    if (this.aliased > 100 && this.size > 1000 && this.aliased / this.size > allowedShare(this.size))
      throw this.unreadable(
        offset,
        `aliases expand to ${this.aliased} values, which Helm refuses ("document contains excessive aliasing"). Write them out`,
      );
  }

  private node(path: Path): unknown {
    const event = this.events[this.next++] as Event;
    if (event.type === EVENT_ID.ALIAS) return this.alias(event);
    const name = 'anchorStart' in event ? this.text.slice(event.anchorStart, event.anchorEnd) : '';
    const before = this.size;
    this.size += 1;
    // Until it is read, an anchored value holds itself.
    if (name !== '') this.anchors.set(name, { value: undefined, size: -1 });
    const value = this.content(event, path);
    if (name !== '') this.anchors.set(name, { value, size: this.size - before });
    return value;
  }

  private content(event: Event, path: Path): unknown {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event, path);
      case EVENT_ID.SEQUENCE: {
        const list: unknown[] = [];
        while (this.events[this.next]?.type !== EVENT_ID.POP) {
          const at = [...path, list.length];
          this.places.set(pathKey(at), this.placeOf(this.offset(this.events[this.next])));
          list.push(this.node(at));
        }
        this.next++;
        return list;
      }
      case EVENT_ID.MAPPING:
        return this.mapping(path);
      default:
        throw this.unreadable(this.text.length, 'the document ends too soon');
    }
  }

  private alias(event: Extract<Event, { type: typeof EVENT_ID.ALIAS }>): unknown {
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    const start = event.anchorStart - 1;
    const anchored = this.anchors.get(name);
    if (!anchored)
      throw this.unreadable(
        start,
        `*${name} has no anchor before it. Write &${name} at the value that is meant`,
      );
    if (anchored.size < 0)
      throw this.unreadable(start, `*${name} stands inside its own value &${name}. Write it out`);
    // The alias itself counts too.
    this.size += 1;
    this.expand(anchored.size, start);
    return anchored.value;
  }

  private scalar(event: ScalarEvent, path: Path): Scalar {
    const { value, written, complaints } = readScalar(this.text, event, isSecretPath(path));
    for (const { offset, message } of complaints) this.report(path, offset, message);
    const place = this.places.get(pathKey(path));
    if (place && written !== undefined) this.places.set(pathKey(path), { ...place, written });
    return value;
  }

  private mapping(path: Path): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    const own = new Set<string>();
    while (this.events[this.next]?.type !== EVENT_ID.POP) {
      const event = this.events[this.next] as Event;
      const start = this.offset(event);
      if (isMergeKey(this.text, event)) {
        this.next++;
        this.merge(path, start, entries, own);
        continue;
      }
      const name = this.key(path, event, start);
      const at = [...path, name];
      if (own.has(name)) {
        const first = this.places.get(pathKey(at));
        this.report(
          at,
          start,
          `the key is there twice, first in line ${first?.line ?? '?'}; Helm would take the last one without a word. Remove one`,
        );
      }
      if (name === '<<')
        this.report(
          at,
          start,
          'a key << in quotes: Helm writes it without them into the manifests, where it would merge maps. Rename it',
        );
      own.add(name);
      this.places.set(pathKey(at), this.placeOf(start));
      entries.set(name, this.node(at));
    }
    this.next++;
    return Object.fromEntries(entries);
  }

  private key(path: Path, event: Event, start: number): string {
    const key = this.node([...path, '?']);
    if (event.type === EVENT_ID.ALIAS || typeof key === 'string') return String(key);
    const name = typeof key === 'object' && key !== null ? JSON.stringify(key) : String(key);
    const taken = typeof key === 'object' ? 'Helm refuses that' : `Helm makes it the text "${name}"`;
    const written = event.type === EVENT_ID.SCALAR ? getScalarValue(this.text, event) : name;
    const remedy =
      typeof key === 'object' && key !== null ? 'Write a text' : `Quote it if it is meant: "${written}"`;
    this.report([...path, name], start, `the key is ${kindOf(key)}, and ${taken}. ${remedy}`);
    return name;
  }

  /** A merge key, as go-yaml 2 takes it: it wins over keys before it, and the first of a list over the others. */
  private merge(path: Path, start: number, entries: Map<string, unknown>, own: ReadonlySet<string>): void {
    const value = this.node(path);
    const maps = Array.isArray(value) ? [...value].reverse() : [value];
    if (!maps.every(isMap)) {
      this.report(
        [...path, '<<'],
        start,
        'expected a map or a list of maps to merge, as Helm does. Give an alias of a map',
      );
      return;
    }
    for (const [name, merged] of maps.flatMap((map) => Object.entries(map))) {
      const at = [...path, name];
      if (own.has(name))
        this.report(
          at,
          start,
          'the key stands before <<, and Helm would take the merged value, other readers the key. Put << first',
        );
      entries.set(name, merged);
      this.places.set(pathKey(at), this.placeOf(start));
    }
  }
}

/**
 * Reads the text of a values file.
 * @throws UnreadableInput for text that is no YAML, or whose top level is no map.
 */
export const readYaml = (text: string, file: string): Source => {
  const { problems, ...parsed } = parseText(text, file);
  const reader = new Reader(text, parsed, file);
  const value = reader.read();
  return { name: file, value, places: reader.places, problems: [...problems, ...reader.problems] };
};
