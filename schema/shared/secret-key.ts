/** Keys of Secrets and ConfigMaps that hold what a container reads. */
import { element, type Node, text } from '../model/node.ts';
import { objectName } from './patterns.ts';

const expects = 'a key of a Secret: letters, digits, "-", "_" and "."';
const keyPattern = { pattern: '^[-._A-Za-z0-9]+$', expects };

/** A key of an object, or empty, e.g. where a certificate lies that may be absent. */
export const secretKey = (value: string, description: string): Node =>
  text(value, description, { pattern: '^[-._A-Za-z0-9]*$', expects });

/** The name of an object that must be given. */
export const requiredName = (description: string): Node => element(text('', description, objectName));

/** The key of an object that must be given. */
export const requiredKey = (description: string): Node => element(text('', description, keyPattern));

/** A key of an object, both named, e.g. where a certificate lies. */
export const keyIn = (kind: 'Secret' | 'ConfigMap', description: string): Node => ({
  type: 'object',
  additionalProperties: false,
  required: ['name', 'key'],
  properties: { name: requiredName(`Name of the ${kind}.`), key: requiredKey(`Key in the ${kind}.`) },
  description,
});
