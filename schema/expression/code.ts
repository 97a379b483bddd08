/** Go template code as a tree, so that a long call can be broken over lines. */

/** A word, a call with arguments, or a pipeline of them. */
export type Code = string | { readonly kind: 'call' | 'pipeline'; readonly parts: readonly Code[] };

/** A call: a function and its arguments. */
export const call = (name: string, ...args: readonly Code[]): Code => ({
  kind: 'call',
  parts: [name, ...args],
});

/** A pipeline; each part gets the value of the one before as its last argument. */
export const pipeline = (...parts: readonly Code[]): Code => ({ kind: 'pipeline', parts });

const isAtom = (text: string): boolean =>
  !/\s/u.test(text) || /^"(?:[^"\\]|\\.)*"$/u.test(text) || /^\(.*\)$/su.test(text);

/** Code in one line. */
export const flat = (code: Code): string => {
  if (typeof code === 'string') return code;
  if (code.kind === 'pipeline') return code.parts.map(flat).join(' | ');
  return code.parts.map((part, i) => (i === 0 ? flat(part) : argument(part))).join(' ');
};

/** Code in one line as an argument of something else. */
export const argument = (code: Code): string => {
  const text = flat(code);
  return isAtom(text) && !(typeof code === 'object' && code.kind === 'pipeline') ? text : `(${text})`;
};

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** Code within a width as far as its words allow: a long call has its arguments on lines of their own. */
export const broken = (code: Code, width: number): string[] => {
  const whole = flat(code);
  if (typeof code === 'string' || whole.length <= width) return [whole];
  if (code.kind === 'pipeline') {
    const [first = '', ...rest] = code.parts;
    const further = rest.flatMap((part) => {
      const [start, ...more] = broken(part, width - 4);
      return [`| ${start}`, ...indented(more)];
    });
    return [...broken(first, width), ...indented(further)];
  }
  const [head = '', ...args] = code.parts;
  if (head === 'dict') return ['dict', ...indented(pairs(args))];
  return [flat(head), ...args.flatMap((arg) => indented(brokenArgument(arg, width - 2)))];
};

/** Keys of a dict with their values. */
const pairs = (args: readonly Code[]): string[] =>
  args.flatMap((key, i) => (i % 2 === 0 ? [`${argument(key)} ${argument(args[i + 1] ?? '""')}`] : []));

const brokenArgument = (code: Code, width: number): string[] => {
  const whole = argument(code);
  if (whole.length <= width || typeof code === 'string') return [whole];
  const lines = broken(code, width - 2);
  return [`(${lines[0]}`, ...lines.slice(1, -1), `${lines.at(-1)})`];
};
