/** Keys of Fabric's core.yaml that have no value of their own. */
import { type Node, passthrough } from '../../model/node.ts';

export const coreYaml: Node = passthrough(
  "Any keys of Fabric's core.yaml, over those of the peer's own image, so that each Fabric version keeps its own defaults for the rest. Environment variables win over it. For what has a value of its own in this file, use that.",
  {},
  { examples: [{ peer: { gossip: { maxBlockCountToStore: 20 } } }] },
);
