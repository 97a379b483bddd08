/** What a value should be, what it is, and how to mend it, in words. */
import type { Node } from '../model/node.ts';
import type { Origin } from './locate.ts';
import { closest } from './suggest.ts';

/** A value in short, and never a secret; `written` is the scalar as it stands in the file. */
export const given = (value: unknown, written: string | undefined, isSecret: boolean): string => {
  if (isSecret) return 'a value that is not shown';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `the ${typeof value} ${short}${written === undefined || written === text ? '' : `, written ${written}`}`;
};

const article = (type: string): string =>
  ({ object: 'a map', array: 'a list', integer: 'a whole number', null: 'null' })[type] ?? `a ${type}`;

const typesOf = (node: Node): string[] => [node.type ?? []].flat();

const shortWords = (node: Node): string | undefined =>
  [node.title, node.description].find((text) => text !== undefined && text.length <= 80);

/** What a node wants, from its own words where it has some. */
export const wanted = (node: Node): string => {
  if (node.enum) return `one of ${node.enum.map((word) => JSON.stringify(word)).join(', ')}`;
  const own = typeof node.$comment === 'string' ? /^expects: (.*)$/u.exec(node.$comment)?.[1] : undefined;
  if (own) return own;
  const branches = node.anyOf ?? node.oneOf;
  if (branches) return branches.map((branch) => wanted(branch as Node)).join(' or ');
  const type = typesOf(node).map(article).join(' or ') || 'another value';
  const { minimum, maximum, minLength, maxLength, pattern } = node;
  if (pattern !== undefined) return `${type} that is ${shortWords(node) ?? `like ${pattern}`}`;
  if (node.minItems !== undefined) return `${type} of at least ${node.minItems}`;
  if (minimum !== undefined && maximum !== undefined) return `${type} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${type} of at least ${minimum}`;
  if (maximum !== undefined) return `${type} of at most ${maximum}`;
  if (minLength !== undefined)
    return minLength === 1 ? `${type} that is not empty` : `${type} of at least ${minLength} characters`;
  return maxLength === undefined ? type : `${type} of at most ${maxLength} characters`;
};

const isFlag = (origin: Origin): boolean => origin.source.name.startsWith('--');

const quoting = (value: number | boolean, origin: Origin | undefined, isSecret: boolean): string => {
  if (origin && isFlag(origin)) return '. Use --set-string if it is meant as text';
  return isSecret ? '. Quote it' : `. Quote it: "${origin?.place?.written ?? value}"`;
};

/** What helps against a value of the wrong kind; empty where `wanted` says it all. */
export const remedy = (node: Node, value: unknown, origin: Origin | undefined, isSecret: boolean): string => {
  const types = typesOf(node);
  if (value === null) return '. Leave the key out to keep the default';
  if (node.enum && typeof value === 'string') {
    const near = closest(value, node.enum.map(String));
    return near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  }
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return types.includes(typeof value) ? '' : quoting(value, origin, isSecret);
  if (typeof value !== 'string' || types.includes('string')) return '';
  const isNumeric =
    types.some((type) => type === 'integer' || type === 'number') && /^-?[0-9]+$/u.test(value);
  if (isNumeric || (types.includes('boolean') && /^(true|false)$/u.test(value)))
    return origin && isFlag(origin) ? '. Use --set instead of --set-string' : '. Remove the quotes';
  if (types.includes('array') && value !== '') return '. Write a list, even of one: [ … ]';
  return '';
};
