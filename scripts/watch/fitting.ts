/** Which tests fit a change. */

/** Segments of paths that say where something is and not what it is. */
const places = new Set(['components', 'files', 'commands', 'index']);

const wordsOf = (path: string): string[] =>
  path
    .replace(/(\.test)?\.\w+$/u, '')
    .split('/')
    .slice(1)
    .filter((word) => !places.has(word));

/** Tests, by their words, that look at what is generated as a whole. */
export const always: Readonly<Record<string, readonly string[]>> = {
  schema: ['examples', 'verdicts'],
  chart: ['examples'],
  examples: ['examples'],
};

/**
 * Test files whose path shares a word with a changed file: `chart/components/dind/container.ts` fits all tests of
 * `test/chart/components/dind`, `schema/validate/merge.ts` those of `test/schema/validate`. A test file fits itself.
 */
export const fittingTests = (changed: readonly string[], tests: readonly string[]): string[] => {
  const words = new Set(
    changed
      .filter((path) => !tests.includes(path))
      .flatMap((path) => [...wordsOf(path), ...(always[path.split('/')[0] as string] ?? [])]),
  );
  return tests.filter((test) => changed.includes(test) || wordsOf(test).some((word) => words.has(word)));
};
