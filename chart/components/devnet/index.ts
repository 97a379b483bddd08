/** A whole network for trying things out: keys, orderers, a channel, a sample chaincode, and a second organisation. */
import type { Component } from '../component.ts';
import { templates as entries } from './entries.ts';
import { objects as keyObjects, templates as keys } from './keys.ts';
import { objects as memberObjects, templates as members } from './members.ts';
import { templates as orderer, objects as ordererObjects } from './orderer.ts';

export const devnet: Component = {
  name: 'devnet',
  about: 'A network for trying things out',
  templates: [...entries, ...keys, ...orderer, ...members],
  releaseObjects: [...keyObjects, ...ordererObjects, ...memberObjects],
};
