/** `npm run generate`: writes every generated file that differs, and removes stale ones. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { differences } from '../generate/compare.ts';
import { generatedFiles } from '../generate/generated-files.ts';
import { top } from '../support/top.ts';
import { writeWhole } from '../support/write-whole.ts';

/** Writes what differs; a file that is right keeps its time. */
export const run = async (_args: string[]): Promise<number> => {
  const files = await generatedFiles(top);
  const found = await differences(top, files);
  for (const { path, kind } of found) {
    if (kind === 'stale') await rm(join(top, path));
    else await writeWhole(join(top, path), files.get(path) as string);
    console.error(`generate: ${kind === 'stale' ? 'removed' : 'wrote'} ${path}`);
  }
  console.error(`generate: ${files.size} files, ${found.length} changed`);
  return 0;
};
