/** Commands on the ledger of a peer that is stopped. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { maintenance as values } from './values.ts';

export const maintenance: Component = { peer: { maintenance: values }, rules };
