/** The node's own Docker daemon in place of the sidecar. */
import { flag, integer, type Node, section, text } from '../../model/node.ts';

export const hostDocker: Node = section(
  "The node's own Docker daemon instead of a sidecar, for clusters that still have one. Whoever installs chaincode is then root on the node, and chaincode outlives a peer that dies.",
  {
    enabled: flag(false, "Use the node's daemon. Excludes `dind`."),
    socket: text('/var/run/docker.sock', "Path of the daemon's socket on the node.", {
      pattern: '^/.+$',
      expects: 'an absolute path',
    }),
    groupId: integer(0, 'Group that owns the socket on the node; the peer gets it as a supplemental group.', {
      minimum: 0,
      maximum: 2147483647,
    }),
    networkMode: text(
      'bridge',
      "Docker network of chaincode containers; they reach the peer at the Pod's address.",
      { pattern: '^[A-Za-z0-9_.-]+$', expects: 'the name of a Docker network' },
    ),
  },
);
