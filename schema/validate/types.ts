/** What the validator is given and what it says. */

/** A place in a file of the user's; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Values from one origin, in the order of precedence: a file, or one `--set` argument. */
export interface Source {
  /** The file's name, or the argument as it was given. */
  readonly name: string;
  readonly value: unknown;
  /** Where each path stands, by `pathKey`; empty for arguments. */
  readonly places: ReadonlyMap<string, Place>;
  /** What is wrong with the text itself. */
  readonly problems: readonly Problem[];
}

/** Something that the user has to mend (error) or should look at (warning). */
export interface Problem {
  /** Dotted path of the value; empty for the file as a whole. */
  readonly path: string;
  /** The file or argument that says so; absent for what follows from the defaults. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, what was expected, what was given, and what to do. */
  readonly message: string;
}

/** The outcome of a validation. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Input that cannot be read at all: a missing file, malformed YAML, a `--set` that does not parse. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
  /** How the process ends, apart from values that were read and are wrong. */
  readonly exitCode = 2;
}

/** A path as the key of a map. */
export const pathKey = (path: readonly (string | number)[]): string => JSON.stringify(path);

/** A path as people write it; keys with dots are quoted. */
export const dotted = (path: readonly (string | number)[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = /^[^.[\]]+$/u.test(key) ? key : JSON.stringify(key);
    return text === '' ? name : `${text}.${name}`;
  }, '');
