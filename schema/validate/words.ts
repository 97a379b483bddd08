/** What a value should be, what it is, and how to mend it, in words. */
import { dump } from 'js-yaml';
import { isSection, type Node } from '../model/node.ts';
import { amountMeant } from './amounts.ts';
import type { Origin } from './locate.ts';
import { closest } from './suggest.ts';
import { isMap } from './types.ts';

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
const inline = (value: unknown): string => dump(value, { flowLevel: 0, lineWidth: -1, quoteStyle: 'double' }).trimEnd();

/** The parts of an image that somebody wrote as one text. */
const imageParts = (text: string): Record<string, string> => {
  const [, host, repository = '', tag] =
    /^(?:([^/]*[.:][^/]*|localhost)[/])?([^:@]+)(?::([^:@/]+))?$/u.exec(text.trim()) ?? [];
  return { ...(host ? { registry: host } : {}), repository, ...(tag ? { tag } : {}) };
};

/** A short example of what a node takes: its own, or one of its first values. */
const exampleOf = (node: Node): unknown => {
  const [example] = (node.examples as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if (node.type === 'array') {
    const item = node.items ?? {};
    const [required] = item.required ?? [];
    if (required !== undefined) return [{ [required]: '…' }];
    return typesOf(item).includes('object') ? [{ '…': '…' }] : ['…'];
  }
  if (isSection(node)) {
    const [key, child] =
      Object.entries(node.properties).find(
        ([, { type, default: value }]) => !isEmpty(value) && type !== 'object',
      ) ?? (Object.entries(node.properties)[0] as [string, Node]);
    return { [key]: isSection(child) ? exampleOf(child) : child.default };
  }
  if (!isEmpty(node.default)) return node.default;
  return { '…': '…' };
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

/** What to write in the place of a scalar where a map or a list is due. */
const form = (node: Node, value: unknown, key: string, origin: Origin | undefined): string => {
  if (isSection(node) && node.properties.repository && typeof value === 'string')
    return `. Write ${key}: ${inline(imageParts(value))}`;
  if (node.type === 'array' && origin && isFlag(origin) && !origin.source.name.startsWith('--set-json'))
    return '. Write a list in braces: {a,b}';
  if (node.type === 'array' && typeof value !== 'object' && node.items?.type === 'string')
    return `. Write a list, even of one: [${inline(value)}]`;
  return `. Write e.g. ${key}: ${inline(exampleOf(node)).replaceAll(/'…'|"…"/gu, '…')}`;
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
  if (value === null) return '. Leave the key out to keep the default';
  const amount = isSecret ? undefined : amountMeant(node, value);
  if (amount !== undefined) return `. ${amount}`;
  if (node.enum && typeof value === 'string') {
    const near = closest(value, node.enum.map(String));
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
