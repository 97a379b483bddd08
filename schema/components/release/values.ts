/** What belongs to the release as a whole: names, labels, the organisation. */
import { annotations, labels, type Node, section, text } from '../../model/node.ts';
import { extraObjects } from '../../shared/extra-objects.ts';
import { pullSecrets } from '../../shared/image.ts';
import { optionalDnsLabel, optionalRegistry } from '../../shared/patterns.ts';

/** The `global` section stays open: umbrella charts and platforms put keys of their own there (cert-manager#7329). */
const global: Node = {
  ...section('Settings that an umbrella chart shares with its subcharts. Unknown keys are accepted here.', {
    imageRegistry: text(
      '',
      'Registry of every image, e.g. of a mirror; it replaces `registry` of each image, and the one that the sidecar pulls chaincode images from.',
      optionalRegistry,
    ),
    imagePullSecrets: {
      type: 'array',
      items: pullSecrets,
      default: [],
      description:
        'Secrets with registry credentials, for the kubelet and for images that the sidecar pulls: `- name: my-registry`.',
    },
  }),
};

export const release: Record<string, Node> = {
  nameOverride: text('', "Replaces the chart's name in object names and labels.", optionalDnsLabel),
  fullnameOverride: text(
    '',
    'Replaces the first part of every object name. Peers are then called `<fullnameOverride>-<peer>`.',
    optionalDnsLabel,
  ),
  commonLabels: labels('Labels of every object, Pods included.'),
  commonAnnotations: annotations('Annotations of every object but Pods.'),
  global,
  mspId: text(
    'Org1MSP',
    "MSP ID of the organisation that these peers belong to, as the channel's configuration spells it.",
    {
      pattern: '^[A-Za-z0-9][-._A-Za-z0-9]*$',
      expects: 'an MSP ID: letters, digits, "-", "_" and "."',
      examples: ['Org1MSP'],
    },
  ),
  extraObjects: extraObjects('Further Kubernetes objects.'),
};
