/** Publishing the npm package: once, never another content. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CommandFailed, run } from '../cluster/process.ts';
import { CommandError } from '../support/errors.ts';

export type NpmOutcome = 'published' | 'already there' | 'would be published';

const npm = (args: readonly string[]): Promise<string> => run('npm', [...args, '--loglevel=error']);

const login = 'Log in with "npm login", as somebody who may publish.';

/** What the registry has of a version, as npm writes it into lock files; nothing where there is no such version. */
const integrityOf = async (name: string, version: string): Promise<string | undefined> => {
  try {
    return (await npm(['view', `${name}@${version}`, 'dist.integrity'])).trim() || undefined;
  } catch (error) {
    if (error instanceof CommandFailed && /E404|404 Not Found/u.test(error.message)) return undefined;
    throw new CommandError(
      `the npm registry cannot be asked for ${name} ${version}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
};

/** Asks the registry who we are: `npm publish` would be refused only when other targets have been published. */
const checkLogin = (): Promise<unknown> =>
  npm(['whoami']).catch((cause: unknown) => {
    throw new CommandError(
      `the npm registry does not know who publishes: ${(cause as Error).message}\n${login}`,
      { cause },
    );
  });

/**
 * Publishes what `npm pack` has made.
 * @param archive the package
 * @throws CommandError when the version is there with other bytes, nobody is logged in, or the registry refuses.
 */
export const publishNpm = async (
  archive: string,
  { name, version, dryRun }: { readonly name: string; readonly version: string; readonly dryRun: boolean },
): Promise<NpmOutcome> => {
  const own = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  const there = await integrityOf(name, version);
  if (there !== undefined && there !== own)
    throw new CommandError(
      `npm has ${name} ${version} with other bytes, and what is published never changes. Raise the version in schema/versions.ts.`,
    );
  if (there !== undefined) return 'already there';
  await checkLogin();
  if (dryRun) return 'would be published';
  await npm(['publish', archive, '--access', 'public']).catch((cause: unknown) => {
    throw new CommandError(`npm does not take ${name} ${version}: ${(cause as Error).message}\n${login}`, {
      cause,
    });
  });
  return 'published';
};
