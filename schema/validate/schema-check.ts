/** The values schema, compiled. The repository's page has this module made beforehand, as a browser may not make code. */
import { Ajv, type Options, type SchemaObject, type ValidateFunction } from 'ajv';
import { wordedSchema } from '../index.ts';

/** How ajv reads the schema: every problem at once, with the schema's part beside it for words. */
export const options: Options = {
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  // What must be there of `peer` is said apart from what may be there.
  allowMatchingProperties: true,
  strictTypes: false,
  verbose: true,
};

let compiled: ValidateFunction | undefined;

/** The check, compiled when it is first asked for. */
export const schemaCheck = (): ValidateFunction => {
  compiled ??= new Ajv(options).compile(wordedSchema as SchemaObject);
  return compiled;
};
