/** Whether a pattern takes all that another took: a question about regular languages, which automata answer. */
import { DFA, FAIterators, JS, NFA, Words } from 'refa';

/** Bounds the automata: a pattern of names with counted repeats has some thousand states. */
const maxNodes = 200_000;

const parserOf = (source: string): JS.Parser => JS.Parser.fromLiteral({ source, flags: 'u' });

/** An alternative as an expression for the whole text: `^` and `$` are its ends, and without them anything may stand there. */
const whole = (alternative: string): string => {
  const start = alternative.startsWith('^') ? alternative.slice(1) : `[^]*${alternative}`;
  return start.endsWith('$') && !start.endsWith('\\$') ? start.slice(0, -1) : `${start}[^]*`;
};

/** The texts in which a pattern matches somewhere, as JSON Schema asks. */
const languageOf = (pattern: string): NFA => {
  const alternatives = parserOf(pattern).ast.pattern.alternatives.map(({ raw }) => whole(raw));
  const { expression, maxCharacter } = parserOf(alternatives.join('|')).parse({ assertions: 'throw' });
  return NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(maxNodes));
};

/**
 * The shortest text that the old pattern takes and the new one refuses; nothing where there is none.
 * @throws Error when a pattern is too large or of a kind that cannot be compared.
 */
export const refusedText = (before: string, after: string): string | undefined => {
  const old = languageOf(before);
  const refused = DFA.fromFA(languageOf(after), new DFA.LimitedNodeFactory(maxNodes));
  refused.complement(new DFA.LimitedNodeFactory(maxNodes));
  const both = NFA.fromIntersection(old, refused, new NFA.LimitedNodeFactory(maxNodes));
  const words = FAIterators.shortestWordSet(both.transitionIterator());
  const word = words && Words.pickMostReadableWord(words);
  return word && Words.fromUnicodeToString(word);
};
