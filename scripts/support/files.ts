/** Which files the project has. */
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * Files in `folder` and below, as paths relative to `root`, with `/` and sorted; a missing folder has none.
 * @param keep picks files by their relative path.
 */
export const filesBelow = async (
  root: string,
  folder: string,
  keep: (path: string) => boolean = () => true,
): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(keep)
    .sort();
};
