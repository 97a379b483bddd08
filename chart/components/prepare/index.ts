/** What is prepared before the peer starts: the owner of its ledger, and the daemon's images. */
import { pullSecrets } from '../../../schema/components/pod/facts.ts';
import { copiesTars, preloads, preparesAnything } from '../../../schema/components/prepare/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, format, isSet } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { imageReference } from '../../../schema/shared/image-reference.ts';
import { define, type Fragment, field, passedOn, range, toYaml, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';
import { scriptsVolume } from '../scripts/index.ts';
import { container, preloadImages } from './container.ts';

const pullSecret = (name: Expr<string>): Fragment => yaml`
  - secret:
      name: ${name}
      optional: true
      items:
        - key: .dockerconfigjson
          path: ${format('%s/config.json', name)}
`;

const credentials = define(
  'fabric-dind.prepare.credentials',
  'peer',
  'Registry credentials for pulls of the daemon, a folder for each Secret.',
  yaml`
    - name: pull-secrets
      projected:
        sources:
          ${range(pullSecrets, 'secret', (secret) => pullSecret(field(secret, 'name')))}
  `,
);

export const prepare: Component = {
  name: 'prepare',
  about: 'What is prepared before the peer starts',
  when: preparesAnything,
  templates: [preloadImages, container, credentials],
  initContainers: [{ body: container }],
  volumes: [
    { body: scriptsVolume('prepare') },
    { body: credentials, when: and(preloads, isSet(pullSecrets)) },
    {
      when: and(preloads, isSet(peer.preload.volume)),
      body: yaml`
        - name: images
          ${toYaml(peer.preload.volume)}
      `,
    },
  ],
};

const tars = define(
  'fabric-dind.imageTars.container',
  'peer',
  'Copies image tars out of a plain image, which knows nothing of Docker; prepare loads and removes them.',
  yaml`
    - name: image-tars
      image: ${imageReference(peer.preload.fromImage.image)}
      imagePullPolicy: ${peer.preload.fromImage.image.pullPolicy}
      command:
        - sh
        - -ec
        - cp "$TARS"/*.tar /tars/
      env:
        - name: TARS
          value: ${peer.preload.fromImage.path}
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        - name: images
          mountPath: /tars
  `,
);

/** Image tars out of a plain image, which has no daemon's client; `prepare` loads and removes them. */
export const imageTars: Component = {
  name: 'image-tars',
  about: 'Image tars out of a plain image',
  when: copiesTars,
  templates: [tars],
  initContainers: [{ body: tars }],
  volumes: [
    {
      body: yaml`
        - name: images
          emptyDir: {}
      `,
    },
  ],
};
