/** The named templates that make whole objects. */
import type { Part } from '../components/component.ts';
import { components } from '../components/index.ts';
import type { Template } from '../language/index.ts';
import { maintenance } from './maintenance.ts';
import { statefulSet } from './stateful-set.ts';

const parts: readonly Part[] = components.flatMap(({ objects = [], releaseObjects = [] }) => [
  ...objects,
  ...releaseObjects,
]);

/** Every one of them, for checks of what they write. */
export const objectTemplates: readonly Template[] = [
  ...parts.flatMap(({ body }) => (body.kind === 'template' ? [body] : [])),
  statefulSet,
  maintenance,
];
