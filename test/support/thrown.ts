/** What work throws. */
import * as assert from 'uvu/assert';

/** The message of the error that `work` is rejected with, which must be of the class `expected`. */
export const messageOf = async (
  work: Promise<unknown>,
  expected: new (...args: never[]) => Error,
): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, expected);
  return (error as Error).message;
};
