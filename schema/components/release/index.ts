/** The release as a whole: its names, labels and organisation. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { release as values } from './values.ts';

export const release: Component = { release: values, rules };
