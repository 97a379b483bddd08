/** Chaincode outside the Pod. Fabric asks external builders before Docker, so all of them live side by side. */
import {
  duration,
  element,
  flag,
  labelValue,
  list,
  type Node,
  passthrough,
  section,
  text,
} from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { optionalNamespace, optionalObjectName } from '../../shared/patterns.ts';

const environmentName: Node = {
  type: 'string',
  pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
  $comment: 'expects: the name of an environment variable',
};

export const externalBuilders: Record<string, Node> = {
  chaincodeAsAService: section(
    "Chaincode as a service: it runs elsewhere, and the peer dials the address in the chaincode package. Uses the builder of the peer's own image.",
    {
      enabled: flag(true, 'Keep the builder. Packages of type `ccaas` are then never built.'),
      builderConfig: passthrough(
        "Values for the Go templates in a package's connection.json (CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG), put in at installation.",
        {},
        { examples: [{ peername: 'org1peer0' }] },
      ),
    },
  ),
  externalBuilders: list(
    {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'path'],
      properties: {
        name: {
          type: 'string',
          pattern: '^[A-Za-z0-9_.-]+$',
          $comment: 'expects: a name of letters, digits, "_", "." and "-"',
          description:
            'Name of the builder. Fabric keeps it with every package it built: renaming makes them unusable.',
        },
        path: {
          type: 'string',
          pattern: '^/',
          $comment: 'expects: an absolute path',
          description: 'Folder that has bin/detect, bin/build and so on.',
        },
        propagateEnvironment: element(
          list(environmentName, 'Environment variables that the builder gets from the peer.'),
        ),
      },
    },
    'Further external builders, asked in this order before all others. Bring them in by `extraVolumes` and `extraInitContainers`.',
  ),
  kubernetesBuilder: section(
    'Chaincode as Kubernetes Jobs, by fabric-builder-k8s: packages of type `k8s` name an image by digest, and the builder makes a Job and a Secret for each. Its rights are a Role of the Jobs, Pods and Secrets that it needs and no more; its token is mounted in the peer alone.',
    {
      enabled: flag(false, 'Bring the builder into the peer, and give the peer the Role that it needs.'),
      image: image('the builder', 'hyperledger-labs/fabric-builder-k8s/k8s-fabric-peer', '0.15.2', 'ghcr.io'),
      path: text('/opt/hyperledger/k8s_builder', "The builder's folder in its image.", {
        pattern: '^/.+$',
        expects: 'an absolute path',
      }),
      namespace: text(
        '',
        "Namespace of the Jobs; empty: the release's. Another one must exist.",
        optionalNamespace,
      ),
      serviceAccountName: text('default', 'ServiceAccount of the chaincode Pods.', optionalObjectName),
      nodeRole: text(
        '',
        'Nodes that may run chaincode: those with the label and taint fabric-builder-k8s-role of this value.',
        { pattern: labelValue.pattern as string, maxLength: 63, expects: 'a label value' },
      ),
      objectNamePrefix: text('hlfcc', 'Start of the names of Jobs and Secrets.', {
        pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
        // The builder's maximumKubeNamePrefixLength.
        maxLength: 30,
        expects: 'a DNS label of at most 30 characters',
      }),
      startTimeout: duration('3m', "Longest time for a chaincode's Pod to start."),
      debug: flag(false, 'Debug log of the builder.'),
    },
  ),
};
