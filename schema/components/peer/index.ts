/** What makes one peer of the release. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { values } from './values.ts';

export const peer: Component = { peer: values, rules };
