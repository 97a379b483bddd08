/** An identity must be complete: a peer without a key does not start, and 2.5's image would fall back to a sample MSP. */
import type { Expr } from '../../expression/ast.ts';
import { and, choose, format, literal, not, orElse } from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { mspSecret } from './facts.ts';

const emptied = (key: Expr<string>, what: string, when: readonly Expr<boolean>[] = []): Rule => ({
  sentence: `the source of ${what} is named`,
  scope: 'peer',
  severity: 'error',
  blames: key,
  broken: and(peer.enabled, ...when, not(key)),
  message: literal(`${what} has no source: the key is empty. Name the key of the Secret that holds it`),
});

const { msp, tls, nodeOUs } = peer.identity;

export const rules: readonly Rule[] = [
  emptied(msp.signCert.key, "the peer's enrolment certificate"),
  emptied(msp.privateKey.key, "the peer's private key"),
  emptied(msp.caCert.key, "the organisation's CA certificate"),
  emptied(tls.cert.key, "the peer's TLS certificate", [tls.enabled]),
  emptied(tls.privateKey.key, "the peer's TLS key", [tls.enabled]),
  emptied(tls.caCert.key, 'the TLS CA certificate', [tls.enabled]),
  {
    sentence: 'an MSP knows its administrators',
    scope: 'peer',
    severity: 'error',
    blames: peer.identity.nodeOUs.enabled,
    broken: and(peer.enabled, not(nodeOUs.enabled), not(msp.config.key), not(msp.adminCert.key)),
    message: literal(
      "without node OUs the MSP needs an administrator's certificate: the peer would stop with 'administrators must be declared'. Enable identity.nodeOUs, or name identity.msp.adminCert.key or identity.msp.config.key",
    ),
  },
  {
    sentence: 'TLS clients are checked only where TLS is on',
    scope: 'peer',
    severity: 'error',
    blames: peer.identity.tls.clientAuthRequired,
    broken: and(not(tls.enabled), tls.clientAuthRequired),
    message: literal('clients cannot be asked for a certificate while TLS is off. Enable identity.tls'),
  },
  {
    sentence: 'TLS is on',
    scope: 'peer',
    severity: 'warning',
    blames: peer.identity.tls.enabled,
    broken: and(peer.enabled, not(tls.enabled)),
    message: literal('gRPC is served without TLS: proposals and private data travel in the clear'),
  },
  {
    sentence: 'no two peers have one certificate',
    scope: 'unique',
    severity: 'error',
    what: 'certificate',
    blames: msp.secretName,
    names: [
      choose(peer.enabled, format('%s/%s', orElse(msp.signCert.secretName, mspSecret), msp.signCert.key), ''),
    ],
    message: ({ name, peer, owner }) =>
      format(
        'the certificate %s of peer %s is that of peer %s already: an identity belongs to one peer. Name identity.msp.secretName or identity.msp.signCert per peer, under peers.<name>',
        name,
        peer,
        owner,
      ),
  },
];
