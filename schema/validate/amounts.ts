/** What people mean by an amount that Kubernetes, Docker or Go would take otherwise, or not at all. */
import { type Node, wantsBytes, wantsCpus, wantsDuration } from '../model/node.ts';

const amount = /^\s*([0-9]+(?:[.][0-9]+)?)\s*([A-Za-z]*)\s*$/u;

/** Bytes: `512m` is half a byte, `20` is 20 bytes, and `ki`, `K`, `GB`, `MiB` are no suffixes. */
const bytesMeant = (number: string, unit: string): string | undefined => {
  const size = Number(number);
  if (unit === '' && !Number.isInteger(size)) return `There are no parts of bytes; write ${number}Gi`;
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

const goUnits: Readonly<Record<string, string>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  S: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  M: 'm',
  hour: 'h',
  hours: 'h',
  hr: 'h',
  H: 'h',
};

const durationMeant = (number: string, unit: string): string | undefined => {
  if (unit === '') return `Write ${number}s`;
  if (/^d(ays?)?$/iu.test(unit)) return `Go knows no days; write ${Number(number) * 24}h`;
  const known = goUnits[unit] ?? (unit === unit.toLowerCase() ? undefined : goUnits[unit.toLowerCase()]);
  return known === undefined ? undefined : `Write ${number}${known}`;
};

/** The sentence that says what to write in the place of an amount; undefined where nobody knows. */
export const amountMeant = (node: Node, value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, number = '', unit = ''] = amount.exec(String(value)) ?? [];
  if (number === '') return undefined;
  if (wantsBytes(node)) return bytesMeant(number, unit);
  if (wantsCpus(node)) return cpusMeant(number, unit);
  return wantsDuration(node) ? durationMeant(number, unit) : undefined;
};
