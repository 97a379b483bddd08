/** The Pod and its container, in Kubernetes' own terms. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { pod as values } from './values.ts';

export const pod: Component = { peer: values, rules };
