/** The chaincodes that are to be installed and committed. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { chaincodes as values } from './values.ts';

export const chaincodes: Component = { release: { chaincodes: values }, rules };
