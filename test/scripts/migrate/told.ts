/** What an input says, and whether a report tells what became of it. */
import { isMap } from '../../../schema/shared/maps.ts';
import type { Migrated } from '../../../scripts/migrate/index.ts';

/** Every setting of an input that says something, as the report writes paths. */
export const settings = (value: unknown, path = ''): string[] => {
  if (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  )
    return [];
  const isPeers = /(^|\.)peers$/u.test(path) && Array.isArray(value) && value.every(isMap);
  if (isPeers) return value.flatMap((item, index) => settings(item, `${path}[${index}]`));
  if (!isMap(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    settings(inner, path === '' ? key : `${path}.${key}`),
  );
};

/** Whether the report has a word about it, or about a section that holds it. */
export const isTold = ({ lines }: Migrated, path: string): boolean =>
  lines.some(({ from }) => path === from || path.startsWith(`${from}.`) || from.startsWith(`${path}[`));
