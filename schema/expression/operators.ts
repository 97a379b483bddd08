/**
 * The operators of the expression language: what each does in TypeScript, and how it is spelled in a Go template.
 *
 * The Go spellings are the ones that give equal verdicts on Helm 3.14 to 4.3 (90 probes; the chart needs 3.17): numbers through `int64`,
 * patterns through `mustRegex…` (a bad pattern is silently false otherwise), versions only after their three numbers
 * were taken out of a tag.
 */
import semver from 'semver';
import { truthy } from './ast.ts';
import { type Code, call, pipeline } from './code.ts';

/** One operator. */
export interface Operator {
  readonly evaluate: (...args: readonly unknown[]) => unknown;
  readonly print: (...args: readonly Code[]) => Code;
}

const calls =
  (name: string) =>
  (...args: readonly Code[]): Code =>
    call(name, ...args);

/** The place of the first argument that decides, else of the last one, as Go's `and` and `or` return it. */
const firstOr = (args: readonly unknown[], decides: (a: unknown) => boolean): number => {
  const place = args.findIndex(decides);
  return place < 0 ? args.length - 1 : place;
};

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

const sizes: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

const durations: Record<string, number> = { ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A quantity in thousandths of its unit, so that CPUs and bytes are whole numbers; '' is 0. */
const thousandths = (value: unknown): number => {
  const [, number, suffix] = /^([0-9.]+)([A-Za-z]*)$/u.exec(text(value)) ?? [];
  if (number === undefined) return 0;
  // Helm calculates in decimals: 4.1M is not a thousandth less there.
  return Math.floor(Number((Number(number) * (suffix ? (sizes[suffix] ?? 0) : 1) * 1000).toPrecision(15)));
};

/** The operators by name. */
export const operators = {
  not: { evaluate: (a) => !truthy(a), print: calls('not') },
  and: {
    evaluate: (...args) => args[firstOr(args, (a) => !truthy(a))],
    print: calls('and'),
  },
  or: { evaluate: (...args) => args[firstOr(args, truthy)], print: calls('or') },
  eq: { evaluate: (a, b) => a === b, print: calls('eq') },
  ne: { evaluate: (a, b) => a !== b, print: calls('ne') },
  lt: { evaluate: (a, b) => (a as number) < (b as number), print: calls('lt') },
  gt: { evaluate: (a, b) => (a as number) > (b as number), print: calls('gt') },
  isSet: { evaluate: truthy, print: (a = '') => call('not', call('empty', a)) },
  length: { evaluate: (a) => new TextEncoder().encode(text(a)).length, print: calls('len') },
  /** How many entries a map or list has. */
  count: { evaluate: (a) => Object.keys(a as object).length, print: calls('len') },
  /** How many of the peers run, by what each says or else all of them; without any there is one. */
  running: {
    evaluate: (peers, defaults) => {
      const entries = Object.values(peers as Record<string, object>);
      return (entries.length > 0 ? entries : [{}]).filter((entry) => {
        const { enabled, replicas } = { ...(defaults as object), ...entry } as Record<string, unknown>;
        return truthy(enabled) && truthy(replicas);
      }).length;
    },
    print: (peers = '', defaults = '') =>
      pipeline(
        call('include', '"fabric-dind.running"', call('dict', '"peers"', peers, '"defaults"', defaults)),
        'int64',
      ),
  },
  ternary: {
    evaluate: (yes, no, test) => (truthy(test) ? yes : no),
    print: calls('ternary'),
  },
  default: {
    evaluate: (fallback, value) => (truthy(value) ? value : fallback),
    print: (fallback = '', value = '') => pipeline(value, call('default', fallback)),
  },
  format: {
    evaluate: (format, ...args) => {
      let next = 0;
      return text(format).replace(/%[sdq]/gu, (verb) => {
        const value = text(args[next++]);
        return verb === '%q' ? JSON.stringify(value) : value;
      });
    },
    print: calls('printf'),
  },
  lower: { evaluate: (a) => text(a).toLowerCase(), print: calls('lower') },
  contains: { evaluate: (needle, hay) => text(hay).includes(text(needle)), print: calls('contains') },
  hasPrefix: { evaluate: (prefix, a) => text(a).startsWith(text(prefix)), print: calls('hasPrefix') },
  matches: { evaluate: (re, a) => new RegExp(text(re), 'u').test(text(a)), print: calls('mustRegexMatch') },
  find: {
    evaluate: (re, a) => new RegExp(text(re), 'u').exec(text(a))?.[0] ?? '',
    print: calls('mustRegexFind'),
  },
  /** Whether three-part version `version` lies in `range` (both engines read plain x.y.z alike). */
  versionIn: {
    // Docker's 19.03.15 is no SemVer to npm, but to Helm's engine it is 19.3.15.
    evaluate: (range, version) =>
      semver.satisfies(text(version).replace(/^v/u, '').split('.').map(Number).join('.'), text(range)),
    print: calls('semverCompare'),
  },
  /** Any scalar as text; an integer that YAML made a float is printed without an exponent. */
  asText: { evaluate: text, print: (a = '') => call('include', '"fabric-dind.text"', a) },
  /** A quantity in thousandths of its unit. */
  thousandths: {
    evaluate: thousandths,
    print: (a = '') => pipeline(call('include', '"fabric-dind.thousandths"', a), 'int64'),
  },
  /** A duration as Go reads it, in whole seconds, rounded up. */
  seconds: {
    evaluate: (a) =>
      Math.ceil(
        text(a)
          .split(/(?<=[a-z])(?=[0-9])/u)
          .reduce(
            (sum, part) => sum + Number.parseFloat(part) * (durations[part.replace(/[0-9.]/gu, '')] ?? 0),
            0,
          ),
      ),
    print: (a = '') => pipeline(call('include', '"fabric-dind.seconds"', a), 'int64'),
  },
  div: { evaluate: (a, b) => Math.floor((a as number) / (b as number)), print: calls('div') },
  /** A number that YAML may have made a float, as a whole number; `fallback` where it is missing. */
  integer: {
    evaluate: (fallback, value) => Math.trunc(Number(truthy(value) ? value : fallback)),
    print: (fallback = '', value = '') => pipeline(value, call('default', fallback), 'int64'),
  },
  /** Two lists in one, without what is there twice. */
  union: {
    evaluate: (a, b) => [...new Map([a, b].flat().map((item) => [JSON.stringify(item), item])).values()],
    print: (a = '', b = '') => call('uniq', call('concat', a, b)),
  },
  /** A map from keys and values in turn. */
  dict: {
    evaluate: (...args) =>
      Object.fromEntries(args.flatMap((key, i) => (i % 2 === 0 ? [[String(key), args[i + 1]]] : []))),
    print: calls('dict'),
  },
  /** A field of each item of a list, one a line. */
  fieldOfEach: {
    evaluate: (key, list) =>
      ((list as readonly Record<string, unknown>[] | undefined) ?? [])
        .map((item) => text(item[text(key)]))
        .join('\n'),
    print: (key = '', list = '') =>
      call('include', '"fabric-dind.fieldOfEach"', call('dict', '"key"', key, '"list"', list)),
  },
  /** Names of the ulimits, a map by name, whose soft limit is above the hard one; -1 is above all. */
  softAboveHard: {
    evaluate: (ulimits) =>
      Object.entries(ulimits as Record<string, { readonly soft: number; readonly hard: number }>)
        .filter(([, { soft, hard }]) => hard !== -1 && (soft === -1 || soft > hard))
        .map(([name]) => name)
        .sort()
        .join(', '),
    print: (a = '') => call('include', '"fabric-dind.softAboveHard"', a),
  },
  /** What the lists of a map's entries name that another map does not have. */
  strangers: {
    evaluate: (list, entries, known, otherwise) => {
      const names = Object.keys(known as object);
      const there = new Set(names.length > 0 ? names : [text(otherwise)]);
      return Object.entries(entries as Record<string, Record<string, readonly string[] | undefined>>)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, entry]) =>
          (entry[text(list)] ?? []).filter((item) => !there.has(item)).map((item) => `${name}: ${item}`),
        )
        .join(', ');
    },
    print: (list = '', entries = '', known = '', otherwise = '') =>
      call(
        'include',
        '"fabric-dind.strangers"',
        call('dict', '"list"', list, '"entries"', entries, '"known"', known, '"otherwise"', otherwise),
      ),
  },
  /** Those of several texts that are not empty. */
  present: {
    evaluate: (...args) => args.filter((arg) => arg !== ''),
    print: (...args) => call('compact', call('list', ...args)),
  },
  json: { evaluate: (a) => JSON.stringify(a), print: calls('toJson') },
  join: {
    evaluate: (separator, list) =>
      ((list as readonly unknown[] | undefined) ?? []).map(text).join(text(separator)),
    print: calls('join'),
  },
  mul: { evaluate: (a, b) => (a as number) * (b as number), print: calls('mul') },
  add: {
    evaluate: (...args) => args.reduce<number>((sum, a) => sum + (a as number), 0),
    print: calls('add'),
  },
} as const satisfies Record<string, Operator>;

/** The name of an operator. */
export type OperatorName = keyof typeof operators;
