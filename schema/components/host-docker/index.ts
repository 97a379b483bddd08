/** The node's own Docker daemon. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { hostDocker as values } from './values.ts';

export const hostDocker: Component = { peer: { hostDocker: values }, rules };
