/** A change between two releases, and how much of a version it takes. */

/** What SemVer calls a change: major breaks somebody, minor is new or another default, patch is neither. */
export type Level = 'major' | 'minor' | 'patch';

/** One change, in words for somebody who has to decide about it. */
export interface Change {
  readonly level: Level;
  /** Where: the path of a value, or an object. */
  readonly path: string;
  readonly says: string;
  /** A key is gone that no release has called deprecated. */
  readonly unannounced?: true;
  /** A key is gone, announced or not. */
  readonly gone?: true;
}

const order: readonly Level[] = ['patch', 'minor', 'major'];

/** The greatest level among changes; patch where there are none. */
export const greatest = (changes: readonly Change[]): Level =>
  order[Math.max(0, ...changes.map(({ level }) => order.indexOf(level)))] as Level;

/** Whether a level covers another. */
export const covers = (given: Level, needed: Level): boolean => order.indexOf(given) >= order.indexOf(needed);
