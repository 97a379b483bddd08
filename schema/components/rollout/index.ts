/** Restarting changed peers one after the other. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { rollout as values } from './values.ts';

export const rollout: Component = { release: { rollout: values }, rules };
