/** What makes one peer of the release: whether it is there, its name and its image. */
import { flag, integer, type Node, text } from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { optionalDnsLabel } from '../../shared/patterns.ts';
import { versions } from '../../versions.ts';

export const values: Record<string, Node> = {
  enabled: flag(
    true,
    'Deploy the peer. Without it nothing of the peer is there but its claims, which are always kept.',
  ),
  replicas: integer(1, '1, or 0 to stop the peer and keep all its objects (for `peer node` maintenance).', {
    minimum: 0,
    maximum: 1,
  }),
  nameOverride: text(
    '',
    "The peer's full name, which its objects bear; empty: the release's full name, `-` and the peer's key.",
    optionalDnsLabel,
  ),
  image: image('the peer', 'hyperledger/fabric-peer', versions.fabric),
};
