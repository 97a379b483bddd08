/** Where a peer's identity lies unless an item names a Secret of its own. */
import { fact, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

/** The Secret of the MSP. */
export const mspSecret = fact(
  'mspSecret',
  "The Secret of the MSP's files.",
  orElse(peer.identity.msp.secretName, suffixed('msp')),
);

/** The Secret of the TLS certificate and key. */
export const tlsSecret = fact(
  'tlsSecret',
  'The Secret of the TLS certificate and key.',
  orElse(peer.identity.tls.secretName, suffixed('tls')),
);
