/** What must hold of a working tree before anything of it is published. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../cluster/process.ts';
import { CommandError } from '../support/errors.ts';
import { fragments, fragmentsFolder, sectionsOf } from './changelog.ts';

/** A tree that can be released. */
export interface Tree {
  readonly commit: string;
  /** Whether the tag of the version is there, on this commit. */
  readonly isTagged: boolean;
}

/** Seconds that two machines' clocks may be apart. */
const tolerance = 300;

const git = (home: string, ...args: string[]): Promise<string> =>
  run('git', ['-C', home, ...args]).then((printed) => printed.trim());

/**
 * Looks at the tree of a repository; changes nothing.
 * @param now the time, in milliseconds
 * @throws CommandError for a tree with changes, a clock that is behind, a tag elsewhere, or a changelog that does not say it.
 */
export const checkTree = async (home: string, version: string, now = Date.now()): Promise<Tree> => {
  const changes = await git(home, 'status', '--porcelain').catch((cause: unknown) => {
    throw new CommandError(`${home} is no git repository: a release is made of a commit`, { cause });
  });
  if (changes !== '')
    throw new CommandError(
      `There are changes that are not committed:\n${changes}\nCommit them, or take them back.`,
    );
  const [commit = '', seconds] = (await git(home, 'log', '-1', '--format=%H %ct')).split(' ');
  if (Number(seconds) > now / 1000 + tolerance)
    throw new CommandError(
      `The commit is of ${new Date(Number(seconds) * 1000).toISOString()}, and this machine's clock says ${new Date(now).toISOString()}: set the clock. Signatures would have a time before what they sign.`,
    );
  const tag = `v${version}`;
  const tagged = await git(home, 'rev-parse', '--verify', '--quiet', `refs/tags/${tag}^{commit}`).catch(
    () => '',
  );
  if (tagged !== '' && tagged !== commit)
    throw new CommandError(
      `The tag ${tag} is on another commit, ${tagged.slice(0, 12)}: what is released stays. Raise the version in schema/versions.ts, or check that commit out.`,
    );
  const section = sectionsOf(await readFile(join(home, 'CHANGELOG.md'), 'utf8')).find(
    (one) => one.version === version,
  );
  if (section?.date === undefined)
    throw new CommandError(
      `CHANGELOG.md has no section of ${version} with a date. Run: npm run release:notes`,
    );
  const left = await fragments(home);
  if (left.length > 0)
    throw new CommandError(
      `${fragmentsFolder} has changes that CHANGELOG.md does not have: ${left.map(([name]) => name).join(', ')}. Run: npm run release:notes`,
    );
  return { commit, isTagged: tagged !== '' };
};

/** Tags the commit; a tag that is there stays. */
export const tagTree = async (home: string, version: string, { isTagged }: Tree): Promise<string> => {
  if (isTagged) return `v${version} is there`;
  await git(home, 'tag', '--annotate', `v${version}`, '--message', `fabric-dind ${version}`);
  return `v${version} is tagged; push it: git push origin v${version}`;
};
