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
  if (/^[a-z]+:\/\//u.test(file)) throw problem(file, 'no URL is fetched. Download the file first');
};

/**
 * The text of a file, and what messages call the file; `-` is standard input.
 * @throws UnreadableInput where there is nothing to read.
 */
export const readText = async (
  file: string,
  folder: string,
): Promise<{ readonly name: string; readonly text: string }> => {
  if (file === '-') {
    const name = 'standard input';
    return { name, text: decoded(await buffer(process.stdin), name) };
  }
  noUrl(file);
  try {
    return { name: file, text: decoded(await readFile(resolve(folder, file)), file) };
  } catch (error) {
    throw unreadable(file, error);
  }
};

/**
 * The values of a file: YAML, or a module whose default export they are; `-` is standard input.
 * @throws UnreadableInput where there is nothing to read.
 */
export const readSource = async (file: string, folder: string): Promise<Source> => {
  if (isModule(file)) {
    noUrl(file);
    return sourceOfModule(resolve(folder, file), file);
  }
  const { name, text } = await readText(file, folder);
  return readYaml(text, name);
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
