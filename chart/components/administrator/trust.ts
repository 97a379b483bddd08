/** The peers of the release as the administrator's Jobs know them: addresses, and whom to trust. */
import { tlsSecret } from '../../../schema/components/identity/facts.ts';
import { address } from '../../../schema/components/peer/facts.ts';
import { and, choose, eq, format, isSet, orElse } from '../../../schema/expression/build.ts';
import { peer, peerKey, v } from '../../../schema/expression/references.ts';
import { define, eachPeer, when, yaml } from '../../language/index.ts';

const { peerTlsCaCert } = v.administrator;
const { tls } = peer.identity;

/** Whether a peer runs. */
export const runs = and(peer.enabled, eq(peer.replicas, 1));

/** The TLS CA of a peer, as a file that is named like the peer. */
export const peerCertificate = yaml`
  - secret:
      name: ${orElse(peerTlsCaCert.secretName, orElse(tls.caCert.secretName, tlsSecret))}
      items:
        - key: ${choose(isSet(peerTlsCaCert.secretName), peerTlsCaCert.key, tls.caCert.key)}
          path: ${format('peers/%s.crt', peerKey)}
`;

/** What a Job is told of a peer. */
export const peerFacts = yaml`
  "${peerKey}":
    address: ${address}
    tls: ${tls.enabled}
`;

/** Whom Jobs trust. */
export const peerCertificates = define(
  'fabric-dind.administrator.peerCertificates',
  'release',
  'The TLS CA of each peer that runs, one file a peer.',
  yaml`
    ${eachPeer(yaml`
      ${when(and(runs, tls.enabled), peerCertificate)}
    `)}
  `,
);

/** The peers that run, by name. */
export const runningPeers = define(
  'fabric-dind.administrator.peers',
  'release',
  'The peers that run: their addresses, by name.',
  yaml`
    ${eachPeer(yaml`
      ${when(runs, peerFacts)}
    `)}
  `,
);
