/** Where a peer's MSP and TLS material comes from: existing Secrets, whatever their keys are called. */
import { flag, type Node, section, text } from '../../model/node.ts';
import { optionalObjectName } from '../../shared/patterns.ts';
import { secretKey as key } from '../../shared/secret-key.ts';

const secretName = (inherits: string): Node =>
  text('', `Secret that holds it; empty: \`${inherits}\`.`, optionalObjectName);

const item = (inherits: string, defaultKey: string, description: string): Node =>
  section(description, {
    secretName: secretName(inherits),
    key: key(
      defaultKey,
      defaultKey === '' ? 'Key in the Secret; empty: left out.' : 'Key in the Secret. It must not be empty.',
    ),
  });

const msp = 'identity.msp.secretName';
const tls = 'identity.tls.secretName';

export const identity: Node = section(
  'Identity of the peer, read from Secrets that exist already. One Secret may hold everything, or each item may come from its own.',
  {
    restartOnChange: flag(
      true,
      'Restart the peer when what is mounted as its identity changes, e.g. a certificate that cert-manager renewed: Fabric reads it only when it starts. The peers of a release restart within two minutes for each of them, or one after another with `rollout`. Without it a renewed certificate is of no use until somebody restarts the peer.',
    ),
    nodeOUs: section(
      "Node organisational units: roles of an identity by its certificate's OU field (Fabric's config.yaml).",
      {
        enabled: flag(
          true,
          'Write a `config.yaml` with the OUs client, peer, admin and orderer. It names no CA file, so it fits every CA of the MSP. Ignored when `msp.config.key` names a `config.yaml` of your own.',
        ),
      },
    ),
    msp: section('The local MSP: who the peer is.', {
      secretName: text(
        '',
        "Secret with the MSP's files; empty: the peer's full name followed by `-msp`.",
        optionalObjectName,
      ),
      signCert: item(msp, 'cert.pem', "The peer's enrolment certificate (signcerts)."),
      privateKey: item(msp, 'key.pem', 'The private key of the enrolment certificate (keystore).'),
      caCert: item(msp, 'cacert.pem', "The organisation's root CA certificate (cacerts)."),
      tlsCaCert: item(msp, 'tlscacert.pem', "The organisation's TLS root CA certificate (tlscacerts)."),
      intermediateCert: item(msp, '', "The organisation's intermediate CA certificate (intermediatecerts)."),
      tlsIntermediateCert: item(
        msp,
        '',
        "The organisation's TLS intermediate CA certificate (tlsintermediatecerts).",
      ),
      adminCert: item(msp, '', 'An administrator certificate (admincerts); only for MSPs without node OUs.'),
      config: item(
        msp,
        '',
        'A `config.yaml` of your own. CA files that it names are found as `cacerts/cacert.pem` and `intermediatecerts/intermediatecert.pem`.',
      ),
    }),
    tls: section('TLS of the peer: its server certificate and the CA that others trust.', {
      enabled: flag(true, 'Serve gRPC with TLS. Switch off for experiments only.'),
      secretName: text(
        '',
        "Secret with certificate and key, e.g. one that cert-manager keeps; empty: the peer's full name followed by `-tls`.",
        optionalObjectName,
      ),
      cert: item(tls, 'tls.crt', "The peer's TLS certificate; its SANs must contain the peer's `hostname`."),
      privateKey: item(tls, 'tls.key', 'The private key of the TLS certificate.'),
      caCert: item(tls, 'ca.crt', 'The TLS root CA certificate.'),
      clientAuthRequired: flag(false, 'Ask clients for a TLS certificate of the same CA (mutual TLS).'),
    }),
  },
);
