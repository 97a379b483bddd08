/** What a person sees while something takes long; always on stderr, so that stdout stays the result. */
import { homedir } from 'node:os';
import { sep } from 'node:path';

/** Prints one line on stderr. */
export const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Says every few seconds how long something has been running.
 * @param text what is running; called for each line, so that it can carry a count.
 * @param everySeconds time between two lines.
 * @returns stops the lines.
 */
export const ticking = (text: () => string, everySeconds = 10): (() => void) => {
  const start = Date.now();
  const timer = setInterval(() => {
    progress(`${text()} (${Math.round((Date.now() - start) / 1000)} s)`);
  }, everySeconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
};

/** A path as a person reads it: the home folder is `~`. */
export const readablePath = (path: string): string => {
  const home = homedir();
  return home !== '' && home !== sep && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
};
