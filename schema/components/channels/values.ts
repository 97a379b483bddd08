/** The channels that the release's peers are to be in. */
import { element, list, map, type Node, text } from '../../model/node.ts';
import { address, peerName } from '../../shared/patterns.ts';
import { keyIn } from '../../shared/secret-key.ts';

/** The name of a channel: Fabric's configtx.validateChannelID, 249 characters at most. */
export const channelName = {
  pattern: '^[a-z][-a-z0-9.]*$',
  maxLength: 249,
  expects: 'the name of a channel: lower-case letters, digits, "-" and ".", starting with a letter',
} as const;

/** Some peers of the release, by their keys in `peers`. */
export const peerNames = (description: string): Node =>
  element(
    list(
      { type: 'string', pattern: peerName.pattern, $comment: `expects: ${peerName.expects}` },
      description,
    ),
  );

const tlsCaCert = keyIn('Secret', 'The TLS root CA certificate of that server.');

const server = (description: string): Node => ({
  type: 'object',
  additionalProperties: false,
  required: ['address', 'tlsCaCert'],
  properties: { address: element(text('', 'Host and port.', address)), tlsCaCert },
  description,
});

const channel: Node = {
  type: 'object',
  additionalProperties: false,
  required: ['orderers'],
  properties: {
    orderers: element(
      list(server('An orderer.'), 'Orderers of the channel; they are tried in this order.', { minItems: 1 }),
    ),
    block: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: {
        secret: keyIn('Secret', "The channel's genesis block in a Secret, where no orderer gives it out."),
        snapshot: element(
          text(
            '',
            "A ledger snapshot: its folder on the peer's volume. Every peer that joins needs it there.",
            {
              pattern: '^/.+$',
              expects: 'an absolute path',
            },
          ),
        ),
      },
      description: 'What peers join with. Without it the orderers are asked for the genesis block.',
      $comment: 'expects: either secret or snapshot',
    },
    peers: peerNames('Peers that join, by name. Empty: all.'),
    anchorPeers: peerNames(
      'Peers that the channel is to name as anchor peers of the organisation, by name: others find it through them. Those that it names already stay.',
    ),
    endorsers: element(
      map(
        server('A peer of another organisation.'),
        'Peers of other organisations, by MSP ID, that endorse the commit of a chaincode definition, where the policy LifecycleEndorsement asks for more than one organisation.',
      ),
    ),
  },
};

export const channels: Node = {
  ...map(
    channel,
    'Channels that the peers join, by name. A Job for each does what is missing and says for whom it waits. To take an entry away changes nothing on any peer: a peer leaves a channel only when it is told to, while it is stopped.',
    {
      examples: [
        {
          mychannel: {
            orderers: [
              {
                address: 'orderer0.example.com:7050',
                tlsCaCert: { name: 'orderer-tls', key: 'ca.crt' },
              },
            ],
            anchorPeers: ['peer0'],
          },
        },
      ],
    },
  ),
  propertyNames: { pattern: channelName.pattern, $comment: `expects: ${channelName.expects}` },
};
