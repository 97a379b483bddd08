/**
 * Values that a major release has dropped. `fabric-dind migrate --from fabric-dind` moves them in a values file, and `npm run
 * release:check` lets no key go that is not listed here.
 */

/** A value that is gone. */
export interface Move {
  /** The release in which it is gone. */
  readonly gone: string;
  /** Its path; what is below `peer.` is moved in each entry of `peers`, too, and needs no line of its own for them. */
  readonly from: string;
  /** The path that says the same now. */
  readonly to?: string;
  /** Its value there, where it is another one. */
  readonly change?: (value: unknown) => unknown;
  /** Why nothing takes its place, and what to do; for a value without `to`. */
  readonly why?: string;
}

/** All of them, the oldest first. */
export const moves: readonly Move[] = [];
