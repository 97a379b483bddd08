/** Files that are there as a whole or as they were before. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file, and the folders that it lies in; whoever reads it meanwhile sees the old one. */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  const part = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(part, text);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
};
