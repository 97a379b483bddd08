/**
 * Plain scalars as Helm reads them: sigs.k8s.io/yaml over go-yaml 2, which is YAML 1.1 for booleans and octal integers,
 * and neither 1.1 nor 1.2 for dates and sexagesimal numbers, which stay text.
 */

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, unknown] => [word, null]),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word): [string, unknown] => [word, true],
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word): [string, unknown] => [word, false],
  ),
]);

const infinite = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/u;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/u;

/** Go's strconv.ParseInt with base 0: a prefix or a leading zero chooses the base. */
const integerOf = (text: string): number | undefined => {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/u.exec(text) ?? [];
  const factor = sign === '-' ? -1 : 1;
  const [, prefix, rest = ''] = /^(0[xX]|0[oO]|0[bB]|0(?=.)|)(.*)$/u.exec(digits) ?? [];
  const base = { '0x': 16, '0o': 8, '0b': 2, '0': 8 }[(prefix ?? '').toLowerCase()] ?? 10;
  const allowed = { 2: /^[01]+$/u, 8: /^[0-7]+$/u, 10: /^[0-9]+$/u, 16: /^[0-9a-fA-F]+$/u }[base];
  return allowed?.test(rest) ? factor * Number.parseInt(rest, base) : undefined;
};

/** A plain scalar's value; `undefined` for infinity and NaN, which JSON cannot hold and Helm refuses. */
export const plainScalar = (text: string): string | number | boolean | null | undefined => {
  if (words.has(text)) return words.get(text) as boolean | null;
  if (infinite.test(text)) return undefined;
  if (!/^[-+.0-9]/u.test(text)) return text;
  const plain = text.replaceAll('_', '');
  return integerOf(plain) ?? (float.test(plain) ? Number(plain) : text);
};
