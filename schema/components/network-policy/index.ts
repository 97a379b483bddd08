/** What the Pod may reach. */
import type { Component } from '../component.ts';
import { networkPolicy as values } from './values.ts';

export const networkPolicy: Component = { peer: { networkPolicy: values } };
