/** Writing a file that nobody has yet. */
import { link, rm, writeFile } from 'node:fs/promises';
import { CommandError } from './errors.ts';

/**
 * Writes a file at once or not at all, and never over another one.
 * @param shown what messages call the file
 * @throws CommandError when it exists; with the exit code of a wrong call when its folder does not.
 */
export const writeNew = async (path: string, text: string, shown = path): Promise<void> => {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text, { flag: 'wx' });
    await link(part, path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EEXIST')
      throw new CommandError(
        `${shown} is there already and stays as it is. Name another file, or remove it`,
        {
          cause,
        },
      );
    const isNowhere = code === 'ENOENT' || code === 'ENOTDIR';
    const why = isNowhere ? 'its folder does not exist' : (code ?? String(cause));
    throw new CommandError(`${shown} cannot be written: ${why}. Check the path`, {
      cause,
      exitCode: isNowhere ? 2 : 1,
    });
  } finally {
    await rm(part, { force: true }).catch((error: NodeJS.ErrnoException) => {
      // Where the folder is a file there is nothing to remove, and the error above tells it.
      if (error.code !== 'ENOTDIR') throw error;
    });
  }
};
