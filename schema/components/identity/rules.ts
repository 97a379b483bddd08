/** An identity must be complete: a peer without a key does not start, and 2.5's image would fall back to a sample MSP. */
import type { Expr } from '../../expression/ast.ts';
import {
  and,
  at,
  choose,
  eq,
  format,
  isSet,
  literal,
  lower,
  matches,
  ne,
  not,
  or,
  orElse,
} from '../../expression/build.ts';
import { peer, v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { mspFromSecrets, mspSecret, tlsFromSecrets } from './facts.ts';

const emptied = (key: Expr<string>, what: string, when: readonly Expr<boolean>[] = []): Rule => ({
  sentence: `the source of ${what} is named`,
  scope: 'peer',
  severity: 'error',
  blames: key,
  broken: and(peer.enabled, ...when, not(key)),
  message: literal(`${what} has no source: the key is empty. Name the key of the Secret that holds it`),
});

const { msp, tls, nodeOUs, enrollment, hsm } = peer.identity;
const { certificate } = tls;
const enrols = and(peer.enabled, enrollment.enabled);
const elsewhere = not(and(mspFromSecrets, tlsFromSecrets));

/** Whether Jobs of the administrator call the peer. */
const administratorCalls = or(isSet(v.channels), isSet(v.chaincodes), peer.backup.ledgerSnapshot.enabled);

export const rules: readonly Rule[] = [
  emptied(msp.signCert.key, "the peer's enrolment certificate", [mspFromSecrets]),
  emptied(msp.privateKey.key, "the peer's private key", [mspFromSecrets, not(hsm.enabled)]),
  emptied(msp.caCert.key, "the organisation's CA certificate", [mspFromSecrets]),
  emptied(tls.cert.key, "the peer's TLS certificate", [tls.enabled]),
  emptied(tls.privateKey.key, "the peer's TLS key", [tls.enabled]),
  emptied(tls.caCert.key, 'the TLS CA certificate', [tls.enabled]),
  emptied(enrollment.caCert.key, "the certificate of the CA's own TLS", [enrollment.enabled]),
  emptied(enrollment.credentials.usernameKey, 'the name at the CA', [enrollment.enabled]),
  emptied(enrollment.credentials.passwordKey, 'the password at the CA', [enrollment.enabled]),
  {
    sentence: 'an enrolment knows its CA',
    scope: 'peer',
    severity: 'error',
    blames: enrollment.url,
    broken: and(enrols, not(enrollment.url)),
    message: literal('the peer does not know which CA to ask. Name it, e.g. https://ca.example.com:7054'),
  },
  {
    sentence: 'an identity has one source',
    scope: 'peer',
    severity: 'error',
    blames: enrollment.enabled,
    broken: and(
      enrols,
      or(
        isSet(msp.secretName),
        isSet(tls.secretName),
        isSet(msp.volume),
        isSet(tls.volume),
        isSet(msp.path),
        isSet(tls.path),
        certificate.enabled,
      ),
    ),
    message: literal(
      'the peer enrols at a CA, and other values say that its identity comes from elsewhere. Remove secretName, volume, path and certificate of msp and tls, or switch enrollment off',
    ),
  },
  {
    sentence: 'an MSP has one source',
    scope: 'peer',
    severity: 'error',
    blames: msp.volume,
    broken: and(
      peer.enabled,
      or(
        and(isSet(msp.volume), or(isSet(msp.secretName), isSet(msp.path))),
        and(isSet(msp.path), isSet(msp.secretName)),
      ),
    ),
    message: literal('secretName, volume and path exclude each other. Keep one'),
  },
  {
    sentence: 'a TLS certificate has one source',
    scope: 'peer',
    severity: 'error',
    blames: tls.volume,
    broken: and(
      peer.enabled,
      or(
        and(isSet(tls.volume), or(isSet(tls.secretName), isSet(tls.path), certificate.enabled)),
        and(isSet(tls.path), or(isSet(tls.secretName), certificate.enabled)),
      ),
    ),
    message: literal('secretName, volume, path and certificate exclude each other. Keep one'),
  },
  {
    sentence: 'cert-manager makes the Secret of the peer',
    scope: 'peer',
    severity: 'error',
    blames: tls.secretName,
    broken: and(peer.enabled, certificate.enabled, isSet(tls.secretName)),
    message: literal(
      "with tls.certificate the Secret is the peer's full name followed by -tls, and cert-manager would overwrite one of yours. Remove secretName",
    ),
  },
  {
    sentence: 'a Certificate has an issuer',
    scope: 'peer',
    severity: 'error',
    blames: certificate.issuerRef,
    broken: and(peer.enabled, certificate.enabled, not(at(certificate.issuerRef, 'name'))),
    message: literal('cert-manager does not know who signs. Name the issuer: {name: …, kind: Issuer}'),
  },
  {
    sentence: 'a client pair is whole',
    scope: 'peer',
    severity: 'error',
    blames: tls.clientCert,
    broken: and(peer.enabled, ne(isSet(tls.clientCert.key), isSet(tls.clientKey.key))),
    message: literal('Fabric takes certificate and key of the client, or neither. Set both keys'),
  },
  {
    sentence: 'an identity in memory is asked for again and again',
    scope: 'peer',
    severity: 'warning',
    blames: enrollment.storage.type,
    broken: and(enrols, eq(enrollment.storage.type, 'memory')),
    message: literal(
      'each new Pod enrols anew; a CA that counts (maxenrollments) refuses it one day, and one that is away keeps the peer from starting. Take claim',
    ),
  },
  {
    sentence: 'Jobs know whom to trust',
    scope: 'peer',
    severity: 'error',
    blames: enrollment.enabled,
    broken: and(
      peer.enabled,
      tls.enabled,
      not(tlsFromSecrets),
      administratorCalls,
      not(v.administrator.peerTlsCaCert.secretName),
    ),
    message: literal(
      "the Jobs for channels, chaincodes and ledger snapshots cannot see the peers' TLS CA, which is in no Secret. Put it into one, and name that in administrator.peerTlsCaCert",
    ),
  },
  {
    sentence: 'Jobs show a certificate where peers ask for one',
    scope: 'peer',
    severity: 'error',
    blames: tls.clientAuthRequired,
    broken: and(
      peer.enabled,
      tls.enabled,
      tls.clientAuthRequired,
      or(v.devnet.enabled, administratorCalls),
      not(v.administrator.tls.secretName),
    ),
    message: literal(
      'the peer would refuse the Jobs for channels, chaincodes and ledger snapshots, which have no TLS certificate. Name one in administrator.tls.secretName',
    ),
  },
  {
    sentence: 'the devnet makes the identities itself',
    scope: 'peer',
    severity: 'error',
    blames: enrollment.enabled,
    broken: and(peer.enabled, v.devnet.enabled, or(elsewhere, certificate.enabled)),
    message: literal(
      'the devnet makes keys, and the peer would have others. Remove volume, path, certificate and enrollment of identity, or switch the devnet off',
    ),
  },
  {
    sentence: 'a hardware module has a token',
    scope: 'peer',
    severity: 'error',
    blames: hsm.label,
    broken: and(peer.enabled, hsm.enabled, or(not(hsm.label), not(hsm.pin.key))),
    message: literal('PKCS#11 needs the label of the token and its PIN. Set label and pin.key'),
  },
  {
    sentence: 'a peer with a hardware module was built for it',
    scope: 'peer',
    severity: 'error',
    blames: peer.image.repository,
    broken: and(peer.enabled, hsm.enabled, eq(peer.image.repository, 'hyperledger/fabric-peer')),
    message: literal(
      'this image was not built with pkcs11, and ends with "Could not find default `PKCS11` BCCSP". Name one that was (GO_TAGS=pkcs11 make peer-docker)',
    ),
  },
  {
    sentence: 'a PIN stays out of the log',
    scope: 'peer',
    severity: 'error',
    blames: peer.logging.spec,
    broken: and(
      peer.enabled,
      hsm.enabled,
      matches('nodecmd[^=:]{0,100}=(payload|debug|info|notice)', lower(peer.logging.spec)),
    ),
    message: literal(
      'at this level the logger nodeCmd prints the whole configuration when the peer starts, and the PIN with it. Take nodeCmd=warning',
    ),
  },
  {
    sentence: 'an MSP knows its administrators',
    scope: 'peer',
    severity: 'error',
    blames: peer.identity.nodeOUs.enabled,
    broken: and(
      peer.enabled,
      mspFromSecrets,
      not(nodeOUs.enabled),
      not(msp.config.key),
      not(msp.adminCert.key),
    ),
    message: literal(
      "without node OUs the MSP needs an administrator's certificate: the peer would stop with 'administrators must be declared'. Enable identity.nodeOUs, or name identity.msp.adminCert.key or identity.msp.config.key",
    ),
  },
  {
    sentence: 'an enrolled MSP knows its administrators',
    scope: 'peer',
    severity: 'error',
    blames: nodeOUs.enabled,
    broken: and(enrols, not(nodeOUs.enabled)),
    message: literal(
      "an MSP that the peer enrolled for knows administrators by node OUs alone: the peer would stop with 'administrators must be declared'. Enable identity.nodeOUs",
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
      choose(
        and(peer.enabled, mspFromSecrets),
        format('%s/%s', orElse(msp.signCert.secretName, mspSecret), msp.signCert.key),
        '',
      ),
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
