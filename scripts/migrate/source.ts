/** A system whose peers can be moved to this chart. */
import type { Translation } from './translate.ts';

/** What the input does not say itself. */
export interface Options {
  /** Name of their release, where names of theirs follow from it. */
  readonly release?: string;
  readonly namespace: string;
  /** Our name for a peer where theirs has none. */
  readonly peer: string;
  /** Which organisation, where the input has several. */
  readonly organisation?: string;
}

/** Values, what became of each setting, and what is left to do by hand. */
export interface Conversion extends Translation {
  readonly steps: readonly string[];
}

/** One source. */
export interface Source {
  /** Name on the command line. */
  readonly name: string;
  /** What it is, and which of its files are read. */
  readonly about: string;
  /** @param documents the YAML documents of all files, in order */
  readonly convert: (documents: readonly unknown[], options: Options) => Conversion;
}
