/** Images that are brought into the sidecar before the peer starts. */
import {
  choice,
  flag,
  integer,
  list,
  type Node,
  passthrough,
  resources,
  section,
  text,
} from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { imageReference } from '../../shared/patterns.ts';

const imageName: Node = {
  type: 'string',
  pattern: imageReference.pattern,
  $comment: `expects: ${imageReference.expects}`,
};

export const preload: Node = section(
  'Bring images into the sidecar before the peer starts. An image that is there already costs nothing, so a registry outage stops no peer whose images are present.',
  {
    enabled: flag(
      true,
      "Preload images. Fabric itself pulls without credentials and remembers a failed build until it restarts, so leave this on unless the daemon's images are provided otherwise.",
    ),
    languages: section(
      'Languages whose images (`chaincode.images`) are wanted: those that build chaincode, and those that it runs in. Without the latter an installation succeeds and the first launch fails.',
      {
        golang: flag(true, 'Go: the builder and the golang image.'),
        node: flag(false, 'Node.js: the node image.'),
        java: flag(false, 'Java: the java image.'),
      },
    ),
    images: list(
      {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { ...imageName, description: 'Name under which Fabric asks for the image.' },
          from: {
            ...imageName,
            description: 'Reference to pull it from, when that is another; it is tagged with `name`.',
          },
        },
      },
      'Further images.',
      {
        examples: [[{ name: 'hyperledger/fabric-javaenv:2.5', from: 'registry.example.com/javaenv:2.5.10' }]],
      },
    ),
    pull: flag(
      true,
      'Pull what is missing, with the credentials of `imagePullSecrets` and `global.imagePullSecrets`.',
    ),
    refresh: flag(
      false,
      'Pull tags anew at each start of the Pod: an image whose tag moved, e.g. for a security fix, is otherwise never replaced while the claim lives. Where the registry does not answer, the image that is there will do. An image that `from` names by digest is always compared.',
    ),
    volume: {
      ...passthrough(
        'A Kubernetes volume source with image tars, as `docker save` writes them, at its root. Tars that hold a missing image are loaded before anything is pulled.',
        {},
        { examples: [{ persistentVolumeClaim: { claimName: 'fabric-images', readOnly: true } }] },
      ),
      propertyNames: {
        not: { enum: ['name'] },
        $comment: "expects: the source of a volume; its name is the chart's",
      },
    },
    fromImage: section(
      'Take the tars out of a plain image, for clusters without image volumes: an init container copies them at each start of the Pod, so the image needs a shell and `cp`. Excludes `volume`.',
      {
        enabled: flag(false, 'Copy tars from the image.'),
        image: image('image tars', 'fabric-images', '2.5'),
        path: text('/images', "The tars' folder in the image.", {
          pattern: '^/.+$',
          expects: 'an absolute path',
        }),
      },
    ),
    failurePolicy: choice(
      ['Fail', 'Ignore'],
      'Fail',
      'When an image is missing in the end. Fail: the peer waits and preloading is tried again. Ignore: the peer starts, and chaincode that needs the image fails until the peer is restarted.',
    ),
    timeoutSeconds: integer(600, 'Longest time for one image, in seconds.', { minimum: 1 }),
    resources: resources('Requests and limits of the init container `prepare`, which preloads.'),
  },
);
