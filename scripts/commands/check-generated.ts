/** `npm run check:generated`: fails when a generated file is not what the sources make, or should not be there. */
import { differences } from '../generate/compare.ts';
import { generatedFiles } from '../generate/generated-files.ts';
import { top } from '../support/top.ts';

/** Compares byte for byte; prints each difference and the command that writes it anew. */
export const run = async (_args: string[]): Promise<number> => {
  const files = await generatedFiles(top);
  const found = await differences(top, files);
  for (const { path, kind, patch } of found) {
    if (kind === 'stale') console.log(`${path}: generation does not make this file; remove it`);
    else console.log(patch);
  }
  if (found.length > 0)
    console.error(`check:generated: ${found.length} of ${files.size} files differ; run: npm run generate`);
  else console.error(`check:generated: ${files.size} files are what the sources make`);
  return found.length > 0 ? 1 : 0;
};
