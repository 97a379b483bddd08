/** What is prepared before the peer starts. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { preload as values } from './values.ts';

export const prepare: Component = { peer: { preload: values }, rules };
