/** Reads a values file: its value as Helm reads it, where everything stands, and what is wrong with the text. */
import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { plainScalar } from './scalars.ts';
import { dotted, type Place, type Problem, pathKey, type Source, UnreadableInput } from './types.ts';

type Path = readonly (string | number)[];
type Mapping = Record<string, unknown>;

const plainStyle = 1;

/** Finds line and column of an offset. */
const placesIn = (text: string): ((offset: number) => Place) => {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
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

/** Walks the parser's events once and builds value, places and problems. */
class Reader {
  readonly places = new Map<string, Place>();
  readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, unknown>();
  private readonly text: string;
  private readonly file: string;
  private readonly events: readonly Event[];
  private readonly placeOf: (offset: number) => Place;
  private next = 0;

  constructor(text: string, file: string, events: readonly Event[]) {
    this.text = text;
    this.file = file;
    this.events = events;
    this.placeOf = placesIn(text);
  }

  /** The first document; a second one is a problem, because Helm majors disagree about it. */
  read(): unknown {
    let value: unknown;
    for (let count = 1; this.next < this.events.length; count++) {
      this.next++;
      const start = this.offset(this.events[this.next]);
      const document = this.events[this.next]?.type === EVENT_ID.POP ? null : this.node([]);
      this.next++;
      if (count === 1) value = document;
      else if (count === 2) {
        this.report(
          [],
          start,
          'a second document: Helm 3 ignores it, Helm 4 merges it. Keep one document in a values file',
        );
      }
    }
    return value ?? {};
  }

  private offset(event: Event | undefined): number {
    if (!event) return this.text.length;
    if ('valueStart' in event) return event.valueStart;
    if ('start' in event) return event.start;
    if ('anchorStart' in event) return event.anchorStart;
    return this.text.length;
  }

  private report(path: Path, offset: number, message: string): void {
    const { line, column } = this.placeOf(offset);
    this.problems.push({ path: dotted(path), file: this.file, line, column, message });
  }

  private node(path: Path): unknown {
    const event = this.events[this.next++] as Event;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.anchored(event, this.scalar(event, path));
      case EVENT_ID.ALIAS:
        return structuredClone(this.anchors.get(this.text.slice(event.anchorStart, event.anchorEnd)));
      case EVENT_ID.SEQUENCE: {
        const list: unknown[] = [];
        while (this.events[this.next]?.type !== EVENT_ID.POP) {
          const at = [...path, list.length];
          this.places.set(pathKey(at), this.placeOf(this.offset(this.events[this.next])));
          list.push(this.node(at));
        }
        this.next++;
        return this.anchored(event, list);
      }
      case EVENT_ID.MAPPING:
        return this.anchored(event, this.mapping(path));
      default:
        throw new UnreadableInput(`${this.file}: unexpected end of a document`);
    }
  }

  private anchored<T>(event: { anchorStart: number; anchorEnd: number }, value: T): T {
    if (event.anchorStart >= 0) this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), value);
    return value;
  }

  private scalar(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>, path: Path): unknown {
    const text = getScalarValue(this.text, event);
    const tag = event.tagStart >= 0 ? this.text.slice(event.tagStart, event.tagEnd) : '';
    if (event.style !== plainStyle || tag === '!!str' || tag === '!') return text;
    const value = plainScalar(text);
    if (value !== undefined) return value;
    this.report(
      path,
      event.valueStart,
      `${text} is no number that Helm can read. Give a finite number, or quote it`,
    );
    return text;
  }

  private mapping(path: Path): Mapping {
    const own: Mapping = {};
    const merged: Mapping[] = [];
    while (this.events[this.next]?.type !== EVENT_ID.POP) {
      const keyEvent = this.events[this.next] as Event;
      const start = this.offset(keyEvent);
      const key = this.node(path);
      if (key === '<<' && 'style' in keyEvent && keyEvent.style === plainStyle) {
        const value = this.node(path);
        merged.push(
          ...([value].flat().filter((item) => typeof item === 'object' && item !== null) as Mapping[]),
        );
        continue;
      }
      const name = String(key);
      if (typeof key !== 'string') {
        this.report(
          [...path, name],
          start,
          `the key is ${key === null ? 'null' : `a ${typeof key}`}, and Helm makes it the text "${name}". Quote it if that is meant`,
        );
      }
      const at = [...path, name];
      if (Object.hasOwn(own, name)) {
        const first = this.places.get(pathKey(at));
        this.report(
          at,
          start,
          `the key is there twice, first in line ${first?.line ?? '?'}; Helm would take the last one without a word. Remove one`,
        );
      }
      this.places.set(pathKey(at), this.placeOf(start));
      own[name] = this.node(at);
    }
    this.next++;
    return Object.assign({}, ...merged.reverse(), own);
  }
}

/**
 * Reads the text of a values file.
 * @throws UnreadableInput for text that is no YAML, or whose top level is no map.
 */
export const readYaml = (text: string, file: string): Source => {
  let events: readonly Event[];
  try {
    events = parseEvents(text, { filename: file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = error.mark ? `:${error.mark.line + 1}:${error.mark.column + 1}` : '';
    const hint =
      /tab/iu.test(error.reason) || /^\t/mu.test(text)
        ? ' YAML is indented with spaces, never with tabs.'
        : '';
    throw new UnreadableInput(`${file}${place}: not YAML: ${error.reason}.${hint}`, { cause: error });
  }
  const reader = new Reader(text, file, events);
  const value = reader.read();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const given = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
    throw new UnreadableInput(
      `${file}: the top level must be a map of values such as "mspId: Org1MSP", not ${given}`,
    );
  }
  return { name: file, value, places: reader.places, problems: reader.problems };
};
