/** Copies of the ledger outside its claim, at set times. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { backup as values } from './values.ts';

export const backup: Component = { peer: { backup: values }, rules };
