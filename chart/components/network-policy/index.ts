/** What a peer's Pod, and so its chaincode, may reach, and who may reach the Pod. */
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { hasCouchDB, hasCouchdbMetrics } from '../../../schema/components/state-database/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, fact, isSet, or } from '../../../schema/expression/build.ts';
import { peer, release } from '../../../schema/expression/references.ts';
import { ports } from '../../../schema/shared/ports.ts';
import { type Block, define, go, include, toYaml, when, yaml } from '../../language/index.ts';
import { selectorLabels } from '../../shared/labels.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const { except, exceptIPv6, grpcFrom, operationsFrom, chaincodeFrom, metricsFrom, couchdbFrom } =
  peer.networkPolicy;
const { metrics } = peer.dind;
const { metrics: couchdbMetrics } = peer.stateDatabase.couchdb;

const guardsMetrics = and(peer.dind.enabled, metrics.enabled, isSet(metricsFrom));

const guardsCouchdbMetrics = and(hasCouchdbMetrics, isSet(metricsFrom));
const guardsCouchdb = and(hasCouchDB, isSet(couchdbFrom));

const guards = fact(
  'guardsPorts',
  'Whether the NetworkPolicy says who may call the Pod.',
  or(
    isSet(grpcFrom),
    isSet(operationsFrom),
    isSet(chaincodeFrom),
    guardsMetrics,
    guardsCouchdbMetrics,
    guardsCouchdb,
  ),
);

const openPorts = define(
  'fabric-dind.networkPolicy.open',
  'peer',
  'Everything but the ports that have callers of their own is as open as without a policy: what lies between them, as ranges.',
  go`
    - protocol: UDP
    - protocol: SCTP
    {{- $guarded := list }}
    ${when(grpcFrom, go`{{- $guarded = append $guarded (printf "%05d" ${ports.grpc}) }}`)}
    ${when(chaincodeFrom, go`{{- $guarded = append $guarded (printf "%05d" ${ports.chaincode}) }}`)}
    ${when(operationsFrom, go`{{- $guarded = append $guarded (printf "%05d" ${ports.operations}) }}`)}
    ${when(guardsMetrics, go`{{- $guarded = append $guarded (printf "%05d" ${metrics.port}) }}`)}
    ${when(guardsCouchdb, go`{{- $guarded = append $guarded (printf "%05d" ${ports.couchdb}) }}`)}
    ${when(
      guardsCouchdbMetrics,
      go`{{- $guarded = append $guarded (printf "%05d" ${couchdbMetrics.port}) }}`,
    )}
    {{- $first := 1 }}
    {{- range $port := sortAlpha $guarded }}
    {{- $number := trimPrefix "0" $port | int64 }}
    {{- if lt $first $number }}
    - port: {{ $first }}
      endPort: {{ sub $number 1 }}
    {{- end }}
    {{- $first = add1 $number }}
    {{- end }}
    - port: {{ $first }}
      endPort: 65535
  `,
);

/** The release's own Pods: its peers, and the Pods of helm test. */
const ownPods = yaml`
  - podSelector:
      matchLabels:
        app.kubernetes.io/instance: ${release.name}
`;

const allowed = (
  port: Expr<number> | number,
  from: Expr<readonly object[]>,
  test: Expr<boolean>,
  own: boolean,
): Block =>
  when(
    test,
    own
      ? yaml`
          - ports:
              - port: ${port}
            from:
              ${ownPods}
              ${toYaml(from)}
        `
      : yaml`
          - ports:
              - port: ${port}
            from:
              ${toYaml(from)}
        `,
  );

const policy = define(
  'fabric-dind.networkPolicy',
  'peer',
  "Keeps the Pod, chaincode included, from the cloud's metadata service, which would hand out the node's identity, and keeps callers from ports that are not for them.",
  yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    ${metadata(peerFullname, { of: 'peer' })}
    spec:
      podSelector:
        matchLabels:
          ${include(selectorLabels)}
      policyTypes:
        - Egress
        ${when(guards, yaml`- Ingress`)}
      egress:
        - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except:
                  ${toYaml(except)}
            - ipBlock:
                cidr: ::/0
                except:
                  ${toYaml(exceptIPv6)}
            # Some network plugins, Cilium among them, match no Pod by its address.
            - namespaceSelector: {}
      ${when(
        guards,
        yaml`
          ingress:
            - ports:
                ${include(openPorts)}
            ${allowed(ports.grpc, grpcFrom, isSet(grpcFrom), true)}
            ${allowed(ports.operations, operationsFrom, isSet(operationsFrom), true)}
            ${allowed(ports.chaincode, chaincodeFrom, isSet(chaincodeFrom), false)}
            ${allowed(metrics.port, metricsFrom, guardsMetrics, false)}
            ${allowed(couchdbMetrics.port, metricsFrom, guardsCouchdbMetrics, false)}
            ${allowed(ports.couchdb, couchdbFrom, guardsCouchdb, false)}
        `,
      )}
  `,
);

export const networkPolicy: Component = {
  name: 'network-policy',
  about: "What a peer's Pod may reach, and who may reach it",
  when: peer.networkPolicy.enabled,
  templates: [policy, openPorts],
  objects: [{ body: policy }],
};
