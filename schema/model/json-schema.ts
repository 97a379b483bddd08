/** Stage: the model as the schema that ships with the chart and that the validator compiles. */
import type { JSONSchema7, JSONSchema7Definition } from 'json-schema';
import { caUrl } from '../shared/certificate-authority.ts';
import { accessModes } from '../shared/claim.ts';
import { extraObjects } from '../shared/extra-objects.ts';
import { image } from '../shared/image.ts';
import { monitor } from '../shared/monitor.ts';
import * as patterns from '../shared/patterns.ts';
import { keyIn, requiredKey, secretItem, secretKey } from '../shared/secret-key.ts';
import {
  annotations,
  asSchema,
  bytes,
  duration,
  environment,
  isNullable,
  isSection,
  type Limits,
  labels,
  type Node,
  quantities,
  resources,
  size,
  text,
} from './node.ts';

const texts = (limits: Limits): Node => text('', '', limits);

/**
 * Nodes of one shape become one definition: Helm compiles the whole schema at each render, and people read it. What
 * differs from place to place, description and default, stands beside the reference, where no validator looks.
 */
const definitions: Readonly<Record<string, Node>> = {
  quantities,
  resources: resources(''),
  labels: labels(''),
  annotations: annotations(''),
  objectName: texts(patterns.objectName),
  optionalObjectName: texts(patterns.optionalObjectName),
  optionalDnsLabel: texts(patterns.optionalDnsLabel),
  storageClass: texts(patterns.storageClass),
  secretKey: secretKey('', ''),
  requiredKey: requiredKey(''),
  keyInSecret: keyIn('Secret', ''),
  secretItem: secretItem('', ''),
  image: image('', '', ''),
  imageReference: texts(patterns.imageReference),
  optionalImageReference: texts(patterns.optionalImageReference),
  ipv4Range: texts(patterns.ipv4Range),
  address: texts(patterns.address),
  optionalAddress: texts(patterns.optionalAddress),
  optionalHost: texts(patterns.optionalHost),
  relativePath: texts(patterns.relativePath),
  optionalAbsolutePath: texts(patterns.optionalAbsolutePath),
  environment: environment(''),
  accessModes,
  caUrl,
  monitor: monitor(''),
  extraObjects: extraObjects(''),
  duration: duration('', ''),
  bytes: bytes('', ''),
  size: size('', ''),
};

/** What a validator reads of a node: all but the texts and values that differ from place to place. */
const shapeOf = ({ description: _, default: __, examples: ___, ...shape }: Node): Node => ({
  ...shape,
  ...(isSection(shape)
    ? {
        properties: Object.fromEntries(
          Object.entries(shape.properties).map(([key, { default: _, examples: __, ...child }]) => [
            key,
            child,
          ]),
        ),
      }
    : {}),
});

const nameByShape = new Map(
  Object.entries(definitions).map(([name, node]) => [JSON.stringify(shapeOf(node)), name]),
);

const reference = (name: string): Node => ({ $ref: `#/definitions/${name}` });

/** What is to be said of names, as Helm tells it best: `propertyNames` makes it name a wrong place. */
const withNames = (node: Node): JSONSchema7 => {
  const { propertyNames: names, additionalProperties: values = true, properties, ...rest } = asSchema(node);
  if (typeof names !== 'object')
    return {
      ...rest,
      ...(properties ? { properties } : {}),
      ...(node.additionalProperties === undefined ? {} : { additionalProperties: values }),
    };
  const refused = typeof names.not === 'object' ? (names.not.enum ?? []) : [];
  const closed = Object.fromEntries(
    refused.map((name): [string, JSONSchema7Definition] => [String(name), false]),
  );
  return {
    ...rest,
    ...(properties || refused.length > 0 ? { properties: { ...properties, ...closed } } : {}),
    ...(names.pattern === undefined
      ? { additionalProperties: values }
      : { patternProperties: { [names.pattern]: values }, additionalProperties: false }),
  };
};

/** An empty default says nothing to a reader, and there are hundreds. */
const isTelling = (value: unknown): boolean =>
  value !== undefined && !['""', '{}', '[]'].includes(JSON.stringify(value));

const shared = (node: Node): JSONSchema7 => {
  const name = nameByShape.get(JSON.stringify(shapeOf(node)));
  if (name === undefined) return withShared(node);
  const { description, default: value, examples } = node;
  return asSchema({
    ...reference(name),
    ...(description ? { description } : {}),
    ...(isTelling(value) ? { default: value } : {}),
    ...(examples === undefined ? {} : { examples }),
  });
};

