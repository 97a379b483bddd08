/** How clients and other organisations reach the peer from outside the cluster: by its host name in TLS. */
import {
  annotations,
  choice,
  flag,
  integer,
  labels,
  list,
  type Node,
  passthroughList,
  section,
  stringMap,
  text,
} from '../../model/node.ts';
import { optionalHost, optionalObjectName } from '../../shared/patterns.ts';

const names = (description: string, value: string[] = []): Node =>
  list({ type: 'string' }, description, { value });

export const expose: Node = section(
  'Reaching the peer from outside the cluster. All peers may share one address: a proxy tells them apart by the host name in TLS (SNI) and passes the connection on as it is. Fabric compares TLS certificates, so no proxy may end TLS.',
  {
    type: choice(
      ['none', 'ingress', 'tlsRoute', 'istio', 'traefik', 'route'],
      'none',
      "Which object tells the proxy: an Ingress, a TLSRoute of the Gateway API, Istio's VirtualService, Traefik's IngressRouteTCP or OpenShift's Route.",
    ),
    host: text(
      '',
      "Host name for the outside; empty: `<peer's full name>.<domain>`. The peer's TLS certificate must have it.",
      optionalHost,
    ),
    domain: text('', 'Domain of the host names of all peers.', optionalHost),
    port: integer(443, 'Port that the outside dials.', { minimum: 1, maximum: 65535 }),
    annotations: annotations("Annotations of the object; they win over the chart's own."),
    labels: labels('Further labels of the object.'),
    ingress: section('The Ingress.', {
      className: text('nginx', 'Class of the Ingress.', optionalObjectName),
      controller: choice(
        ['nginx', 'haproxy', 'haproxytech', 'other'],
        'nginx',
        'Whose annotation asks for passthrough: that of ingress-nginx, of haproxy-ingress, of HAProxy Technologies, or one of yours in `annotations`.',
      ),
    }),
    tlsRoute: section('The TLSRoute.', {
      apiVersion: choice(
        [
          'gateway.networking.k8s.io/v1',
          'gateway.networking.k8s.io/v1alpha3',
          'gateway.networking.k8s.io/v1alpha2',
        ],
        'gateway.networking.k8s.io/v1',
        'Version of the API; v1 since Gateway API 1.5.',
      ),
      parentRefs: passthroughList('Gateways with a listener of the protocol TLS and the mode Passthrough.'),
    }),
    istio: section('The VirtualService.', {
      gateways: names(
        'Gateways that have the host in a server of the mode PASSTHROUGH, as `<namespace>/<name>`.',
      ),
      createGateway: flag(false, 'Make a Gateway for the host, too.'),
      selector: {
        ...stringMap("Labels of the ingress gateway's Pods, for the Gateway that is made."),
        default: { istio: 'ingressgateway' },
      },
    }),
    traefik: section('The IngressRouteTCP.', {
      entryPoints: names('Entry points of Traefik.', ['websecure']),
      middlewares: passthroughList('Middlewares for TCP, e.g. an allow list.'),
    }),
    route: section('The Route.', {
      wildcardPolicy: choice(['None', 'Subdomain'], 'None', 'Whether the Route serves subdomains, too.'),
    }),
    operations: section('The operations server under a host name of its own. Only with `operations.tls`.', {
      enabled: flag(false, 'Expose it likewise.'),
      host: text('', 'Its host name; empty: `operations.<host of the peer>`.', optionalHost),
    }),
  },
);

/** The organisation's one address for clients. */
export const gatewayService: Node = section(
  "A Service over all peers of the release, for clients' gateway connections: whichever peer answers endorses and submits. Every peer's TLS certificate must have its host name, `<name>.<namespace>.svc`.",
  {
    enabled: flag(false, 'Make it. It leads to the peers that are ready.'),
    name: text('', 'Its name; empty: the full name of the release and `-gateway`.', optionalObjectName),
    type: choice(['ClusterIP', 'NodePort', 'LoadBalancer'], 'ClusterIP', 'Type of the Service.'),
    port: integer(7051, 'Port of the Service.', { minimum: 1, maximum: 65535 }),
    annotations: annotations('Annotations of the Service.'),
    labels: labels('Further labels of the Service.'),
  },
);
