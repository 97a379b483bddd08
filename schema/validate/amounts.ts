/** What people mean by an amount that Kubernetes, Docker or Go would take otherwise, or not at all. */
import { type Node, wantsBytes, wantsCpus, wantsDuration } from '../model/node.ts';

const amount = /^([0-9]+(?:[.][0-9]+)?) *([A-Za-z]*)$/u;

/** Bytes: `512m` is half a byte, `20` is 20 bytes, and `ki`, `K`, `GB`, `MiB` are no suffixes. */
const bytesMeant = (number: string, unit: string): string | undefined => {
  const size = Number(number);
  if (size === 0) return undefined;
  if (unit === '' && !Number.isInteger(size))
    return `There are no parts of bytes; write ${size < 1e6 ? `${number}Gi` : Math.round(size)}`;
  if (unit === '' && size < 1e6)
    return `${number} is ${number} bytes; write ${number}${size < 100 ? 'G' : 'M'}i`;
  if (unit === 'm') {
    const part = size === 500 || size === 512 ? 'half a byte' : `${size / 1000} bytes`;
    return `${number}m is ${part}; write ${number}Mi`;
  }
  const [, sign = ''] = /^([kmgtpe])(?:i?b?|ilobytes?|egabytes?|igabytes?)$/iu.exec(unit) ?? [];
  if (sign === '') return undefined;
  return `Write ${number}${sign.toUpperCase()}i`;
};

const cpusMeant = (number: string, unit: string): string | undefined => {
  if (/^(cpus?|cores?|c)$/iu.test(unit)) return `Write ${number}`;
  return /^(M|Mi|mi|millis?|millicores?|mcpu)$/u.test(unit) ? `Write ${number}m` : undefined;
};

const goUnits: readonly (readonly [words: RegExp, unit: string])[] = [
  [/^(s|secs?|seconds?)$/iu, 's'],
  [/^(m|mins?|minutes?)$/iu, 'm'],
  [/^(h|hrs?|hours?)$/iu, 'h'],
  [/^(ms|msecs?|millis|milliseconds?)$/iu, 'ms'],
];

const durationMeant = (number: string, unit: string): string | undefined => {
  if (unit === '') return `Write ${number}s`;
  if (/^d(ays?)?$/iu.test(unit)) return `Go knows no days; write ${Number(number) * 24}h`;
  const [, known] = goUnits.find(([words]) => words.test(unit)) ?? [];
  return known === undefined ? undefined : `Write ${number}${known}`;
};

/** The sentence that says what to write in the place of an amount; undefined where nobody knows. */
export const amountMeant = (node: Node, value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, number = '', unit = ''] = amount.exec(String(value).trim()) ?? [];
  if (number === '') return undefined;
  const meant = wantsBytes(node) ? bytesMeant : wantsCpus(node) ? cpusMeant : durationMeant;
  const sentence = meant === durationMeant && !wantsDuration(node) ? undefined : meant(number, unit);
  // What is written rightly is wrong for another reason, its size.
  return sentence === `Write ${value}` ? undefined : sentence;
};
