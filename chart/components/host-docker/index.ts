/** The node's own Docker daemon in place of the sidecar. */
import { peer } from '../../../schema/expression/references.ts';
import { define, when, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';

const environment = define(
  'fabric-dind.hostDocker.env',
  'peer',
  "Where chaincode on the node reaches the peer: at the Pod's address.",
  yaml`
    ${when(
      peer.hostDocker.enabled,
      yaml`
        POD_IP:
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
      `,
    )}
  `,
);

export const hostDocker: Component = {
  name: 'host-docker',
  about: "The node's own Docker daemon",
  when: peer.hostDocker.enabled,
  templates: [environment],
  environment: [environment],
  volumes: [
    {
      body: yaml`
        - name: host-docker
          hostPath:
            path: ${peer.hostDocker.socket}
            type: Socket
      `,
    },
  ],
  mounts: [
    {
      body: yaml`
        - name: host-docker
          mountPath: /run/host-docker.sock
      `,
    },
  ],
};
