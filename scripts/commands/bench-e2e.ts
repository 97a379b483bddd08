/** `npm run bench:e2e`: times of an end-to-end run as one JSON line, appended to dist/e2e-timings.jsonl. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { top } from '../support/top.ts';
import { runEndToEnd } from '../testing/programs.ts';

/** Runs the main line, the restarts and the devnet; the line is the last one on stdout. */
export const run = async (_args: string[]): Promise<number> => {
  const { code, lastLine } = await runEndToEnd(['--json', 'restart', 'devnet']);
  await mkdir(join(top, 'dist'), { recursive: true });
  await appendFile(join(top, 'dist/e2e-timings.jsonl'), `${lastLine}\n`);
  return code;
};
