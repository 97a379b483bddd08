/** Values that are written as a module: TypeScript or JavaScript whose default export they are. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isMap } from '../../schema/shared/maps.ts';
import { type Source, UnreadableInput } from '../../schema/validate/types.ts';

/** Whether a file is a module, by its name. */
export const isModule = (file: string): boolean => /\.[cm]?[jt]s$/u.test(file);

const loadTsx = "load tsx: NODE_OPTIONS='--import tsx'";

const reasonOf = (error: unknown, file: string): string => {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return `Node ${process.versions.node} reads no TypeScript by itself. Use Node 22.18 or newer, or ${loadTsx}; or write the values as .mjs or .yaml`;
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return `it has TypeScript that Node cannot strip, such as an enum or a namespace. Use types alone, or ${loadTsx}`;
  if (/import statement outside a module|Unexpected token 'export'/u.test(first))
    return 'Node takes it for CommonJS. Call it .mts (or .mjs), or write "type": "module" into package.json';
  const remedy =
    code === 'ERR_MODULE_NOT_FOUND' ? 'Install what it imports beside it' : `node ${file} shows where`;
  return `it cannot be loaded: ${first}. ${remedy}`;
};

/** The first path at which a value is not data, as JSON has it; undefined where all of it is. */
const notData = (value: unknown, path: readonly string[] = []): readonly string[] | undefined => {
  if (Array.isArray(value))
    return value.map((item, index) => notData(item, [...path, String(index)])).find(Boolean);
  if (isMap(value)) {
    const plain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
    if (!plain) return path;
    return Object.entries(value)
      .map(([key, item]) => notData(item, [...path, key]))
      .find(Boolean);
  }
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  return isNumber || ['string', 'boolean', 'undefined'].includes(typeof value) || value === null
    ? undefined
    : path;
};

/**
 * The values that a module exports by default; what is undefined is left out, as in JSON.
 * @param path the absolute path; `file` is what messages call it.
 * @throws UnreadableInput when it cannot be loaded, or exports no values.
 */
export const valuesOfModule = async (path: string, file: string): Promise<Record<string, unknown>> => {
  const say = (message: string, at = ''): UnreadableInput => new UnreadableInput({ path: at, file, message });
  if (!existsSync(path)) throw say('there is no such file. Check the path');
  const module = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw new UnreadableInput({ path: '', file, message: reasonOf(cause, file) }, { cause });
  });
  const given: unknown = await module.default;
  // A CommonJS module that was compiled from TypeScript has its default export one level below.
  const values = isMap(given) && given.__esModule === true ? await given.default : given;
  if (!isMap(values))
    throw say(
      'the module must export a map of values by default. Write e.g. export default defineValues({ mspId: "Org1MSP" })',
    );
  const wrong = notData(values);
  if (wrong !== undefined)
    throw say(
      'values are data alone: text, numbers, booleans, null, lists and maps. Write the result, not a function, a date or an object of a class',
      wrong.join('.'),
    );
  return JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
};

/** The same as a source for the validator. */
export const sourceOfModule = async (path: string, file: string): Promise<Source> => ({
  name: file,
  value: await valuesOfModule(path, file),
  places: new Map(),
  problems: [],
});
