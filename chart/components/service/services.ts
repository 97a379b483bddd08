/** `_services.tpl`: how others reach a peer, and its ServiceAccount. */
import { peerFullname, peerObjects } from '../../../schema/components/peer/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { choose, isSet, literal } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import type { Library } from '../../file.ts';
import { define, type Fragment, include, when, yaml } from '../../language/index.ts';
import { peerLabels, selectorLabels, serviceLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';

interface Port {
  readonly port: Expr<number>;
  readonly nodePort: Expr<number>;
}

const port = (name: 'grpc' | 'operations' | 'chaincode', { port, nodePort }: Port): Fragment => yaml`
  - name: ${literal(name)}
    port: ${port}
    targetPort: ${literal(name)}
    ${when(isSet(nodePort), yaml`nodePort: ${nodePort}`)}
`;

/** The Service that clients, other peers and other organisations use. */
export const clientService = define(
  'fabric-dind.peer.service',
  'peer',
  'The Service that clients and other peers use.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(peerFullname, serviceLabels, peer.service.annotations)}
    spec:
      type: ${peer.service.type}
      publishNotReadyAddresses: ${peer.service.publishNotReadyAddresses}
      selector:
        ${include(selectorLabels)}
      ports:
        ${port('grpc', peer.service.grpc)}
        ${when(peer.service.operations.enabled, port('operations', peer.service.operations))}
  `,
);

/** The Service that chaincode outside the Pod dials. */
export const chaincodeService = define(
  'fabric-dind.peer.chaincodeService',
  'peer',
  'The Service that chaincode outside the Pod dials. The peer starts Jobs before it is ready, and the client Service would\n     refuse them.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(peerObjects.chaincodeService, peerLabels)}
    spec:
      type: ${choose(isSet(peer.service.chaincode.nodePort), 'NodePort', 'ClusterIP')}
      publishNotReadyAddresses: true
      selector:
        ${include(selectorLabels)}
      ports:
        ${port('chaincode', peer.service.chaincode)}
  `,
);

/** The StatefulSet's governing Service. */
export const headlessService = define(
  'fabric-dind.peer.headlessService',
  'peer',
  "The StatefulSet's governing Service; it gives the Pod a name, ready or not.",
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(peerObjects.headlessService, peerLabels)}
    spec:
      clusterIP: None
      publishNotReadyAddresses: true
      selector:
        ${include(selectorLabels)}
      ports:
        - name: grpc
          port: 7051
          targetPort: grpc
        - name: operations
          port: 9443
          targetPort: operations
  `,
);

/** The peer's ServiceAccount, without a token. */
export const serviceAccount = define(
  'fabric-dind.peer.serviceAccount',
  'peer',
  "The peer's ServiceAccount; no token of it is ever mounted.",
  yaml`
    apiVersion: v1
    kind: ServiceAccount
    ${metadata(peerObjects.serviceAccount, peerLabels, peer.serviceAccount.annotations)}
    automountServiceAccountToken: false
  `,
);

export const file: Library = {
  path: 'templates/_services.tpl',
  about: 'Services and ServiceAccount of a peer',
  templates: [clientService, chaincodeService, headlessService, serviceAccount],
};
