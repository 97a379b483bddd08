/** Guessing what was meant. */

/** Edits from one word to the other: letters put in, left out, replaced, or two neighbours swapped (Damerau). */
export const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] as number) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
};

/** How far a word and a candidate are apart; another case costs next to nothing. */
const apart = (word: string, candidate: string): number => {
  const [lower, other] = [word.toLowerCase(), candidate.toLowerCase()];
  return lower === other ? 0.5 : Math.min(distance(word, candidate), distance(lower, other) + 0.5);
};

/** The candidate with the fewest edits from `word`, if a third of the word or less must change (two letters in words of four or more). */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
  const trimmed = word.trim();
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: apart(trimmed, candidate) }))
    .sort((a, b) => a.edits - b.edits);
  const limit = trimmed.length < 4 ? 1.5 : Math.max(2, trimmed.length / 3);
  return best !== undefined && best.edits <= limit ? best.candidate : undefined;
};
