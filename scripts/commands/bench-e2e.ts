/** `npm run bench:e2e`: times of an end-to-end run as one JSON line, appended to dist/e2e-timings.jsonl. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runEndToEnd } from '../../test/e2e/run.ts';
import { top } from '../support/top.ts';

/** Runs the main line and the restarts; prints the line on stdout. */
export const run = async (_args: string[]): Promise<number> => {
  const { code, timings, settings } = await runEndToEnd(['restart']);
  const line = JSON.stringify({
    at: new Date().toISOString(),
    ...settings,
    milliseconds: Object.fromEntries(timings),
  });
  await mkdir(join(top, 'dist'), { recursive: true });
  await appendFile(join(top, 'dist/e2e-timings.jsonl'), `${line}\n`);
  console.log(line);
  return code;
};
