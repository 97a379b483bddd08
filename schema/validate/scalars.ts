/**
 * Plain scalars as Helm reads them: sigs.k8s.io/yaml over go-yaml 2, which is YAML 1.1 for booleans and octal integers,
 * and neither 1.1 nor 1.2 for dates and sexagesimal numbers, which stay text.
 */

/** What a scalar can be. */
export type Scalar = string | number | boolean | null;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word): [string, boolean] => [word, true],
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word): [string, boolean] => [word, false],
  ),
]);

const infinite = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/u;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/u;

/** Go's strconv.ParseInt with base 0, then ParseUint: a prefix or a leading zero chooses the base, 64 bits limit it. */
const integerOf = (text: string): number | undefined => {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/u.exec(text) ?? [];
  const [, prefix = '', rest = ''] = /^(0[xX]|0[oO]|0[bB]|0(?=.)|)(.*)$/u.exec(digits) ?? [];
  const radix = prefix.toLowerCase();
  const allowed = { '0x': /^[0-9a-fA-F]+$/u, '0o': /^[0-7]+$/u, '0': /^[0-7]+$/u, '0b': /^[01]+$/u };
  if (!(allowed[radix as keyof typeof allowed] ?? /^[0-9]+$/u).test(rest)) return undefined;
  const size = BigInt(`${radix === '0' ? '0o' : radix}${rest}`);
  const limit = { '': 2n ** 64n - 1n, '+': 2n ** 63n - 1n, '-': 2n ** 63n }[sign ?? ''] as bigint;
  if (size > limit) return undefined;
  return sign === '-' && size > 0n ? -Number(size) : Number(size);
};

const numberOf = (text: string): number | undefined => {
  // go-yaml leaves underscores in a number that starts with a dot, and Go then refuses it.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const value = integerOf(plain) ?? (float.test(plain) ? Number(plain) : undefined);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
};

/** A plain scalar's value; `undefined` for infinity and NaN, which JSON cannot hold and Helm refuses. */
export const plainScalar = (text: string): Scalar | undefined => {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (infinite.test(text)) return undefined;
  return /^[-+.0-9]/u.test(text) ? (numberOf(text) ?? text) : text;
};

const base64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A scalar with an explicit tag such as `!!int`, quoted or not; `undefined` where Helm refuses it. */
export const taggedScalar = (tag: string, text: string): Scalar | undefined => {
  const value = plainScalar(text);
  switch (tag.replace(/^!<tag:yaml\.org,2002:(.*)>$/u, '!!$1')) {
    case '!!int':
      return typeof value === 'number' && integerOf(text.replaceAll('_', '')) !== undefined
        ? value
        : undefined;
    case '!!float':
      return typeof value === 'number' ? value : undefined;
    case '!!bool':
      return typeof value === 'boolean' ? value : undefined;
    case '!!null':
      return value === null ? null : undefined;
    case '!!binary': {
      const digits = text.replace(/\s/gu, '');
      return base64.test(digits)
        ? utf8.decode(Uint8Array.from(atob(digits), (byte) => byte.charCodeAt(0)))
        : undefined;
    }
    default:
      return text;
  }
};
