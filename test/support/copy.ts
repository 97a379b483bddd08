/** A copy of this repository, in which a test may run every command, write and commit. */
import { execFile, spawnSync } from 'node:child_process';
import { appendFile, cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder } from './folder.ts';

/** How a command ended, and all that it printed. */
export interface Ran {
  readonly code: number;
  readonly out: string;
}

/** A copy: its folder, what commands in it find in their environment, and two of them. */
export interface Copy {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** `npm run <args>`, called in the copy. */
  readonly run: (args: readonly string[], more?: NodeJS.ProcessEnv) => Promise<Ran>;
  readonly git: (...args: string[]) => string;
}

const author = { NAME: 'A', EMAIL: 'a@example.com' };

/**
 * Copies what git knows or would add; the copy is no repository of git yet.
 * @param keep picks files by their path
 * @param own what commands find in their environment besides
 */
export const copyOfThis = async (
  keep: (path: string) => boolean = () => true,
  own: NodeJS.ProcessEnv = {},
): Promise<Copy> => {
  const home = join(await temporaryFolder(), 'home');
  await mkdir(home);
  const { stdout } = spawnSync('git', ['-C', top, 'ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  // Without git there is nothing to copy, and tests that need it are skipped. Where node_modules is a link, git lists it.
  const names = (stdout ?? '').split('\n').filter((name) => name !== '' && name !== 'node_modules');
  for (const path of names.filter(keep)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    // What is deleted and not committed yet, git knows too.
    await cp(join(top, path), join(home, path)).catch(() => undefined);
  }
  await symlink(join(top, 'node_modules'), join(home, 'node_modules'));
  await appendFile(join(home, '.gitignore'), '\nnode_modules\n');
  const env = {
    ...process.env,
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) =>
        Object.entries(author).map(([what, text]) => [`GIT_${who}_${what}`, text]),
      ),
    ),
    GIT_CONFIG_GLOBAL: '/dev/null',
    INIT_CWD: home,
    ...own,
  };
  const git = (...args: string[]): string => {
    const done = spawnSync('git', ['-C', home, ...args], { encoding: 'utf8', env });
    assert.is(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  const run: Copy['run'] = (args, more = {}) =>
    promisify(execFile)(process.execPath, ['scripts/run.mjs', ...args], {
      cwd: home,
      env: { ...env, ...more },
      maxBuffer: 1 << 26,
    }).then(
      ({ stdout: out, stderr }) => ({ code: 0, out: out + stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => ({
        code: failed.code,
        out: failed.stdout + failed.stderr,
      }),
    );
  return { home, env, run, git };
};
