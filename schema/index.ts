/** What a user may say, as the validator and the generator need it. */

import { root } from './components/root.ts';
import type { Values } from './generated/values.ts';
import { valuesSchemaOf, withoutWords } from './model/json-schema.ts';
import { defaultsOf } from './model/node.ts';

/** Where generated files say they come from. */
export const banner = 'Generated from schema/values by "npm run generate". Do not edit.';

/** The schema with what the validator says of each value. */
export const wordedSchema = valuesSchemaOf(root, banner);

/** The schema that ships with the chart. */
export const valuesSchema = withoutWords(wordedSchema);

/** The defaults of every value, as Helm reads them from values.yaml. */
export const defaultValues = defaultsOf(root) as unknown as Values;
