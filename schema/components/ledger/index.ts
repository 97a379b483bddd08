/** Where the ledger lies. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { ledger as values } from './values.ts';

export const ledger: Component = { peer: { ledger: values }, rules };
