/** A whole network for trying things out: keys, orderers, a channel and a sample chaincode. */
import { flag, integer, type Node, resources, section, size, text } from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { optionalDnsLabel, storageClass } from '../../shared/patterns.ts';
import { channelName } from '../channels/values.ts';

export const devnet: Node = section(
  'A network to develop against, with nothing prepared: keys, orderers, a channel that the peers join, a sample chaincode. Not for production: one Secret holds the keys of all authorities, and any one member may change the channel.',
  {
    enabled: flag(
      false,
      'Make it. Jobs with the image `administrator.image` make the keys before the peers start, and may create Secrets in the namespace.',
    ),
    channel: text('mychannel', 'Name of the channel. It cannot be changed later.', channelName),
    orderers: integer(1, 'How many orderers (Raft): 1 or 3. It cannot be changed later.', {
      minimum: 1,
      maximum: 3,
    }),
    sample: flag(
      true,
      'Install the sample chaincode `kv`, which peers build as any other, and have `helm test` use it. Switch off where `chaincodes` has what you develop.',
    ),
    joins: text(
      '',
      'Full name of another release in this namespace, e.g. `org1-fabric-dind`, whose devnet this organisation joins: it then gets no orderers of its own. `mspId` must be another. NOTES of that release print the command.',
      optionalDnsLabel,
    ),
    keep: flag(
      true,
      "Leave keys, ledgers and orderers' data when the release is uninstalled, for the next one of that name. `false`: a Job removes the Secrets that the devnet made and the claims of the release.",
    ),
    image: image('the orderers; 2.5 and 3.x', 'hyperledger/fabric-orderer', '2.5.16'),
    storage: section("The orderers' volumes.", {
      size: size('1Gi', 'Size of the claim of each.'),
      storageClassName: text('', 'StorageClass; empty: the default one; `-`: none.', storageClass),
    }),
    resources: resources("Requests and limits of an orderer's container."),
  },
);
