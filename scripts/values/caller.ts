/** How a person called a command that `npm run` and the package's program `fabric-dind` share, and what they gave it. */
import type { CommandError } from '../support/errors.ts';

/** How it was called. */
export interface Caller {
  /** What they typed before the arguments: `npm run -s validate --` or `fabric-dind validate`. */
  readonly words: string;
  /** The folder that relative paths mean. */
  readonly folder: string;
}

/** Makes the error of a wrong call, with what is right below its message. */
export type WrongCall = (message: string) => CommandError;

const releaseName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const namespaceName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u;

/**
 * Checks the names of a release and its namespace: Helm refuses other ones before it reads any values.
 * @throws CommandError for a name that Helm or Kubernetes refuses.
 */
export const checkNames = (name: string, namespace: string, wrongCall: WrongCall): void => {
  if (!releaseName.test(name) || name.length > 53)
    throw wrongCall(`--release-name ${name}: expected up to 53 lower-case letters, digits, "-" and "."`);
  if (!namespaceName.test(namespace) || namespace.length > 63)
    throw wrongCall(`--namespace ${namespace}: expected up to 63 lower-case letters, digits and "-"`);
};
