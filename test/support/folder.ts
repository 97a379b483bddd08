/** Temporary folders of tests. */
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders: string[] = [];

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed when the test file ends. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-dind-test-'));
  folders.push(folder);
  return folder;
};

/** Writes files below `folder` (path -> text) and makes their folders. */
export const writeFiles = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
};

/** Writes an executable shell script and returns its path. */
export const writeProgram = async (folder: string, name: string, body: string): Promise<string> => {
  await writeFiles(folder, { [name]: `#!/bin/sh\n${body}\n` });
  await chmod(join(folder, name), 0o755);
  return join(folder, name);
};
