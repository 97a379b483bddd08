/** Who joins peers to channels and installs chaincode. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { administrator as values } from './values.ts';

export const administrator: Component = { release: { administrator: values }, rules };
