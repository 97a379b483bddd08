/** What the validator is given and what it says. */

/** A place in a file of the user's; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** A plain scalar as it is written, where it is read as something else: `1.10`, `yes`. */
  readonly written?: string;
}

/** One `path=value` of a `--set` flag. */
export interface Assignment {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Values from one origin, in the order of precedence: a file, or one `--set` argument. */
export interface Source {
  /** The file's name, or the argument as it was given, without what looks like a secret. */
  readonly name: string;
  readonly value: unknown;
  /** Where each path stands, by `pathKey`; empty for arguments. */
  readonly places: ReadonlyMap<string, Place>;
  /** What is wrong with the text itself. */
  readonly problems: readonly Problem[];
  /** What a `--set` flag writes into the values before it; absent for what is merged as a whole. */
  readonly assignments?: readonly Assignment[];
}

/** Something that the user has to correct (error) or should look at (warning). */
export interface Problem {
  /** Dotted path of the value; empty for the file as a whole. */
  readonly path: string;
  /** The file or argument that says so; absent for what follows from the defaults. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, what was expected, what was given, and what to do. */
  readonly message: string;
  /** The peers that a rule about `peer` found broken, where there are several. */
  readonly peers?: readonly string[];
  /** The line that cannot be read and a mark below it; of syntax errors only, and never of a secret. */
  readonly snippet?: string;
}

/** The outcome of a validation. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
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

const mostNamed = 5;

const peersOf = (peers: readonly string[]): string => {
  if (peers.length === 1) return `peer ${peers[0]}`;
  if (peers.length <= mostNamed) return `peers ${peers.join(', ')}`;
  return `peers ${peers.slice(0, mostNamed - 1).join(', ')} and ${peers.length - mostNamed + 1} more`;
};

/** A problem on one line: `file:line:column: path: message (peers a, b)`, then its snippet. */
export const told = ({ file, line, column, path, message, peers, snippet }: Problem): string => {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const whose = peers ? ` (${peersOf(peers)})` : '';
  const head = [place, path, `${message}${whose}`].filter((part) => part !== '').join(': ');
  return snippet === undefined ? head : `${head}\n${snippet}`;
};

/** Input that cannot be read at all: a missing file, malformed YAML, a `--set` that does not parse. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
  /** How the process ends, apart from values that were read and are wrong. */
  readonly exitCode = 2;
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(told(problem), options);
    this.problem = problem;
  }
}
