/** Numbers that are kept in docs/measured, and the plots that docs/ shows of them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';

/** SVG by file name. */
export type Drawings = ReadonlyMap<string, string>;

/** Writes plots to a folder, which is made if it is not there. */
export const writePlots = async (folder: string, drawings: Drawings): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of drawings) await writeFile(join(folder, name), svg);
};

/**
 * Draws the plots of docs/ from the numbers of docs/measured/NAME.json, or from a file whose numbers are kept there.
 * @throws CommandError when the file is not there or is not JSON.
 */
export const drawDocs = async <T>(
  name: string,
  from: string | undefined,
  draw: (numbers: T) => Promise<Drawings>,
): Promise<T> => {
  const kept = join(top, 'docs/measured', `${name}.json`);
  const file = from ?? kept;
  let numbers: T;
  try {
    numbers = JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    throw new CommandError(`${file} is not the JSON that npm run bench:${name} writes`, { cause: error });
  }
  const drawings = await draw(numbers);
  await mkdir(join(top, 'docs/measured'), { recursive: true });
  await writeFile(kept, `${JSON.stringify(numbers, null, 1)}\n`);
  await writePlots(join(top, 'docs'), drawings);
  return numbers;
};
