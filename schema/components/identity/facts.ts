/** Where a peer's identity lies. */
import type { Expr } from '../../expression/ast.ts';
import { and, choose, eq, fact, format, isSet, not, or, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import { suffixed } from '../peer/facts.ts';

const { msp, tls, enrollment, hsm } = peer.identity;

/** The Secret of the MSP. */
export const mspSecret = fact(
  'mspSecret',
  "The Secret of the MSP's files.",
  orElse(msp.secretName, suffixed('msp')),
);

/** The Secret of the TLS certificate and key. */
export const tlsSecret = fact(
  'tlsSecret',
  'The Secret of the TLS certificate and key.',
  orElse(tls.secretName, suffixed('tls')),
);

/** Where the chart mounts the identity. */
export const identityFolder = '/etc/hyperledger/identity';

/** Whether the MSP is laid out from keys of Secrets. */
export const mspFromSecrets = and(not(enrollment.enabled), not(msp.volume), not(msp.path));

/** Whether TLS certificate and key are keys of Secrets. */
export const tlsFromSecrets = and(not(enrollment.enabled), not(tls.volume), not(tls.path));

/** Whether a Pod besides the peer's can have its identity. */
export const isShared = and(not(enrollment.enabled), not(msp.path), not(tls.path));

/** Whether the chart mounts the MSP. */
export const mountsMsp = and(not(enrollment.enabled), not(msp.path));

/** Whether the chart mounts certificate and key of TLS. */
export const mountsTls = and(tls.enabled, not(enrollment.enabled), not(tls.path));

/** The folder of the MSP in the peer. */
export const mspFolder = fact(
  'mspFolder',
  'The folder of the MSP in the peer.',
  choose(enrollment.enabled, `${identityFolder}/current/msp`, orElse(msp.path, `${identityFolder}/msp`)),
);

const tlsFolder = choose(
  enrollment.enabled,
  `${identityFolder}/current/tls`,
  orElse(tls.path, `${identityFolder}/tls`),
);

const fileOf = (name: string, description: string, file: string, key: Expr<string>): Expr<string> =>
  fact(
    name,
    description,
    format('%s/%s', tlsFolder, choose(or(isSet(tls.volume), isSet(tls.path)), key, file)),
  );

/** The files of TLS in the peer. */
export const tlsFiles = {
  cert: fileOf('tlsCertFile', "The peer's TLS certificate.", 'server.crt', tls.cert.key),
  key: fileOf('tlsKeyFile', "The peer's TLS key.", 'server.key', tls.privateKey.key),
  ca: fileOf('tlsCaFile', 'The CA of its TLS certificate.', 'ca.crt', tls.caCert.key),
};

/** Whether the peer calls others with a TLS certificate of its own for that. */
export const hasClientPair = and(tls.enabled, isSet(tls.clientCert.key));

/** Whether clients' certificates may be of a CA of their own. */
export const hasClientCa = and(tls.enabled, isSet(tls.clientCaCert.key));

/** Whether the MSP's key lies in a hardware module. */
export const usesHsm = hsm.enabled;

/** The Secret of what an enrolment needs: the CA's certificate, name and password. */
export const enrollmentSecret = suffixed('enrollment');

/** The claim of what an enrolment got. */
export const identityClaim = suffixed('identity');

/** Whether that has a claim. */
export const keepsIdentity = fact(
  'keepsIdentity',
  'Whether an enrolled identity has a claim.',
  and(peer.enabled, enrollment.enabled, eq(enrollment.storage.type, 'claim')),
);
