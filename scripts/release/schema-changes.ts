/** What two versions of the values' schema mean for somebody's values file, in words for whoever releases. */
import { isDeepStrictEqual } from 'node:util';
import type { JSONSchema7, JSONSchema7Definition, JSONSchema7Type } from 'json-schema';
import type { Change, Level } from './change.ts';
import { refusedText } from './patterns.ts';

/** A schema as ours are. */
export type Schema = JSONSchema7 & { readonly deprecated?: boolean };

interface Side {
  readonly root: Schema;
  readonly at: Schema;
}

const shown = (value: unknown): string => JSON.stringify(value);

/** Words about a value, which decide nothing about it. */
const words = ['description', 'title', '$comment', 'examples', 'deprecated'];

/** A boolean schema as what it stands for. */
export const schemaOf = (definition: JSONSchema7Definition | undefined): Schema => {
  if (definition === undefined || definition === true) return {};
  return definition === false ? { not: {} } : definition;
};

/** Follows a reference within its own document. What stands beside it stays. */
const resolved = ({ root, at }: Side): Side => {
  const { $ref, ...beside } = at;
  if ($ref === undefined) return { root, at };
  let found: unknown = root;
  for (const part of $ref.replace(/^#\/?/u, '').split('/').filter(Boolean))
    found = (found as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  return resolved({ root, at: { ...(found as Schema), ...beside } });
};

const typesOf = ({ type }: Schema): readonly string[] => {
  const all = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
  const named = type === undefined ? all : [type].flat();
  return named.includes('number') ? [...new Set([...named, 'integer'])] : named;
};

const at = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const typeChanges = (path: string, before: Schema, after: Schema): Change[] => {
  const [old, now] = [typesOf(before), typesOf(after)];
  const gone = old.filter((type) => !now.includes(type));
  const more = now.filter((type) => !old.includes(type));
  if (gone.length > 0)
    return [
      {
        level: 'major',
        path,
        says: `takes no ${gone.join(' or ')} any more, only ${now.join(' or ')}`,
      },
    ];
  return more.length > 0 ? [{ level: 'minor', path, says: `takes ${more.join(' and ')} besides` }] : [];
};

const enumOf = (schema: Schema): readonly JSONSchema7Type[] | undefined =>
  schema.const === undefined ? schema.enum : [schema.const];

const enumChanges = (path: string, before: Schema, after: Schema): Change[] => {
  const [old, now] = [enumOf(before), enumOf(after)];
  if (now === undefined)
    return old === undefined ? [] : [{ level: 'minor', path, says: 'is no longer one of a list' }];
  if (old === undefined)
    return [{ level: 'major', path, says: `must now be one of ${now.map(shown).join(', ')}` }];
  const gone = old.filter((value) => !now.some((other) => isDeepStrictEqual(value, other)));
  const more = now.filter((value) => !old.some((other) => isDeepStrictEqual(value, other)));
  return [
    ...gone.map(
      (value): Change => ({ level: 'major', path, says: `does not take ${shown(value)} any more` }),
    ),
    ...more.map((value): Change => ({ level: 'minor', path, says: `takes ${shown(value)} too` })),
  ];
};

/** Bounds by their keyword: what they bound, and whether a greater number is the stricter one. */
const bounds = {
  minimum: ['the least value', true],
  exclusiveMinimum: ['the value that it must be above', true],
  minLength: ['the least length', true],
  minItems: ['the least number of entries', true],
  minProperties: ['the least number of keys', true],
  maximum: ['the greatest value', false],
  exclusiveMaximum: ['the value that it must be below', false],
  maxLength: ['the greatest length', false],
  maxItems: ['the greatest number of entries', false],
  maxProperties: ['the greatest number of keys', false],
} as const;

const boundChanges = (path: string, before: Schema, after: Schema): Change[] =>
  Object.entries(bounds).flatMap(([keyword, [what, greaterIsStricter]]): Change[] => {
    const [old, now] = [before[keyword as keyof typeof bounds], after[keyword as keyof typeof bounds]];
    if (old === now) return [];
    if (now === undefined)
      return [{ level: 'minor', path, says: `${what} is no longer bounded (was ${old})` }];
    const stricter = old === undefined || (greaterIsStricter ? now > old : now < old);
    const was = old === undefined ? 'not bounded before' : `was ${old}`;
    return [{ level: stricter ? 'major' : 'minor', path, says: `${what} is now ${now} (${was})` }];
  });

const patternChanges = (path: string, old: string | undefined, now: string | undefined): Change[] => {
  if (old === now) return [];
  if (now === undefined) return [{ level: 'minor', path, says: 'has no pattern any more' }];
  let example: string | undefined;
  try {
    example = refusedText(old ?? '^[^]*$', now);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      { level: 'major', path, says: `has another pattern, and whether it takes less is not known: ${why}` },
    ];
  }
  return example === undefined
    ? [{ level: 'minor', path, says: `its pattern takes more: ${now}` }]
    : [{ level: 'major', path, says: `does not take ${shown(example)} any more: its pattern is now ${now}` }];
};

/** Keywords that are compared as a whole: seldom used, and seldom changed for the better without a break. */
const conditions = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependencies',
  'contains',
  'format',
] as const;

const conditionChanges = (path: string, before: Schema, after: Schema): Change[] =>
  conditions.flatMap((keyword): Change[] => {
    const [old, now] = [before[keyword], after[keyword]];
    if (isDeepStrictEqual(old, now)) return [];
    return now === undefined
      ? [{ level: 'minor', path, says: `the condition "${keyword}" is gone` }]
      : [{ level: 'major', path, says: `has ${old === undefined ? 'a' : 'another'} condition "${keyword}"` }];
  });

const uniqueChanges = (path: string, before: Schema, after: Schema): Change[] => {
  const [old, now] = [before.uniqueItems === true, after.uniqueItems === true];
  if (old === now) return [];
  return now
    ? [{ level: 'major', path, says: 'takes no entry twice any more' }]
    : [{ level: 'minor', path, says: 'takes an entry twice' }];
};

const defaultChanges = (path: string, before: Schema, after: Schema): Change[] => {
  if (isDeepStrictEqual(before.default, after.default)) return [];
  const told = ({ default: value }: Schema): string => (value === undefined ? 'none' : shown(value));
  return [
    {
      level: 'minor',
      path,
      says: `has the default ${told(after)}, which was ${told(before)}: releases that do not set it change`,
    },
  ];
};

const wordChanges = (path: string, before: Schema, after: Schema): Change[] => {
  const own = (schema: Schema): unknown => words.map((word) => schema[word as keyof Schema]);
  if (!before.deprecated && after.deprecated) return [{ level: 'minor', path, says: 'is deprecated' }];
  return isDeepStrictEqual(own(before), own(after))
    ? []
    : [{ level: 'patch', path, says: 'is described in other words' }];
};

/** Whether the chart itself gives a value, so that nobody has to: a default, or a section whose needed keys are given. */
export const isGiven = (schema: Schema): boolean =>
  schema.default !== undefined ||
  (schema.properties !== undefined &&
    (schema.required ?? []).every((key) => isGiven(schemaOf(schema.properties?.[key]))));

const requiredChanges = (
  path: string,
  before: Schema,
  after: Schema,
  added: ReadonlyMap<string, Schema>,
): Change[] => {
  const [old, now] = [before.required ?? [], after.required ?? []];
  const isNewAndGiven = (key: string): boolean => {
    const schema = added.get(at(path, key));
    return schema !== undefined && isGiven(schema);
  };
  return [
    ...now
      .filter((key) => !old.includes(key) && !isNewAndGiven(key))
      .map((key): Change => ({ level: 'major', path: at(path, key), says: 'must now be given' })),
    ...old
      .filter((key) => !now.includes(key) && after.properties?.[key] !== undefined)
      .map((key): Change => ({ level: 'minor', path: at(path, key), says: 'may be left out' })),
  ];
};

/** What a schema says of a key that has no entry of its own. */
const others = (schema: Schema): Schema => schemaOf(schema.additionalProperties);

const takesNothing = (schema: Schema): boolean => isDeepStrictEqual(schema.not, {});

/** The one key that a pattern of the form `^key$` is about. */
export const literalKey = (pattern: string): string | undefined =>
  /^\^([A-Za-z0-9_-]+)\$$/u.exec(pattern)?.[1];

const names = ({ propertyNames }: Schema): string | undefined => schemaOf(propertyNames).pattern;

/** Keys whose form a pattern decides. A pattern about one key adds to what its own schema says. */
const keyChanges = (
  path: string,
  before: Side,
  after: Side,
  added: ReadonlyMap<string, Schema>,
): Change[] => {
  const [old, now] = [before.at.patternProperties ?? {}, after.at.patternProperties ?? {}];
  const within = (pattern: string): string => at(path, literalKey(pattern) ?? '<name>');
  const compared = (one: string, two: string): Change[] =>
    compare(within(two), { ...before, at: schemaOf(old[one]) }, { ...after, at: schemaOf(now[two]) }, added);
  const both = Object.keys(old).filter((pattern) => now[pattern] !== undefined);
  const free = (one: object, two: Readonly<Record<string, unknown>>): string[] =>
    Object.keys(one).filter((pattern) => two[pattern] === undefined && literalKey(pattern) === undefined);
  const [[gone, ...moreGone], [come, ...moreCome]] = [free(old, now), free(now, old)];
  return [
    ...patternChanges(at(path, '<name>'), names(before.at), names(after.at)),
    ...both.flatMap((pattern) => compared(pattern, pattern)),
    ...(gone === undefined && come === undefined
      ? []
      : gone !== undefined && come !== undefined && moreGone.length + moreCome.length === 0
        ? [...patternChanges(at(path, '<name>'), gone, come), ...compared(gone, come)]
        : [{ level: 'major' as const, path, says: 'decides in another way which keys it takes' }]),
  ];
};

const otherChanges = (path: string, before: Side, after: Side): Change[] => {
  const [old, now] = [others(before.at), others(after.at)];
  if (isDeepStrictEqual(old, now)) return [];
  if (takesNothing(old)) return [{ level: 'minor', path, says: 'takes keys of any name' }];
  if (takesNothing(now))
    return [{ level: 'major', path, says: 'does not take keys of other names any more' }];
  return compare(at(path, '<name>'), { ...before, at: old }, { ...after, at: now });
};

/** Where a key went: the same schema under the same last name, or another name beside it, where none was before. */
const movedTo = (gone: Schema, key: string, added: ReadonlyMap<string, Schema>): string | undefined => {
  const plain = ({ description, title, ...rest }: Schema): unknown => rest;
  const fits = [...added].filter(([, schema]) => isDeepStrictEqual(plain(schema), plain(gone)));
  return (fits.find(([path]) => path.split('.').at(-1) === key) ??
    (fits.length === 1 ? fits[0] : undefined))?.[0];
};

const propertyChanges = (
  path: string,
  before: Side,
  after: Side,
  added: ReadonlyMap<string, Schema>,
): Change[] => {
  const [old, now] = [before.at.properties ?? {}, after.at.properties ?? {}];
  const removed = Object.keys(old).filter((key) => now[key] === undefined);
  return [
    ...removed.map((key): Change => {
      const gone = resolved({ ...before, at: schemaOf(old[key]) }).at;
      const other = others(after.at);
      if (!takesNothing(other))
        return { level: 'minor', path: at(path, key), says: 'is no longer described; any key is taken here' };
      const target = movedTo(gone, key, added);
      const where = target === undefined ? '' : `: it is ${target} now`;
      const change: Change = {
        level: 'major',
        path: at(path, key),
        says: `is gone, after it was deprecated${where}`,
        gone: true,
      };
      if (gone.deprecated) return change;
      return { ...change, says: `is gone without having been deprecated${where}`, unannounced: true };
    }),
    ...Object.keys(now)
      .filter((key) => old[key] === undefined)
      .flatMap((key): Change[] => {
        const other = others(before.at);
        if (takesNothing(other)) return [{ level: 'minor', path: at(path, key), says: 'is new' }];
        // Until now anything was taken there.
        return compare(at(path, key), { ...before, at: other }, { ...after, at: schemaOf(now[key]) }, added);
      }),
    ...Object.keys(old)
      .filter((key) => now[key] !== undefined)
      .flatMap((key) =>
        compare(
          at(path, key),
          { ...before, at: schemaOf(old[key]) },
          { ...after, at: schemaOf(now[key]) },
          added,
        ),
      ),
  ];
};

const none: ReadonlyMap<string, Schema> = new Map();

/** Keys that only `after` has, by path, so that what is gone can be found again. */
const addedKeys = (path: string, before: Side, after: Side): Map<string, Schema> => {
  const [one, two] = [resolved(before), resolved(after)];
  const found = new Map<string, Schema>();
  for (const [key, value] of Object.entries(two.at.properties ?? {})) {
    const old = one.at.properties?.[key];
    if (old === undefined) {
      found.set(at(path, key), resolved({ ...two, at: schemaOf(value) }).at);
      for (const [below, schema] of addedKeys(
        at(path, key),
        { ...one, at: {} },
        { ...two, at: schemaOf(value) },
      ))
        found.set(below, schema);
    } else
      for (const [below, schema] of addedKeys(
        at(path, key),
        { ...one, at: schemaOf(old) },
        { ...two, at: schemaOf(value) },
      ))
        found.set(below, schema);
  }
  return found;
};

function compare(
  path: string,
  before: Side,
  after: Side,
  added: ReadonlyMap<string, Schema> = none,
): Change[] {
  const [old, now] = [resolved(before), resolved(after)];
  if (isDeepStrictEqual(old.at, now.at) && isDeepStrictEqual(old.root.definitions, now.root.definitions))
    return [];
  const items = (side: Side): Side => ({ ...side, at: schemaOf(side.at.items as JSONSchema7Definition) });
  const types = typeChanges(path, old.at, now.at);
  return [
    ...types,
    ...enumChanges(path, old.at, now.at),
    ...boundChanges(path, old.at, now.at),
    ...patternChanges(path, old.at.pattern, now.at.pattern),
    ...conditionChanges(path, old.at, now.at),
    ...uniqueChanges(path, old.at, now.at),
    ...defaultChanges(path, old.at, now.at),
    ...wordChanges(path, old.at, now.at),
    ...requiredChanges(path, old.at, now.at, added),
    ...propertyChanges(path, old, now, added),
    ...keyChanges(path, old, now, added),
    ...otherChanges(path, old, now),
    ...(old.at.items === undefined && now.at.items === undefined
      ? []
      : compare(`${path}[]`, items(old), items(now))),
  ];
}

const rank: Readonly<Record<Level, number>> = { major: 0, minor: 1, patch: 2 };

/**
 * Changes of a values schema, the gravest first.
 * @param before the schema of the last release, @param after the one to be released; both as JSON Schema of draft 7.
 */
export const schemaChanges = (before: JSONSchema7, after: JSONSchema7): Change[] => {
  const [old, now] = [
    { root: before, at: before },
    { root: after, at: after },
  ];
  return compare('', old, now, addedKeys('', old, now)).sort((a, b) => rank[a.level] - rank[b.level]);
};
