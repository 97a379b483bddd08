/** The Docker-in-Docker sidecar. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { dind as values } from './values.ts';

export const dind: Component = { peer: { dind: values }, rules };
