/** How a person called a command that `npm run` and the package's program `fabric-dind` share. */
export interface Caller {
  /** What he typed before the arguments: `npm run -s validate --` or `fabric-dind validate`. */
  readonly words: string;
  /** The folder that relative paths mean. */
  readonly folder: string;
}