/** The node itself, with references in the place of shared nodes below it. */
const withShared = ({ default: value, ...node }: Node): JSONSchema7 => {
  const { properties, additionalProperties: rest, items } = node;
  return withNames({
    ...node,
    ...(isTelling(value) ? { default: value } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, child]) => [key, shared(child) as Node]),
          ),
        }
      : {}),
    ...(typeof rest === 'object' ? { additionalProperties: shared(rest) as Node } : {}),
    ...(items === undefined ? {} : { items: shared(items) as Node }),
  });
};

/**
 * What must be there once defaults are merged. Helm deletes a key whose value the user sets to null and never shows
 * the null to the schema, so only `required` can refuse it.
 */
const requiredKeys = (node: Node & { properties: Record<string, Node> }): string[] =>
  Object.keys(node.properties).filter((key) => !isNullable(node.properties[key] as Node));

const required = (node: Node): JSONSchema7 | undefined => {
  if (!isSection(node)) return undefined;
  const nested = Object.entries(node.properties).flatMap(([key, child]) => {
    const schema = required(child);
    return schema ? [[key, schema] as const] : [];
  });
  return {
    required: requiredKeys(node),
    ...(nested.length > 0 ? { properties: Object.fromEntries(nested) } : {}),
  };
};

/** A schema without what the validator says a value is to be (`$comment: expects: …`): Helm compiles all at each render. */
export const withoutWords = <T>(schema: T): T =>
  JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === '$comment' && String(value).startsWith('expects: ') ? undefined : value,
    ),
  );

/**
 * The root schema: draft-07, self-contained, closed. Sections require nothing, so that `peers.*` and editors can share
 * them; a pattern that only a section's name fits adds that its merged values are complete, where `allOf` would stand in
 * Helm's messages. The root also takes `enabled` (Helm puts it there for a subchart's condition) and `x-` keys (for
 * YAML anchors).
 */
export const valuesSchemaOf = (root: Node, banner: string): JSONSchema7 => {
  const { peer, peers, global, ...rest } = root.properties as Record<string, Node>;
  if (!peer || !peers || !global) throw new Error('the model has no peer, peers or global');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: banner,
    title: 'Values of the fabric-dind chart',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(root.properties ?? {}),
    patternProperties: {
      '^x-': {},
      ...Object.fromEntries(
        Object.entries({ ...rest, peer }).flatMap(([key, node]) => {
          const schema = required(node);
          return schema ? [[`^${key}$`, schema]] : [];
        }),
      ),
    },
    properties: {
      enabled: { type: 'boolean', description: "A parent chart's condition; this chart does not read it." },
      global: asSchema({
        ...global,
        additionalProperties: true,
        required: Object.keys(global.properties ?? {}),
      }),
      ...Object.fromEntries(Object.entries(rest).map(([key, node]) => [key, shared(node)])),
      peers: withNames({ ...peers, additionalProperties: reference('peer') }),
      peer: asSchema(reference('peer')),
    },
    definitions: {
      ...Object.fromEntries(
        Object.entries(definitions).map(([name, node]) => [name, withShared(shapeOf(node))]),
      ),
      peer: withShared(peer),
    },
  };
};

/**
 * The schema for editors, where a person writes a part of the values: the shipped one without what has to be there
 * once defaults are merged. It lies beside the shipped one and refers into it, so that it is small; Helm does not read it.
 * @param shipped the shipped schema as `valuesSchemaOf` makes it.
 * @param file name of the shipped schema's file.
 */
export const editorSchemaOf = (shipped: JSONSchema7, file: string, banner: string): JSONSchema7 => {
  const properties = (shipped.properties ?? {}) as Record<string, JSONSchema7>;
  const at = (path: string): JSONSchema7 => ({ $ref: `${file}#/properties/${path}` });
  const { global, ...rest } = properties;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: banner,
    title: shipped.title ?? '',
    type: 'object',
    additionalProperties: false,
    patternProperties: { '^x-': {} },
    properties: {
      global: {
        type: 'object',
        description: global?.description ?? '',
        properties: Object.fromEntries(
          Object.keys(global?.properties ?? {}).map((key) => [key, at(`global/properties/${key}`)]),
        ),
      },
      // What a section requires stands beside it, under a pattern that only its name fits.
      ...Object.fromEntries(Object.keys(rest).map((key) => [key, at(key)])),
    },
  };
};
