/** Checks of an end-to-end run: told one by one with their time, counted at the end. */

import { Skipped } from '../../../scripts/cluster/expect.ts';

/** The state of a run. */
export class Checks {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** Times in milliseconds, by what was measured. */
  readonly timings = new Map<string, number>();
  private readonly words: readonly string[];
  private readonly onFailure: (name: string) => Promise<void>;

  constructor(words: readonly string[], onFailure: (name: string) => Promise<void>) {
    this.words = words;
    this.onFailure = onFailure;
  }

  /** Whether a scenario of this name is wanted. */
  wants(scenario: string): boolean {
    return this.words.length === 0 || this.words.some((word) => scenario.includes(word));
  }

  /** Runs a check; a failure is told and counted, and the run goes on. */
  async check(name: string, body: () => Promise<void>): Promise<boolean> {
    const start = Date.now();
    const took = (): string => `${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s`;
    try {
      await body();
      this.passed++;
      console.log(`ok      ${took()}  ${name}`);
      return true;
    } catch (error) {
      if (error instanceof Skipped) {
        this.skipped++;
        console.log(`SKIPPED ${took()}  ${name}: ${error.message}`);
        return false;
      }
      this.failed++;
      const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.message}` : '';
      console.log(`FAILED  ${took()}  ${name}\n${error instanceof Error ? error.message : error}${cause}`);
      await this.onFailure(name);
      return false;
    }
  }

  /** Keeps a time and tells it. */
  timing(name: string, milliseconds: number): void {
    this.timings.set(name, milliseconds);
    console.log(`        ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${name}`);
  }
}
