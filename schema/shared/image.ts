/** Container images, as the charts people know spell them. */
import { choice, type Node, section, tag, text } from '../model/node.ts';
import { objectName, registry, repository as repositoryName } from './patterns.ts';

/** One object for all images, so that the schema has it once. */
export const imageDigest: Node = text(
  '',
  'Digest, e.g. `sha256:…`. When set it is used instead of the tag.',
  {
    pattern: '^(sha256:[0-9a-f]{64})?$',
    expects: 'empty or sha256: and 64 hexadecimal digits',
  },
);

/** The parts of an image reference; a digest wins over the tag, `global.imageRegistry` over the registry. */
export const image = (what: string, repository: string, defaultTag: string, host = 'docker.io'): Node =>
  section(`Image of ${what}.`, {
    registry: text(host, 'Registry to pull from; `global.imageRegistry` wins over it.', registry),
    repository: text(repository, 'Repository below the registry.', repositoryName),
    tag: tag(defaultTag, 'Tag. Pin a full version: a floating tag lets two nodes run different software.'),
    digest: imageDigest,
    pullPolicy: choice(
      ['Always', 'IfNotPresent', 'Never'],
      'IfNotPresent',
      'When the kubelet pulls the image. `Always` makes a restart depend on the registry.',
    ),
  });

/** References to Secrets of type kubernetes.io/dockerconfigjson. */
export const pullSecrets: Node = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      pattern: objectName.pattern,
      maxLength: objectName.maxLength,
      $comment: 'expects: the name of a Secret',
      description: 'Name of the Secret.',
    },
  },
  required: ['name'],
};
