/** Skipping a test from inside, loudly. */
import { skipped } from '../../scripts/support/skipped.ts';

/**
 * Says that this test cannot run here; the runner counts it as skipped instead of passed. Once per test, inside it:
 * `if (cluster === undefined) return skip('no cluster')`.
 */
export const skip = (reason: string): void => skipped(reason);
