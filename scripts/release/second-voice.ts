/** What jsoncompat, a checker that others wrote, says of two schemas: an independent second voice beside our own comparison. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { JSONSchema7 } from 'json-schema';
import { check_compat, initSync } from 'jsoncompat';
import { isGiven, literalKey, schemaOf } from './schema-changes.ts';

let ready = false;

const start = (): void => {
  if (ready) return;
  initSync({
    module: readFileSync(createRequire(import.meta.url).resolve('jsoncompat/jsoncompat_wasm_bg.wasm')),
  });
  ready = true;
};

/** A map whose keys a pattern decides, as a map of any keys. */
const withoutKeyPatterns = ({ patternProperties, ...schema }: JSONSchema7): JSONSchema7 => {
  const free = Object.entries(patternProperties ?? {}).filter(([key]) => literalKey(key) === undefined);
  const [[, entry] = [], ...more] = free;
  return entry === undefined || more.length > 0 ? schema : { ...schema, additionalProperties: entry };
};

/**
 * A schema of what a user writes, for a checker that knows less: what the chart itself gives need not be there, because
 * defaults are merged before Helm validates; and no patterns, since to jsoncompat every other pattern is a break.
 */
const asWritten = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== 'object' || value === null) return value;
  const { pattern: _, propertyNames: __, ...schema } = withoutKeyPatterns(value as JSONSchema7);
  const needed = (key: string): boolean => !isGiven(schemaOf(schema.properties?.[key]));
  return Object.fromEntries(
    Object.entries(schema).map(([key, child]) => [
      key,
      key === 'required' && Array.isArray(child) ? (child as string[]).filter(needed) : asWritten(child),
    ]),
  );
};

/** jsoncompat reads draft 2020-12 alone; what ours uses of draft 7 is the same there but for where definitions lie. */
const modern = (given: JSONSchema7): string => {
  const { definitions, $schema: _, ...schema } = asWritten(given) as JSONSchema7;
  return JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...schema,
    $defs: definitions ?? {},
  }).replaceAll('"$ref":"#/definitions/', '"$ref":"#/$defs/');
};

/**
 * Whether every document that the old schema takes is taken by the new one, as jsoncompat knows it.
 * @throws Error with its words when it cannot read a schema.
 */
export const takesAllOf = (before: JSONSchema7, after: JSONSchema7): boolean => {
  start();
  try {
    return check_compat(modern(before), modern(after), 'deserializer');
  } catch (error) {
    throw new Error(`jsoncompat: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
