/** The channels that the release's peers are to be in. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { channels as values } from './values.ts';

export const channels: Component = { release: { channels: values }, rules };
