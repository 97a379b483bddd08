/** Who the peer is: MSP and TLS. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { identity as values } from './values.ts';

export const identity: Component = { peer: { identity: values }, rules };
