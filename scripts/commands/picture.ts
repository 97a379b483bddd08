/** `npm run picture`: draws docs/peer.svg, the picture in the README, from what the chart renders. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { findHelm } from '../helm/index.ts';
import { pictureOf } from '../picture/peer.ts';
import { progress } from '../support/progress.ts';
import { chartFolder, top } from '../support/top.ts';

/** The picture of a release `org1` with default values. */
export const drawn = async (): Promise<string> => {
  const helm = await findHelm();
  const manifests = await helm.template(chartFolder, { release: 'org1', namespace: 'fabric' });
  return pictureOf(loadAll(manifests).filter(Boolean) as Parameters<typeof pictureOf>[0]);
};

/** Writes the picture. */
export const run = async (_args: string[]): Promise<number> => {
  await writeFile(join(top, 'docs/peer.svg'), await drawn());
  progress('picture: wrote docs/peer.svg');
  return 0;
};
