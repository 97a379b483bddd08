/** `npm run release:check`: whether the version in schema/versions.ts is as great as what changed since the last release. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder } from '../helm/arguments.ts';
import { findHelm } from '../helm/index.ts';
import { gate, type Promises } from '../release/gate.ts';
import {
  keepRelease,
  keptRelease,
  keptVersions,
  presentPromises,
  releasesFolder,
} from '../release/releases.ts';
import { noneEmpty } from '../support/arguments.ts';
import { CommandError } from '../support/errors.ts';
import { progress } from '../support/progress.ts';

const help = `usage: npm run release:check -- [--keep] [--releases folder]
Compares values and rendered objects with the last release that is kept, says what changed in words, and refuses a version
that is too small for it.
--keep      then keep what this version promises, in schema/releases/<version>
--releases  another folder of releases, which must have one, unless the first is to be kept there`;

/**
 * Compares what the sources promise with the last release that is kept in a folder, and says what changed.
 * @returns what they promise
 * @throws CommandError where the version is too small for it.
 */
export const checkVersion = async (releases: string): Promise<Promises> => {
  const now = await presentPromises(await findHelm());
  const last = (await keptVersions(releases)).filter((version) => version !== now.version).at(-1);
  if (last === undefined) progress('release: no earlier release is kept; there is nothing to compare with');
  else {
    const { changes, least } = gate(await keptRelease(releases, last), now);
    for (const { level, path, says } of changes) console.log(`${level}  ${path}: ${says}`);
    progress(
      `release: ${changes.length} changes since ${last}; ${least} is the least version, and it is ${now.version}`,
    );
  }
  return now;
};

/** Compares; writes only with --keep. */
export const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: 'boolean', default: false },
      releases: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  noneEmpty(values);
  const releases = values.releases === undefined ? releasesFolder : resolve(callersFolder(), values.releases);
  if ((await keptVersions(releases)).length === 0 && values.releases !== undefined && !values.keep)
    throw new CommandError(
      `${releases} has no release: expected a folder for each, named by its version. Check --releases`,
      { exitCode: 2 },
    );
  const now = await checkVersion(releases);
  if (values.keep) {
    const isNew = await keepRelease(releases, now);
    progress(`release: ${now.version} is kept${isNew ? '' : ' already, with the same content'}`);
  }
  return 0;
};
