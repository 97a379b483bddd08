/** Reaching the peer from outside the cluster. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { expose, gatewayService } from './values.ts';

export const exposure: Component = { release: { gatewayService }, peer: { expose }, rules };
