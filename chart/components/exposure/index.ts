/** Reaching the peer from outside the cluster: what tells a proxy to pass connections on by the host name in TLS. */
import {
  exposedHost,
  gatewayServiceName,
  isExposed,
  operationsHost,
} from '../../../schema/components/exposure/facts.ts';
import { peerFullname, suffixed } from '../../../schema/components/peer/facts.ts';
import { chartLabelName } from '../../../schema/components/release/names.ts';
import { operationsService } from '../../../schema/components/service/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, eq, format, literal } from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import { define, type Fragment, passedOn, toYaml, when, withValue, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import type { Component } from '../component.ts';

const { expose, service } = peer;
const { ingress, tlsRoute, istio, traefik, route } = expose;
const { gatewayService: gateway } = v;

interface Way {
  readonly name: Expr<string>;
  readonly host: Expr<string>;
  /** The backend. */
  readonly service: Expr<string>;
  readonly portName: Expr<string>;
  readonly port: Expr<number>;
}

const toPeer: Way = {
  name: peerFullname,
  host: exposedHost,
  service: peerFullname,
  portName: literal('grpc'),
  port: service.grpc.port,
};
const toOperations: Way = {
  name: suffixed('operations'),
  host: operationsHost,
  service: operationsService,
  portName: literal('operations'),
  port: service.operations.port,
};

const named = (name: Expr<string>): Fragment =>
  metadata(name, { of: 'peer', labels: expose.labels, annotations: expose.annotations });

/** The lines of each way that the values ask for. */
const each = (lines: (way: Way) => Fragment): Fragment => yaml`
  ${lines(toPeer)}
  ${when(expose.operations.enabled, lines(toOperations))}
`;

/** One object for each way. */
const objects = (object: (way: Way) => Fragment): Fragment => yaml`
  ${object(toPeer)}
  ${when(
    expose.operations.enabled,
    yaml`
      ---
      ${object(toOperations)}
    `,
  )}
`;

const passthrough = define(
  'fabric-dind.expose.passthrough',
  'peer',
  "The controller's own annotation that leaves TLS to the peer.",
  yaml`
    ${when(eq(ingress.controller, 'nginx'), yaml`nginx.ingress.kubernetes.io/ssl-passthrough: "true"`)}
    ${when(eq(ingress.controller, 'haproxy'), yaml`haproxy-ingress.github.io/ssl-passthrough: "true"`)}
    ${when(eq(ingress.controller, 'haproxytech'), yaml`haproxy.org/ssl-passthrough: "true"`)}
  `,
);

const theIngress = define(
  'fabric-dind.expose.ingress',
  'peer',
  'The Ingress. The path says nothing where TLS is passed through, but Kubernetes wants one.',
  yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    ${metadata(peerFullname, {
      of: 'peer',
      labels: expose.labels,
      annotations: expose.annotations,
      chartAnnotations: passthrough,
    })}
    spec:
      ${withValue(ingress.className, (name) => yaml`ingressClassName: ${name}`)}
      rules:
        ${each(
          ({ host, service, portName }) => yaml`
            - host: ${host}
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: ${service}
                        port:
                          name: ${portName}
          `,
        )}
      tls:
        - hosts:
            ${each(({ host }) => yaml`- ${host}`)}
  `,
);

const theTlsRoute = define(
  'fabric-dind.expose.tlsRoute',
  'peer',
  'The TLSRoute of the Gateway API.',
  objects(
    ({ name, host, service, port }) => yaml`
      apiVersion: ${tlsRoute.apiVersion}
      kind: TLSRoute
      ${named(name)}
      spec:
        ${passedOn('parentRefs', tlsRoute.parentRefs)}
        hostnames:
          - ${host}
        rules:
          - backendRefs:
              - name: ${service}
                port: ${port}
    `,
  ),
);

const theVirtualService = define(
  'fabric-dind.expose.istio',
  'peer',
  "Istio's VirtualService.",
  yaml`
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    ${named(peerFullname)}
    spec:
      hosts:
        ${each(({ host }) => yaml`- ${host}`)}
      gateways:
        ${when(istio.createGateway, yaml`- ${peerFullname}`)}
        ${when(istio.gateways, yaml`${toYaml(istio.gateways)}`)}
      tls:
        ${each(
          ({ host, service, port }) => yaml`
            - match:
                - sniHosts:
                    - ${host}
              route:
                - destination:
                    host: ${service}
                    port:
                      number: ${port}
          `,
        )}
  `,
);

const theGateway = define(
  'fabric-dind.expose.istioGateway',
  'peer',
  "Istio's Gateway of this peer's host names.",
  yaml`
    apiVersion: networking.istio.io/v1
    kind: Gateway
    ${named(peerFullname)}
    spec:
      ${passedOn('selector', istio.selector)}
      servers:
        - port:
            number: ${expose.port}
            name: tls
            protocol: TLS
          tls:
            mode: PASSTHROUGH
          hosts:
            ${each(({ host }) => yaml`- ${host}`)}
  `,
);

const theIngressRoute = define(
  'fabric-dind.expose.traefik',
  'peer',
  "Traefik's IngressRouteTCP.",
  yaml`
    apiVersion: traefik.io/v1alpha1
    kind: IngressRouteTCP
    ${named(peerFullname)}
    spec:
      ${passedOn('entryPoints', traefik.entryPoints)}
      routes:
        ${each(
          ({ host, service, port }) => yaml`
            - match: ${format('HostSNI(`%s`)', host)}
              ${passedOn('middlewares', traefik.middlewares)}
              services:
                - name: ${service}
                  port: ${port}
          `,
        )}
      tls:
        passthrough: true
  `,
);

const theRoute = define(
  'fabric-dind.expose.route',
  'peer',
  "OpenShift's Route.",
  objects(
    ({ name, host, service, portName }) => yaml`
      apiVersion: route.openshift.io/v1
      kind: Route
      ${named(name)}
      spec:
        host: ${host}
        to:
          kind: Service
          name: ${service}
          weight: 100
        port:
          targetPort: ${portName}
        tls:
          termination: passthrough
        wildcardPolicy: ${route.wildcardPolicy}
    `,
  ),
);

const gatewayService = define(
  'fabric-dind.expose.gatewayService',
  'release',
  "The Service over all peers of the release, for clients' gateway connections.",
  yaml`
    apiVersion: v1
    kind: Service
    ${metadata(gatewayServiceName, { of: 'release', labels: gateway.labels, annotations: gateway.annotations })}
    spec:
      type: ${gateway.type}
      selector:
        app.kubernetes.io/name: ${chartLabelName}
        app.kubernetes.io/instance: ${release.name}
        app.kubernetes.io/component: peer
      ports:
        - name: grpc
          port: ${gateway.port}
          targetPort: grpc
  `,
);

const is = (type: Parameters<typeof eq>[1]): Expr<boolean> => eq(expose.type, type as never);

export const exposure: Component = {
  name: 'exposure',
  about: 'Reaching the peer from outside the cluster',
  templates: [
    passthrough,
    theIngress,
    theTlsRoute,
    theVirtualService,
    theGateway,
    theIngressRoute,
    theRoute,
    gatewayService,
  ],
  when: isExposed,
  releaseObjects: [{ body: gatewayService, when: gateway.enabled }],
  objects: [
    { body: theIngress, when: is('ingress') },
    { body: theTlsRoute, when: is('tlsRoute') },
    { body: theVirtualService, when: is('istio') },
    { body: theGateway, when: and(is('istio'), istio.createGateway) },
    { body: theIngressRoute, when: is('traefik') },
    { body: theRoute, when: is('route') },
  ],
};
