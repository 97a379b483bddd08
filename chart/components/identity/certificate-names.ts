/** The names that a peer's TLS certificate must have. */
import {
  exposedHost,
  gatewayServiceName,
  isExposed,
  operationsHost,
} from '../../../schema/components/exposure/facts.ts';
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { and, format } from '../../../schema/expression/build.ts';
import { peer, release, v } from '../../../schema/expression/references.ts';
import { define, type Fragment, when, withValue, yaml } from '../../language/index.ts';

const ofService = (name: Expr<string>): Fragment => yaml`
  - ${name}
  - ${format('%s.%s', name, release.namespace)}
  - ${format('%s.%s.svc', name, release.namespace)}
`;

/** The list, for whoever makes the certificate. */
export const certificateNames = define(
  'fabric-dind.identity.certificateNames',
  'peer',
  'Names by which others reach the peer: its TLS certificate must have all of them.',
  yaml`
    ${ofService(peerFullname)}
    ${withValue(peer.hostname, (name) => yaml`- ${name}`)}
    ${when(isExposed, yaml`- ${exposedHost}`)}
    ${when(and(isExposed, peer.expose.operations.enabled), yaml`- ${operationsHost}`)}
    ${when(v.gatewayService.enabled, ofService(gatewayServiceName))}
  `,
);
