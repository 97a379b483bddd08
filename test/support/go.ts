/** Programs in Go that tests ask: built once, kept in the cache. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from '../../scripts/helm/binary.ts';
import { cacheFolder } from '../../scripts/helm/cache.ts';
import { CommandError } from '../../scripts/support/errors.ts';
import { progress, ticking } from '../../scripts/support/progress.ts';
import { top } from '../../scripts/support/top.ts';

/**
 * The program that a call of `go` makes.
 * @param name of the program; `-o <name>` among the arguments is written into the cache, and so is what `install` makes.
 * @throws CommandError when there is no Go, or it builds nothing.
 */
export const builtByGo = async (name: string, args: readonly string[], cwd: string): Promise<string> => {
  const go = await onPath('go', process.env.PATH);
  if (go === undefined) throw new CommandError('no go on the PATH; install Go: https://go.dev/doc/install');
  const into = join(cacheFolder(process.env), 'go');
  await mkdir(into, { recursive: true });
  const program = join(into, name);
  progress(`go: building ${name}`);
  const stop = ticking(() => `go: building ${name}`);
  try {
    await promisify(execFile)(
      go,
      args.map((arg) => (arg === name ? program : arg)),
      {
        cwd,
        env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '', GOBIN: into },
        maxBuffer: 1 << 24,
      },
    );
  } catch (cause) {
    throw new CommandError(
      `go builds no ${name} in ${relative(top, cwd) || '.'}: ${(cause as Error).message}`,
      { cause },
    );
  } finally {
    stop();
  }
  return program;
};
