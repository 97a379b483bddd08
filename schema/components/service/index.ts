/** How others reach the peer. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { service as values } from './values.ts';

export const service: Component = { peer: { service: values }, rules };
