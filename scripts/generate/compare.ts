/** What differs between the generated files and what is on disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { filesBelow } from '../support/files.ts';
import { generatedFolders } from './generated-files.ts';

/** A file that is not as generation would write it. */
export interface Difference {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'stale';
  /** Unified diff from what is there to what should be. */
  readonly patch: string;
}

/** All differences, by path; a file in a generated folder that generation does not make is stale. */
export const differences = async (top: string, files: ReadonlyMap<string, string>): Promise<Difference[]> => {
  const found = await Promise.all(
    [...files].map(async ([path, wanted]): Promise<Difference[]> => {
      const current = await readFile(join(top, path), 'utf8').catch(() => undefined);
      if (current === wanted) return [];
      const kind = current === undefined ? 'missing' : 'changed';
      return [
        { path, kind, patch: createTwoFilesPatch(path, path, current ?? '', wanted, 'on disk', 'generated') },
      ];
    }),
  );
  const present = (await Promise.all(generatedFolders.map((folder) => filesBelow(top, folder)))).flat();
  const stale = present
    .filter((path) => !files.has(path))
    .map((path): Difference => ({ path, kind: 'stale', patch: '' }));
  return [...found.flat(), ...stale].sort((a, b) => a.path.localeCompare(b.path));
};
