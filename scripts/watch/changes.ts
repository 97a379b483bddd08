/** Telling which sources have changed, over and over. */
import { type FSWatcher, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../support/errors.ts';
import { filesBelow } from '../support/files.ts';

/** What is watched. */
export interface Watched {
  readonly root: string;
  /** Folders below `root`; all that is in them is watched. */
  readonly folders: readonly string[];
  /** Picks files, and folders (which end in `/`), by their path below `root`. */
  readonly isSource: (path: string) => boolean;
  /** Milliseconds without a further change until a round begins; default 200. */
  readonly settle?: number;
  /** Ends the watch; a round that runs is waited for. */
  readonly signal: AbortSignal;
}

/** Files with what changes when they are written. */
const snapshot = async ({ root, folders, isSource }: Watched): Promise<ReadonlyMap<string, string>> => {
  const paths = (await Promise.all(folders.map((folder) => filesBelow(root, folder, isSource)))).flat();
  const marks = await Promise.all(
    paths.map((path) =>
      stat(join(root, path)).then(
        ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
        () => undefined,
      ),
    ),
  );
  return new Map(paths.flatMap((path, i) => (marks[i] === undefined ? [] : [[path, marks[i]]])));
};

const foldersBelow = async ({ root, folders, isSource }: Watched): Promise<string[]> => {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
        () => undefined,
      );
      const inner = (entries ?? [])
        .filter((entry) => entry.isDirectory())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
      return entries === undefined ? [] : [folder, ...inner];
    }),
  );
  return found.flat().filter((path) => isSource(`${path}/`));
};

/** One watcher a folder: Node's recursive ones miss files of new folders on Linux. */
const followFolders = async (
  of: Watched,
  watchers: Map<string, FSWatcher>,
  stir: () => void,
): Promise<void> => {
  const present = new Set(await foldersBelow(of));
  for (const [path, watcher] of watchers)
    if (!present.has(path)) {
      watcher.close();
      watchers.delete(path);
    }
  for (const path of present) {
    if (watchers.has(path)) continue;
    try {
      // A folder that goes away tells its parent; its own watcher is closed in the next round.
      watchers.set(path, watch(join(of.root, path), stir).on('error', stir));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') continue;
      const remedy = code === 'ENOSPC' ? '; raise fs.inotify.max_user_watches' : '';
      throw new CommandError(`${path}: cannot be watched: ${message}${remedy}`, { cause: error });
    }
  }
};

/**
 * Calls `round` with the changed files (new and removed ones too) whenever some have changed and then been left alone.
 * Changes during a round make the next one; a save that changes nothing makes none.
 * @param ready is called once, when no further change can be missed.
 * @throws CommandError when a folder cannot be watched.
 */
export const watchSources = async (
  of: Watched,
  round: (changed: string[]) => Promise<void>,
  ready: () => void = () => {},
): Promise<void> => {
  const watchers = new Map<string, FSWatcher>();
  let stirred = false;
  let wake = (): void => {};
  const stir = (): void => {
    stirred = true;
    wake();
  };
  of.signal.addEventListener('abort', stir);
  try {
    await followFolders(of, watchers, stir);
    let known = await snapshot(of);
    ready();
    while (!of.signal.aborted) {
      if (!stirred)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      while (stirred && !of.signal.aborted) {
        stirred = false;
        await wait(of.settle ?? 200);
      }
      if (of.signal.aborted) return;
      await followFolders(of, watchers, stir);
      const now = await snapshot(of);
      const before = known;
      known = now;
      const paths = new Set([...before.keys(), ...now.keys()]);
      const changed = [...paths].filter((path) => before.get(path) !== now.get(path)).sort();
      if (changed.length > 0) await round(changed);
    }
  } finally {
    of.signal.removeEventListener('abort', stir);
    for (const watcher of watchers.values()) watcher.close();
  }
};
