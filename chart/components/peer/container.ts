/** `_peer.tpl`: the container of the peer. */
import { imageReference } from '../../../schema/components/chaincode/images.ts';
import { chaincodeIsOutside, overlaysCoreYaml } from '../../../schema/components/chaincode/runtimes.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, environment, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { probe } from '../../shared/probes.ts';
import { peerEnv } from '../fabric/environment.ts';

const listens = yaml`
  exec:
    command:
      - bash
      - /etc/fabric-dind/ready.sh
`;

const alive = yaml`
  exec:
    command:
      - bash
      - /etc/fabric-dind/alive.sh
`;

/** The peer: not privileged, and the only container besides `dind` and `prepare` that sees the daemon's socket. */
export const peerContainer = define(
  'fabric-dind.peer.container',
  'peer',
  'The peer itself.',
  yaml`
    - name: peer
      image: ${imageReference(peer.image)}
      imagePullPolicy: ${peer.image.pullPolicy}
      ${withValue(
        peer.command,
        (command) => yaml`
          command:
            ${toYaml(command)}
        `,
      )}
      ${withValue(
        peer.args,
        (args) => yaml`
          args:
            ${toYaml(args)}
        `,
      )}
      env:
        ${environment(peerEnv, peer.env)}
      ${withValue(
        peer.envFrom,
        (envFrom) => yaml`
          envFrom:
            ${toYaml(envFrom)}
        `,
      )}
      ports:
        - name: grpc
          containerPort: 7051
        - name: operations
          containerPort: 9443
        ${when(
          chaincodeIsOutside,
          yaml`
            - name: chaincode
              containerPort: 7052
          `,
        )}
      ${probe(yaml`startupProbe:`, peer.startupProbe, listens)}
      ${probe(yaml`readinessProbe:`, peer.readinessProbe, listens)}
      ${probe(yaml`livenessProbe:`, peer.livenessProbe, alive)}
      ${withValue(
        peer.lifecycle,
        (lifecycle) => yaml`
          lifecycle:
            ${toYaml(lifecycle)}
        `,
      )}
      ${withValue(
        peer.resources,
        (resources) => yaml`
          resources:
            ${toYaml(resources)}
        `,
      )}
      ${withValue(
        peer.securityContext,
        (context) => yaml`
          securityContext:
            ${toYaml(context)}
        `,
      )}
      volumeMounts:
        - name: runtime
          mountPath: /etc/fabric-dind
          readOnly: true
        - name: msp
          mountPath: /etc/hyperledger/identity/msp
          readOnly: true
        ${when(
          peer.identity.tls.enabled,
          yaml`
            - name: tls
              mountPath: /etc/hyperledger/identity/tls
              readOnly: true
          `,
        )}
        - name: ledger
          mountPath: /var/hyperledger
          ${withValue(peer.ledger.subPath, (path) => yaml`subPath: ${path}`)}
        ${when(
          peer.dind.enabled,
          yaml`
            - name: docker-socket
              mountPath: /run/dind
          `,
        )}
        ${when(
          peer.hostDocker.enabled,
          yaml`
            - name: host-docker
              mountPath: /run/host-docker.sock
          `,
        )}
        ${when(
          peer.kubernetesBuilder.enabled,
          yaml`
            - name: kubernetes-builder
              mountPath: /opt/hyperledger/k8s_builder
              readOnly: true
            # In the peer alone: the sidecar and its chaincode see no token.
            - name: kubernetes-token
              mountPath: /var/run/secrets/kubernetes.io/serviceaccount
              readOnly: true
          `,
        )}
        ${when(
          overlaysCoreYaml,
          yaml`
            - name: config
              mountPath: /etc/hyperledger/fabric
          `,
        )}
        # External builders make scratch folders.
        - name: tmp
          mountPath: /tmp
        ${withValue(peer.extraVolumeMounts, (mounts) => yaml`${toYaml(mounts)}`)}
  `,
);

export const file: Library = {
  path: 'templates/_peer.tpl',
  about: 'The container of the peer',
  templates: [peerContainer],
};
