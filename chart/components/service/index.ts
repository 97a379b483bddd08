/** How others reach the peer. */
import { hasDockerMetrics } from '../../../schema/components/dind/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { offersChaincode } from '../../../schema/components/service/facts.ts';
import {
  chaincodeService,
  headlessService,
  operationsService,
} from '../../../schema/components/service/names.ts';
import { hasCouchdbMetrics } from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, choose, isSet, literal, not } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { ports } from '../../../schema/shared/ports.ts';
import {
  define,
  type Fragment,
  include,
  passedOn,
  toYaml,
  when,
  withValue,
  yaml,
} from '../../language/index.ts';
import { selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

interface Port {
  readonly port: Expr<number>;
  readonly nodePort: Expr<number>;
}

const port = (
  name: 'grpc' | 'operations' | 'chaincode',
  { port, nodePort }: Port,
  appProtocol?: Expr<string>,
): Fragment => yaml`
  - name: ${literal(name)}
    port: ${port}
    targetPort: ${literal(name)}
    ${withValue(nodePort, (number) => yaml`nodePort: ${number}`)}
    ${appProtocol ? withValue(appProtocol, (protocol) => yaml`appProtocol: ${protocol}`) : yaml``}
`;

const values = peer.service;

const clientService = define(
  'fabric-dind.service.client',
  'peer',
  'The Service that clients and other peers use.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(peerFullname, { of: 'peer', labels: values.labels, annotations: values.annotations })}
    spec:
      type: ${values.type}
      ${withValue(values.clusterIP, (address) => yaml`clusterIP: ${address}`)}
      ${withValue(values.loadBalancerClass, (name) => yaml`loadBalancerClass: ${name}`)}
      ${withValue(values.loadBalancerIP, (address) => yaml`loadBalancerIP: ${address}`)}
      ${passedOn('loadBalancerSourceRanges', values.loadBalancerSourceRanges)}
      ${withValue(values.externalTrafficPolicy, (policy) => yaml`externalTrafficPolicy: ${policy}`)}
      ${withValue(values.ipFamilyPolicy, (policy) => yaml`ipFamilyPolicy: ${policy}`)}
      ${passedOn('ipFamilies', values.ipFamilies)}
      publishNotReadyAddresses: ${values.publishNotReadyAddresses}
      selector:
        ${include(selectorLabels)}
      ports:
        ${port('grpc', values.grpc, values.grpc.appProtocol)}
        ${when(
          and(values.operations.enabled, not(values.operations.separate)),
          port('operations', values.operations),
        )}
        ${withValue(values.extraPorts, (extra) => yaml`${toYaml(extra)}`)}
  `,
);

const forOperations = define(
  'fabric-dind.service.operations',
  'peer',
  'The Service of the operations server alone: it stays in the cluster, whatever leads to the peer.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(operationsService, { of: 'peer' })}
    spec:
      publishNotReadyAddresses: true
      selector:
        ${include(selectorLabels)}
      ports:
        - name: operations
          port: ${values.operations.port}
          targetPort: operations
  `,
);

const forChaincode = define(
  'fabric-dind.service.chaincode',
  'peer',
  'The Service that chaincode outside the Pod dials. The peer starts Jobs before it is ready, and the client Service would refuse them.',
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(chaincodeService, { of: 'peer' })}
    spec:
      type: ${choose(isSet(values.chaincode.nodePort), 'NodePort', 'ClusterIP')}
      publishNotReadyAddresses: true
      selector:
        ${include(selectorLabels)}
      ports:
        ${port('chaincode', values.chaincode)}
  `,
);

const headless = define(
  'fabric-dind.service.headless',
  'peer',
  "The StatefulSet's governing Service; it gives the Pod a name, ready or not.",
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(headlessService, { of: 'peer', chartLabels: yaml`${when(peer.metrics.serviceMonitor.enabled, yaml`fabric-dind/service: headless`)}` })}
    spec:
      clusterIP: None
      publishNotReadyAddresses: true
      selector:
        ${include(selectorLabels)}
      ports:
        - name: grpc
          port: ${ports.grpc}
          targetPort: grpc
        - name: operations
          port: ${ports.operations}
          targetPort: operations
        ${when(
          and(peer.metrics.serviceMonitor.enabled, hasDockerMetrics),
          yaml`
            - name: docker-metrics
              port: ${peer.dind.metrics.port}
              targetPort: docker-metrics
          `,
        )}
        ${when(
          and(peer.metrics.serviceMonitor.enabled, hasCouchdbMetrics),
          yaml`
            - name: couchdb-metrics
              port: ${peer.stateDatabase.couchdb.metrics.port}
              targetPort: couchdb-metrics
          `,
        )}
  `,
);

export const service: Component = {
  name: 'service',
  about: 'How others reach the peer',
  templates: [clientService, forOperations, forChaincode, headless],
  objects: [
    { body: headless },
    { body: clientService },
    { body: forOperations, when: and(values.operations.enabled, values.operations.separate) },
    { body: forChaincode, when: offersChaincode },
  ],
};
