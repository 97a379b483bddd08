/** Values in tests. */
import { overlay } from '../../schema/shared/maps.ts';

type Values = Record<string, unknown>;

/** A value at a path, and nothing else. */
export const nested = (path: readonly string[], value: unknown): Values =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;

/** Deep merge as Helm does it, the later one winning. */
export const over = (base: Values, more: Values): Values => overlay(base, more) as Values;
