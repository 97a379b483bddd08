/** Reading the files that a command line names, with an error that says what is wrong with one. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { decoded } from '../../schema/validate/syntax.ts';
import { type Source, UnreadableInput } from '../../schema/validate/types.ts';
import { isModule, sourceOfModule } from './modules.ts';

const problem = (file: string, message: string, cause?: unknown): UnreadableInput =>
  new UnreadableInput({ path: '', file, message }, cause === undefined ? undefined : { cause });

/** Why a file cannot be read, in our words; what is no error of the file system stays as it is. */
const unreadable = (file: string, error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return problem(file, 'there is no such file. Check the path', error);
  if (code === 'EISDIR') return problem(file, 'that is a folder. Name a file in it', error);
  return code === undefined || error instanceof UnreadableInput
    ? error
    : problem(file, `cannot be read (${code}). Check the path and its permissions`, error);
};

const noUrl = (file: string): void => {
  if (/^[a-z]+:\/\//u.test(file)) throw problem(file, 'validate fetches no URL. Download the file first');
};

/**
 * The values of a file: YAML, or a module whose default export they are; `-` is standard input.
 * @throws UnreadableInput where there is nothing to read.
 */
export const readSource = async (file: string, folder: string): Promise<Source> => {
  if (file === '-') return readYaml(decoded(await buffer(process.stdin), 'standard input'), 'standard input');
  noUrl(file);
  const path = resolve(folder, file);
  if (isModule(file)) return sourceOfModule(path, file);
  try {
    return readYaml(decoded(await readFile(path), file), file);
  } catch (error) {
    throw unreadable(file, error);
  }
};

/** The text of a file that --set-file names. */
export const contentOf = (file: string, folder: string): string => {
  noUrl(file);
  try {
    return decoded(readFileSync(resolve(folder, file)), file);
  } catch (error) {
    throw unreadable(file, error);
  }
};
