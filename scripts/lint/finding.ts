/** What a source check reports. */

/** A file that breaks a rule of the house. */
export interface Finding {
  /** Below the project's top folder. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** What one check found; `skipped` says why it could not run. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly skipped?: string;
}
