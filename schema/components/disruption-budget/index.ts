/** How many peers may be away while nodes are drained. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { podDisruptionBudget } from './values.ts';

export const disruptionBudget: Component = { release: { podDisruptionBudget }, rules };
