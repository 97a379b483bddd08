/** The state database. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { stateDatabase as values } from './values.ts';

export const stateDatabase: Component = { peer: { stateDatabase: values }, rules };
