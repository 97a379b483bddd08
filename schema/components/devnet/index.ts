/** A whole network for trying things out. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { devnet as values } from './values.ts';

export const devnet: Component = { release: { devnet: values }, rules };
