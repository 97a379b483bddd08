/** Keys of Secrets and ConfigMaps that hold what a container reads. */
import { element, type Node, section, text } from '../model/node.ts';
import { objectName, optionalObjectName } from './patterns.ts';

const expects = 'a key of a Secret: letters, digits, "-", "_" and "."';
const keyPattern = { pattern: '^[-._A-Za-z0-9]+$', expects };

/** A key of an object, or empty, e.g. where a certificate lies that may be absent. */
export const secretKey = (value: string, description: string): Node =>
  text(value, description, { pattern: '^[-._A-Za-z0-9]*$', expects });

/**
 * One file of several that a section reads from Secrets. Its words are the same everywhere, so that the schema has the shape
 * once; the section says which Secret is meant where none is named.
 */
export const secretItem = (key: string, description: string): Node =>
  section(description, {
    secretName: text('', 'Secret that holds it; empty: that of the section.', optionalObjectName),
    key: secretKey(key, 'Key in the Secret; empty: left out, where the peer can do without.'),
  });

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
