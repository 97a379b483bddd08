/** The check of the values schema as a module made beforehand: the page's policy lets no code be made in a browser. */
import { Ajv, type SchemaObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { wordedSchema } from '../../schema/index.ts';
import { options } from '../../schema/validate/schema-check.ts';

const make = standalone as unknown as typeof standalone.default;

/** The text of a module that stands in for schema/validate/schema-check.ts. */
export const standaloneCheck = (): string => {
  const ajv = new Ajv({ ...options, code: { source: true, esm: true } });
  const check = make(ajv, ajv.compile(wordedSchema as SchemaObject));
  return `${check}\nexport const schemaCheck = () => validate;\n`;
};

/** Puts that module in the place of the one that compiles. */
export const precompiled = (resolveDir: string): Plugin => ({
  name: 'precompiled-schema',
  setup: (build) => {
    build.onLoad(
      // esbuild reads it as an expression of Go, which knows no flag u.
      { filter: /schema\/validate\/schema-check[.]ts$/ },
      () => ({
        contents: standaloneCheck(),
        loader: 'js',
        resolveDir,
      }),
    );
  },
});
