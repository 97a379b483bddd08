/** Keys of core.yaml. */
import type { Component } from '../component.ts';
import { coreYaml as values } from './values.ts';

export const coreYaml: Component = { peer: { coreYaml: values } };
