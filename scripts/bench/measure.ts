/** Timing things side by side. */

/** Something to be timed. */
export interface Subject {
  readonly name: string;
  readonly work: () => Promise<unknown>;
}

/** The middle of some numbers; the mean of the two middle ones when they are even in number. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
};

/**
 * Median milliseconds of each subject by its name. The subjects take turns within each round, so that a slow moment
 * of the machine meets all of them; one round before the first is not counted.
 */
export const measure = async (subjects: readonly Subject[], rounds: number): Promise<Map<string, number>> => {
  const times = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, work } of subjects) {
      const start = performance.now();
      await work();
      if (round > 0) times.get(name)?.push(performance.now() - start);
    }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
};
