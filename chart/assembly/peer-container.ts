/** `_peer.tpl`: the container of the peer, with what every component adds to it. */
import { chaincodeIsOutside } from '../../schema/components/service/facts.ts';
import { peer } from '../../schema/expression/references.ts';
import { imageReference } from '../../schema/shared/image-reference.ts';
import { ports } from '../../schema/shared/ports.ts';
import { components } from '../components/index.ts';
import { alive, listens } from '../components/peer/index.ts';
import type { Library } from '../file.ts';
import { define, environment, passedOn, toYaml, when, withValue, yaml } from '../language/index.ts';
import { probe } from '../shared/probes.ts';
import { env, resourcesOf } from '../shared/scalars.ts';
import { partsOfPeer } from './fold.ts';

/** The peer: not privileged, and the only container besides `dind` and `prepare` that sees the daemon's socket. */
export const peerContainer = define(
  'fabric-dind.peer.container',
  'peer',
  'The peer itself.',
  yaml`
    - name: peer
      image: ${imageReference(peer.image)}
      imagePullPolicy: ${peer.image.pullPolicy}
      ${passedOn('command', peer.command)}
      ${passedOn('args', peer.args)}
      env:
        ${environment(
          env,
          components.flatMap(({ environment = [] }) => environment),
          peer.env,
        )}
      ${passedOn('envFrom', peer.envFrom)}
      ports:
        - name: grpc
          containerPort: ${ports.grpc}
        - name: operations
          containerPort: ${ports.operations}
        ${when(
          chaincodeIsOutside,
          yaml`
            - name: chaincode
              containerPort: ${ports.chaincode}
          `,
        )}
      ${probe('startupProbe', peer.startupProbe, listens)}
      ${probe('readinessProbe', peer.readinessProbe, listens)}
      ${probe('livenessProbe', peer.livenessProbe, alive)}
      ${passedOn('lifecycle', peer.lifecycle)}
      ${resourcesOf(peer.resources)}
      ${passedOn('securityContext', peer.securityContext)}
      volumeMounts:
        ${partsOfPeer('mounts')}
        ${withValue(peer.extraVolumeMounts, (mounts) => yaml`${toYaml(mounts)}`)}
  `,
);

export const file: Library = {
  path: 'templates/_peer.tpl',
  about: 'The container of the peer',
  templates: [peerContainer],
};
