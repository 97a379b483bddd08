/** What a check of the cluster says when something does not hold, or cannot be shown here. */

/** What a check throws to say that this cluster cannot show it. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** Ends a check as skipped, never as passed. */
export const skip = (reason: string): never => {
  throw new Skipped(reason);
};

/** Fails a check unless something holds. */
export function expect(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}
