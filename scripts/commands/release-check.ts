/** `npm run release:check`: whether the version in schema/versions.ts is as great as what changed since the last release. */
import { parseArgs } from 'node:util';
import { findHelm } from '../helm/index.ts';
import { gate } from '../release/gate.ts';
import {
  keepRelease,
  keptRelease,
  keptVersions,
  presentPromises,
  releasesFolder,
} from '../release/releases.ts';
import { progress } from '../support/progress.ts';

const help = `usage: npm run release:check -- [--keep] [--releases folder]
Compares values and rendered objects with the last release that is kept, says what changed in words, and refuses a version
that is too small for it.
--keep      then keep what this version promises, in schema/releases/<version>
--releases  another folder of releases`;

/** Compares; writes only with --keep. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: 'boolean', default: false },
      releases: { type: 'string', default: releasesFolder },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const now = await presentPromises(await findHelm());
  const last = (await keptVersions(values.releases)).filter((version) => version !== now.version).at(-1);
  if (last === undefined) progress('release: no earlier release is kept; there is nothing to compare with');
  else {
    const { changes, least } = gate(await keptRelease(values.releases, last), now);
    for (const { level, path, says } of changes) console.log(`${level}  ${path}: ${says}`);
    progress(
      `release: ${changes.length} changes since ${last}; ${least} is the least version, and it is ${now.version}`,
    );
  }
  if (values.keep) {
    const isNew = await keepRelease(values.releases, now);
    progress(`release: ${now.version} is kept${isNew ? '' : ' already, with the same content'}`);
  }
  return 0;
};
