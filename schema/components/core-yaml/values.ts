/** Keys of Fabric's core.yaml that have no value of their own. */
import { type Node, passthrough } from '../../model/node.ts';

/** A section of core.yaml; a scalar in its place would stop the peer, and the chart looks into some. */
const part = (name: string, properties?: Record<string, Node>): Node => ({
  type: ['object', 'null'],
  additionalProperties: true,
  description: `Section ${name} of core.yaml.`,
  ...(properties ? { properties } : {}),
});

const sections = Object.fromEntries(
  ['peer', 'chaincode', 'ledger', 'operations', 'metrics'].map((name) => [name, part(name)]),
);

export const coreYaml: Node = {
  ...passthrough(
    "Any keys of Fabric's core.yaml, over those of the peer's own image, so that each Fabric version keeps its own defaults for the rest. Environment variables win over it. For what has a value of its own in this file, use that.",
    {},
    { examples: [{ peer: { gossip: { maxBlockCountToStore: 20 } } }] },
  ),
  properties: {
    ...sections,
    vm: part('vm', { docker: part('vm.docker', { hostConfig: part('vm.docker.hostConfig') }) }),
  },
};
