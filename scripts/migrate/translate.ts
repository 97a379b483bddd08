/** Walks an input by a source's table: nothing that it says gets lost without a word. */
import { isMap, overlay, own } from '../../schema/shared/maps.ts';
import { type Fate, type Look, lookIn, type Rule, type Said, type Table, Unfit } from './fate.ts';

/** What became of one setting. */
export interface Line {
  readonly kind: Fate['kind'] | 'unknown';
  /** The setting there. */
  readonly from: string;
  /** The values of ours that say it. */
  readonly to?: readonly string[];
  /** Why, or what is different. */
  readonly why?: string;
  /** It tells of an option of this command, and of no setting there. */
  readonly isOption?: true;
}

/** Values, and what became of each setting. */
export interface Translation {
  readonly values: Record<string, unknown>;
  readonly lines: readonly Line[];
}

/** Where the input stands, and which peer it is about. */
export interface Place {
  /** In front of each path in the report, e.g. `peers[0].`. */
  readonly prefix?: string;
  /** The peer to which `own.` belongs. */
  readonly peer: string;
  /** Other settings; those of the input itself if absent. */
  readonly look?: Look;
}

const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Whether a part of a pattern means a key: `*` any, `couch*` those that start so. */
const means = (part: string | undefined, key: string | undefined): boolean =>
  part === key || (part?.endsWith('*') === true && key?.startsWith(part.slice(0, -1)) === true);

const ruleAt = (table: Table, path: readonly string[]): Rule | undefined => {
  const exact = own(table, path.join('.')) as Rule | undefined;
  if (exact !== undefined) return exact;
  const pattern = Object.keys(table).find((key) => {
    const parts = key.split('.');
    return parts.length === path.length && parts.every((part, index) => means(part, path[index]));
  });
  return pattern === undefined ? undefined : table[pattern];
};

const goesDeeper = (table: Table, path: readonly string[]): boolean =>
  Object.keys(table).some((key) => {
    const parts = key.split('.');
    return parts.length > path.length && path.every((own, index) => means(parts[index], own));
  });

/** Values below one another at a dotted path; a backslash keeps a dot in its key. */
export const nestedAt = (path: string, value: unknown): Record<string, unknown> =>
  path
    .split(/(?<!\\)\./u)
    .map((key) => key.replaceAll('\\.', '.'))
    .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

const ours = (path: string, peer: string): string => path.replace(/^own\./u, `peers.${peer}.`);

/** Lays what is said over the values. */
export const laid = (values: Record<string, unknown>, more: Said, peer: string): Record<string, unknown> =>
  Object.entries(more)
    .filter(([, value]) => value !== undefined)
    .reduce<Record<string, unknown>>(
      (all, [path, value]) => overlay(all, nestedAt(ours(path, peer), value)) as Record<string, unknown>,
      values,
    );

/** What a rule says, or that the value has a form with which it can do nothing. */
const decided = (rule: Rule, value: unknown, look: Look, at: string): readonly Fate[] => {
  try {
    const fates = [rule(value, look, at)].flat();
    return fates.length > 0 ? fates : [{ kind: 'unsaid', why: 'nothing in it can be read' }];
  } catch (error) {
    if (error instanceof Unfit) return [{ kind: 'unsaid', why: error.message }];
    throw error;
  }
};

/** A rule and where it stands, for what is below that. */
interface Inherited {
  readonly rule: Rule;
  readonly at: string;
}

/** Translates one input. */
export const translate = (table: Table, input: unknown, place: Place): Translation => {
  const look = place.look ?? lookIn(input);
  const lines: Line[] = [];
  let values: Record<string, unknown> = {};
  const add = (line: Line): void => {
    // What is told of a whole section is told once.
    if (!lines.some((one) => one.from === line.from && one.kind === line.kind && one.why === line.why))
      lines.push(line);
  };
  const note = (at: string, fate: Fate): void => {
    const from = fate.item === undefined ? at : `${at}[${fate.item}]`;
    if (fate.kind !== 'said') {
      add({ kind: fate.kind, from, why: fate.why });
      return;
    }
    const { values: more, note: why } = fate;
    values = laid(values, more, place.peer);
    const to = Object.entries(more).flatMap(([path, value]) =>
      value === undefined ? [] : [ours(path, place.peer).replaceAll('\\.', '.')],
    );
    lines.push({ kind: 'said', from, to, ...(why === undefined ? {} : { why }) });
  };
  const walk = (value: unknown, path: readonly string[], inherited: Inherited | undefined): void => {
    const at = `${place.prefix ?? ''}${path.join('.')}`;
    const rule = path.length === 0 ? undefined : ruleAt(table, path);
    const own = rule === undefined ? inherited : { rule, at };
    if (isMap(value) && !saysNothing(value) && (own === undefined || goesDeeper(table, path))) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key], own);
      return;
    }
    if (own === undefined) {
      if (path.length > 0) lines.push({ kind: 'unknown', from: at });
    } else if (!saysNothing(value)) for (const fate of decided(own.rule, value, look, at)) note(own.at, fate);
  };
  if (isMap(input)) walk(input, [], undefined);
  else if (!saysNothing(input))
    lines.push({ kind: 'unsaid', from: (place.prefix ?? '').replace(/\.$/u, ''), why: 'it is no map' });
  return { values, lines };
};
