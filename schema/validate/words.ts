/** What a value should be, what it is, and how to correct it, in words. */

import { dump } from 'js-yaml';
import { isSection, type Node } from '../model/node.ts';
import { isMap } from '../shared/maps.ts';
import { amountMeant } from './amounts.ts';
import type { Origin } from './locate.ts';
import { withoutLogin } from './secrets.ts';
import { closest } from './suggest.ts';

/** A value in short, and never a secret; `written` is the scalar as it stands in the file. */
export const given = (value: unknown, written: string | undefined, isSecret: boolean): string => {
  if (isSecret) return 'a value that is not shown';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const text = withoutLogin(JSON.stringify(value));
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
  if (isSection(node)) {
    const keys = Object.keys(node.properties);
    return `a map with ${keys.length > 6 ? `keys such as ${keys.slice(0, 4).join(', ')}` : keys.join(', ')}`;
  }
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

/** A value in YAML's short form, on one line. */
const inline = (value: unknown): string =>
  dump(value, { flowLevel: 0, lineWidth: -1, quoteStyle: 'double' }).trimEnd();

/** The parts of an image that somebody wrote as one text. */
const imageParts = (text: string): Record<string, string> => {
  const parts = text.trim().split('/');
  const [first = ''] = parts;
  const host = parts.length > 1 && /[.:]|^localhost$/u.test(first) ? parts.shift() : undefined;
  const [repository = '', tag] = parts.join('/').split(':');
  return { ...(host ? { registry: host } : {}), repository, ...(tag ? { tag } : {}) };
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

/** A short example of what a node takes: its own, its default, or one of its values; undefined where there is none. */
const exampleOf = (node: Node): unknown => {
  const [example] = (node.examples as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if (isSection(node)) {
    const entries = Object.entries(node.properties);
    const [key, child] =
      entries.find(([, { type, default: value }]) => !isEmpty(value) && type !== 'object') ??
      (entries[0] as [string, Node]);
    const value = isSection(child) ? exampleOf(child) : child.default;
    return value === undefined ? undefined : { [key]: value };
  }
  return isEmpty(node.default) ? undefined : node.default;
};

/** An item that somebody wrote as a scalar and that has one text of its own: `{name: alpine}`. */
const itemOf = (node: Node, value: unknown): string | undefined => {
  const [required, ...others] = node.required ?? [];
  return isSection(node) && required !== undefined && others.length === 0 && typeof value === 'string'
    ? inline({ [required]: value })
    : undefined;
};

const listInFlag = (node: Node): string =>
  node.items?.type === 'object'
    ? '. Write one value at a time, path[0].key=value, or the list with --set-json'
    : '. Write a list in braces: {a,b}';

/** What to write in the place of a value that is no map or no list. */
const form = (node: Node, value: unknown, key: string, origin: Origin | undefined): string => {
  const name = /^[0-9]+$/u.test(key) ? '' : `${key}: `;
  if (isSection(node) && node.properties.repository && typeof value === 'string')
    return `. Write ${name}${inline(imageParts(value))}`;
  const item = itemOf(node, value);
  if (item !== undefined) return `. Write ${item}`;
  if (node.type === 'array') {
    if (origin && isFlag(origin) && !origin.source.name.startsWith('--set-json')) return listInFlag(node);
    if (node.items?.type === 'string' && typeof value !== 'object')
      return `. Write a list, even of one: ${name}[${inline(value)}]`;
    const one = itemOf(node.items ?? {}, value);
    if (one !== undefined) return `. Write a list, even of one: ${name}[${one}]`;
  }
  const example = exampleOf(node);
  if (example !== undefined) return `. Write e.g. ${name}${inline(example)}`;
  if (node.type === 'array') return '. Write a list of maps, even of one, with "- " before each';
  return node.additionalProperties === true && !node.properties
    ? '. Write a map as Kubernetes has it'
    : '. Write a name and a value in each line below';
};

/** What kubectl calls access modes. */
const shortened: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  RWOP: 'ReadWriteOncePod',
  RWX: 'ReadWriteMany',
};

/** What a value is explained from. */
export interface Wrong {
  /** What is wanted. */
  readonly node: Node;
  readonly value: unknown;
  /** The last key of its path. */
  readonly key: string;
  readonly origin: Origin | undefined;
  readonly isSecret: boolean;
}

/** What helps against a wrong value; empty where `wanted` says it all. */
export const remedy = ({ node, value, key, origin, isSecret }: Wrong): string => {
  const types = typesOf(node);
  if (value === null)
    return /^[0-9]+$/u.test(key) ? '. Remove the item' : '. Leave the key out to keep the default';
  const amount = isSecret ? undefined : amountMeant(node, value);
  if (amount !== undefined) return `. ${amount}`;
  if (node.enum && typeof value === 'string') {
    const words = node.enum.map(String);
    const near =
      shortened[value] ??
      closest(value, words) ??
      words.find((word) => word !== '' && word.startsWith(value));
    return near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  }
  if (types.includes('string') && typeof value === 'string' && node.pattern && value !== value.trim())
    return '. Remove the blanks around it';
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return types.includes(typeof value) || types.includes('integer') ? '' : quoting(value, origin, isSecret);
  if (types.includes('string') && isMap(value) && origin && /^--set(-string)? /u.test(origin.source.name))
    return '. A dot starts a key below; write \\. for one that belongs to the key';
  if ((types.includes('object') && !isMap(value)) || (types.includes('array') && !Array.isArray(value)))
    return types.includes('string') || isSecret ? '' : form(node, value, key, origin);
  if (typeof value !== 'string' || types.includes('string')) return '';
  const isNumeric =
    types.some((type) => type === 'integer' || type === 'number') && /^-?[0-9]+$/u.test(value);
  if (isNumeric || (types.includes('boolean') && /^(true|false)$/u.test(value)))
    return origin && isFlag(origin) ? '. Use --set instead of --set-string' : '. Remove the quotes';
  return types.includes('boolean') && /^(yes|no|on|off)$/iu.test(value)
    ? `. Write ${/^(yes|on)$/iu.test(value)}`
    : '';
};
