/** Chaincode outside the Pod. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { externalBuilders as values } from './values.ts';

export const externalBuilders: Component = { peer: values, rules };
