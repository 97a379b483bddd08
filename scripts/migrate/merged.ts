/** Putting translations together. */
import { overlay } from '../../schema/shared/maps.ts';
import type { Translation } from './translate.ts';

/** Later values win; all lines stay. */
export const merged = (parts: readonly Translation[]): Translation => ({
  values: parts.reduce<Record<string, unknown>>(
    (all, { values }) => overlay(all, values) as Record<string, unknown>,
    {},
  ),
  lines: parts.flatMap(({ lines }) => lines),
});
