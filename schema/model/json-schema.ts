/** Stage: the model as the schema that ships with the chart and that the validator compiles. */
import type { JSONSchema7 } from 'json-schema';
import { imageDigest } from '../shared/image.ts';
import { asSchema, isNullable, isSection, labelKey, labelValue, type Node, quantities } from './node.ts';

/** Nodes that many others share become definitions, since Helm compiles the whole schema at each render. */
const definitions: Readonly<Record<string, Node>> = { quantities, labelKey, labelValue, imageDigest };

const shared = (node: Node): Node => {
  const name = Object.keys(definitions).find((key) => definitions[key] === node);
  return name === undefined ? withShared(node) : { $ref: `#/definitions/${name}` };
};

/** The node itself, with references in the place of shared nodes below it. */
const withShared = (node: Node): Node => {
  const { properties, additionalProperties: rest, propertyNames: names } = node;
  return {
    ...node,
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, child]) => [key, shared(child)]),
          ),
        }
      : {}),
    ...(typeof rest === 'object' ? { additionalProperties: shared(rest) } : {}),
    ...(typeof names === 'object' ? { propertyNames: asSchema(shared(names as Node)) } : {}),
  };
};

/**
 * What must be there once defaults are merged. Helm deletes a key whose value the user sets to null and never shows
 * the null to the schema, so only `required` can refuse it.
 */
const required = (node: Node): JSONSchema7 | undefined => {
  if (!isSection(node)) return undefined;
  const nested = Object.entries(node.properties).flatMap(([key, child]) => {
    const schema = required(child);
    return schema ? [[key, schema] as const] : [];
  });
  return {
    type: 'object',
    required: Object.keys(node.properties).filter((key) => !isNullable(node.properties[key] as Node)),
    ...(nested.length > 0 ? { properties: Object.fromEntries(nested) } : {}),
  };
};

/**
 * The root schema: draft-07, self-contained, closed. `peer` and `peers.*` share one definition, which requires
 * nothing; `allOf` adds to `peer` alone that its merged values are complete. The root also takes `enabled` (Helm puts
 * it there for a subchart's condition) and `x-` keys (for YAML anchors).
 */
export const valuesSchemaOf = (root: Node, banner: string): JSONSchema7 => {
  const { peer, peers, global, ...rest } = root.properties as Record<string, Node>;
  if (!peer || !peers || !global) throw new Error('the model has no peer, peers or global');
  const reference = { $ref: '#/definitions/peer' };
  const withRequired = (node: Node): JSONSchema7 => {
    const schema = required(node);
    return schema ? { allOf: [asSchema(shared(node)), schema] } : asSchema(shared(node));
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: banner,
    title: 'Values of the fabric-dind chart',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(root.properties ?? {}),
    patternProperties: { '^x-': {} },
    properties: {
      enabled: { type: 'boolean', description: "A parent chart's condition; this chart does not read it." },
      global: asSchema({
        ...global,
        additionalProperties: true,
        required: Object.keys(global.properties ?? {}),
      }),
      ...Object.fromEntries(Object.entries(rest).map(([key, node]) => [key, withRequired(node)])),
      peers: asSchema({ ...peers, additionalProperties: reference as Node }),
      peer: { allOf: [reference, required(peer) as JSONSchema7] },
    },
    definitions: { ...(definitions as Record<string, JSONSchema7>), peer: asSchema(shared(peer)) },
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
      // What a section requires stands beside it, as the second schema of its `allOf`.
      ...Object.fromEntries(
        Object.entries(rest).map(([key, { allOf }]) => [key, at(allOf ? `${key}/allOf/0` : key)]),
      ),
    },
  };
};
