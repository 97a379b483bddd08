/** What becomes of a setting of another system, as data: each source has a table of these. */
import { isMap } from '../../schema/shared/maps.ts';
import { CommandError } from '../support/errors.ts';

/** A value of ours, by its dotted path. `own.` in front of it means the peer's own entry, `peers.<name>.`. */
export type Said = Readonly<Record<string, unknown>>;

/** What becomes of one setting, or of an `item` of it, where it is a list. */
export type Fate = { readonly item?: string } & (
  | /** It is said by these values of ours; `note` tells what is different about it. */ {
      readonly kind: 'said';
      readonly values: Said;
      readonly note?: string;
    }
  | {
      /**
       * dead: it did nothing there, and is left out. unsaid: our values cannot say it. implied: the chart does it without
       * being told.
       */
      readonly kind: 'dead' | 'unsaid' | 'implied';
      readonly why: string;
    }
);

/** Other settings of the same input, by their dotted paths. */
export type Look = (path: string) => unknown;

/** Decides about one setting; several fates where one setting says several things. */
export type Rule = (value: unknown, look: Look, path: string) => Fate | readonly Fate[];

/** Settings by their dotted path; `*` stands for any one key, and a path for all that is below it. */
export type Table = Readonly<Record<string, Rule>>;

/** Said by values of ours. */
export const said = (values: Said, note?: string): Fate => ({
  kind: 'said',
  values,
  ...(note === undefined ? {} : { note }),
});

/** The same under a path of ours, changed on the way where the form differs. */
export const to =
  (path: string, change: (value: unknown, look: Look) => unknown = (value) => value, note?: string): Rule =>
  (value, look) =>
    said({ [path]: change(value, look) }, note);

/** It did nothing there. */
export const dead =
  (why: string): Rule =>
  () => ({ kind: 'dead', why });

/** Our values cannot say it. */
export const unsaid =
  (why: string): Rule =>
  () => ({ kind: 'unsaid', why });

/** The chart does it by itself. */
export const implied =
  (why: string): Rule =>
  () => ({ kind: 'implied', why });

/** One rule where a condition holds of value and surroundings, another one where not. */
export const either =
  (holds: (value: unknown, look: Look) => boolean, yes: Rule, no: Rule): Rule =>
  (value, look, path) =>
    (holds(value, look) ? yes : no)(value, look, path);

/** A whole number, quoted or not. */
export const number = (path: string, note?: string): Rule =>
  either(
    (value) => typeof value !== 'object' && Number.isInteger(Number(value)),
    to(path, Number, note),
    unsaid('it is no whole number'),
  );

/** Entries of a table under a further path. */
export const below = (path: string, table: Table): Table =>
  Object.fromEntries(Object.entries(table).map(([key, rule]) => [`${path}.${key}`, rule]));

/** The value at a dotted path of an input. */
export const lookIn =
  (input: unknown): Look =>
  (path) =>
    path.split('.').reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), input);

/** A list, where one value or none may stand in its place. */
export const listed = (value: unknown): unknown[] => {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
};

/** A value that is no text where one belongs. */
export class Unfit extends CommandError {}

/**
 * A scalar as text.
 * @param what the setting, for the message
 * @throws Unfit for a list, a map, or nothing.
 */
export const text = (value: unknown, what = 'it'): string => {
  if (value === null || value === undefined || typeof value === 'object') {
    const given =
      value === null || value === undefined ? 'missing' : `a ${Array.isArray(value) ? 'list' : 'map'}`;
    throw new Unfit(`${what} is ${given} where a text belongs`, { exitCode: 2 });
  }
  return String(value);
};

/** `true` for the words that charts take for it, quoted or not. */
export const isTrue = (value: unknown): boolean => value === true || /^(true|1)$/iu.test(String(value));
