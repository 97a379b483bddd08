/** `npm run generate`: writes every generated file that differs, and removes stale ones. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { differences } from '../generate/compare.ts';
import { generatedFiles } from '../generate/generated-files.ts';
import { top } from '../support/top.ts';

const write = async (path: string, text: string): Promise<void> => {
  const target = join(top, path);
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.${process.pid}.part`;
  await writeFile(part, text);
  await rename(part, target);
};

/** Writes what differs; a file that is right keeps its time. */
export const run = async (_args: string[]): Promise<number> => {
  const files = await generatedFiles(top);
  const found = await differences(top, files);
  for (const { path, kind } of found) {
    if (kind === 'stale') await rm(join(top, path));
    else await write(path, files.get(path) as string);
    console.error(`generate: ${kind === 'stale' ? 'removed' : 'wrote'} ${path}`);
  }
  console.error(`generate: ${files.size} files, ${found.length} changed`);
  return 0;
};
