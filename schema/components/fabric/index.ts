/** Fabric's own settings. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { fabric as values } from './values.ts';

export const fabric: Component = { peer: values, rules };
