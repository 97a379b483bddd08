/** Kubernetes objects of the user. */
import { type Node, passthrough } from '../model/node.ts';

const kubernetesObject: Node = {
  ...passthrough('A Kubernetes object.'),
  type: ['object', 'string'],
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    apiVersion: { type: 'string', minLength: 1, description: 'Version of its API.' },
    kind: { type: 'string', minLength: 1, description: 'Its kind.' },
    metadata: { type: 'object', additionalProperties: true, description: 'Its name, labels and so on.' },
  },
};

/** A list of them. A text is one that a template makes as a whole. */
export const extraObjects = (description: string): Node => ({
  ...{ type: 'array', items: kubernetesObject, default: [] },
  description: `${description} They are passed on as they are; one that contains \`{{\` is a template, and may be a text.`,
});
