/** What the peers tell of themselves, and who reads it. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { metrics, operations, profile, monitoring as values } from './values.ts';

export const monitoring: Component = {
  release: { monitoring: values },
  peer: { operations, metrics, profile },
  rules,
};
