/** The chaincodes that are to be installed on the peers and committed on channels. */
import {
  element,
  environment,
  flag,
  integer,
  list,
  map,
  type Node,
  passthrough,
  resources,
  text,
} from '../../model/node.ts';
import { imageReference } from '../../shared/patterns.ts';
import { keyIn, requiredName } from '../../shared/secret-key.ts';
import { channelName, peerNames } from '../channels/values.ts';

/** The name of a chaincode: Fabric's lifecycle package, ChaincodeNameRegExp. */
const name = {
  pattern: '^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$',
  expects: 'the name of a chaincode: letters and digits, with "-" and "_" between them',
} as const;

/** Fabric's ChaincodeVersionRegExp. */
const version = {
  pattern: '^[A-Za-z0-9_.+-]+$',
  expects: 'a version: letters, digits, "_", ".", "+" and "-"; quote what looks like a number',
} as const;

const absolutePath = { pattern: '^/.+$', expects: 'an absolute path' } as const;

const closed = (
  description: string,
  required: readonly string[],
  properties: Record<string, Node>,
): Node => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties,
  description,
});

/** File names in a package; a collection's folder in front (Fabric: `META-INF/statedb/couchdb/collections`). */
const indexName = {
  pattern: '^([A-Za-z0-9_-]+/)?[A-Za-z0-9_-]+$',
  expects:
    'the name of an index: letters, digits, "-" and "_", with a collection and "/" in front for private data',
} as const;

/** What CouchDB makes an index of (`POST /{db}/_index`), as Fabric takes it from a package. */
const index: Node = closed("An index, as CouchDB's `_index` takes it.", ['index', 'ddoc', 'name', 'type'], {
  index: passthrough('`fields`, and `partial_filter_selector` where only some documents are in it.'),
  ddoc: element(text('', 'The design document that holds it.')),
  name: element(text('', 'Name, by which a query asks for it.')),
  type: element(text('', '`json`.', { pattern: '^json$', expects: 'json' })),
});

const service = closed(
  'Chaincode as a service: the chart runs an image that holds a chaincode server as a Deployment with a Service, and makes the package that leads peers there.',
  ['image'],
  {
    image: element(text('', 'Image of the chaincode server.', imageReference)),
    command: element(
      list({ type: 'string' }, "Command of the container, where the image's own starts something else."),
    ),
    port: element(integer(9999, 'Port on which it listens. 9999 if absent.', { minimum: 1, maximum: 65535 })),
    tls: closed('TLS between peers and the server.', [], {
      enabled: element(
        flag(
          true,
          'Whether peers speak TLS with it. True if absent; `false` for a server that does not read `CHAINCODE_TLS_KEY` and `CHAINCODE_TLS_CERT`.',
        ),
      ),
      secretName: requiredName(
        'Secret with the keys `tls.crt`, `tls.key` and `ca.crt`, e.g. of cert-manager, whose certificate names the Service. Without it the Job makes one, for ten years.',
      ),
    }),
    replicas: element(integer(1, 'How many Pods. 1 if absent.', { minimum: 0, maximum: 100 })),
    env: element(environment('Environment variables of the chaincode.')),
    resources: element(resources('Requests and limits of the chaincode.')),
    indexes: element({
      ...map(
        index,
        "CouchDB's indexes, by name; `<collection>/<name>` for one of private data. The package brings them to the peers.",
      ),
      propertyNames: { pattern: indexName.pattern, $comment: `expects: ${indexName.expects}` },
    }),
  },
);

const chaincodePackage: Node = {
  ...closed('Where the package comes from: one of these.', [], {
    configMap: keyIn(
      'ConfigMap',
      'The package, as `peer lifecycle chaincode package` makes it, in a ConfigMap (binaryData).',
    ),
    secret: keyIn('Secret', 'The package in a Secret.'),
    claim: closed('The package in a volume.', ['name', 'path'], {
      name: requiredName('The PersistentVolumeClaim.'),
      path: element(
        text('', 'Path of the package in the volume.', {
          pattern: '^[^/].*$',
          expects: 'a path below the volume, without / at its start',
        }),
      ),
    }),
    image: closed('The package in an image, which must hold `cp`.', ['name', 'path'], {
      name: element(text('', 'The image.', imageReference)),
      path: element(text('', 'Path of the package in the image.', absolutePath)),
    }),
    url: closed('The package at an address that the Job can reach.', ['address', 'sha256'], {
      address: element(
        text('', 'Its address.', {
          pattern: '^https?://[^ @]+$',
          expects: 'a URL such as https://example.com/asset.tgz, without name and password',
        }),
      ),
      sha256: element(
        text('', 'Checksum of the package; another content is refused.', {
          pattern: '^[0-9a-f]{64}$',
          expects: '64 hexadecimal digits',
        }),
      ),
    }),
    service,
  }),
  minProperties: 1,
  maxProperties: 1,
  $comment: 'expects: one of configMap, secret, claim, image, url and service',
};

const chaincode = closed('', ['channels', 'version', 'package'], {
  channels: element(
    list(
      { type: 'string', pattern: channelName.pattern, $comment: `expects: ${channelName.expects}` },
      'Channels on which it is to be committed, by their keys in `channels`.',
      { minItems: 1 },
    ),
  ),
  version: element(text('', 'Version of the definition.', version)),
  sequence: element(
    integer(
      1,
      'Number of the definition: one more for each change of version, policy or collections. 1 if absent. A changed package alone needs no new one, unless organisations are to agree on it.',
      { minimum: 1 },
    ),
  ),
  package: chaincodePackage,
  endorsementPolicy: element(
    text(
      '',
      "Who must endorse: a signature policy such as `OR('Org1MSP.peer','Org2MSP.peer')`, or the path of a policy of the channel, `/Channel/Application/Endorsement`. Without it the channel's own holds.",
    ),
  ),
  collections: element(
    list(
      passthrough('A collection as Fabric names its fields: name, policy, requiredPeerCount and so on.'),
      'Collections of private data.',
    ),
  ),
  init: closed('The definition asks for an initialisation, which the Job does after the commit.', ['args'], {
    args: element(list({ type: 'string' }, 'Arguments of the first invocation.')),
  }),
  commit: element(
    flag(
      true,
      'Commit the definition when the organisations have approved it; `false`: wait until another one has. True if absent.',
    ),
  ),
  peers: peerNames('Peers that get the package, by name. Empty: all that join one of the channels.'),
});

export const chaincodes: Node = {
  ...map(
    chaincode,
    'Chaincodes, by name. A Job for each installs the package, approves the definition for the organisation, waits for others, and commits it; it does what is missing. To take an entry away removes nothing from peers or channels.',
    {
      examples: [
        {
          asset: {
            channels: ['mychannel'],
            version: '1.0',
            sequence: 1,
            package: { configMap: { name: 'asset', key: 'asset.tgz' } },
          },
        },
      ],
    },
  ),
  propertyNames: { pattern: name.pattern, $comment: `expects: ${name.expects}` },
};
