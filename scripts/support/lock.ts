/** Files that say that somebody is at work. */
import { writeFileSync } from 'node:fs';
import { CommandError } from './errors.ts';

/**
 * Takes a lock, unless somebody has it. It is one step of this process: an interruption finds no lock, or one that whoever
 * took it has promised to remove.
 * @param text what is written into it
 * @returns whether it was taken
 * @throws CommandError where no file can be made.
 */
export const takesLock = (lock: string, text = ''): boolean => {
  try {
    writeFileSync(lock, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new CommandError(`${lock} cannot be made: ${code}. Check that its folder can be written`, {
      cause,
    });
  }
};
