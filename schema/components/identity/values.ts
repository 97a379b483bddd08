/** Where a peer's MSP and TLS material comes from: Secrets, whatever their keys are called, volumes, or a CA. */
import {
  annotations,
  asSchema,
  element,
  flag,
  labels,
  list,
  map,
  type Node,
  passthrough,
  section,
  text,
} from '../../model/node.ts';
import { optionalAbsolutePath, optionalObjectName } from '../../shared/patterns.ts';
import { secretItem as item, requiredKey } from '../../shared/secret-key.ts';
import { enrollment } from './enrollment.ts';

const folder = (what: string): Node =>
  text(
    '',
    `Folder of the peer's container that has ${what} already, e.g. what Vault's injector writes; nothing is mounted then.`,
    optionalAbsolutePath,
  );

const files: Node = {
  ...map(
    {
      type: 'object',
      additionalProperties: false,
      required: ['key'],
      properties: {
        secretName: element(text('', 'Secret that holds it; empty: that of the MSP.', optionalObjectName)),
        key: requiredKey('Key in the Secret.'),
      },
    },
    'Further files of the MSP by their path: revocation lists, several CAs, e.g. `{crls/root.pem: {key: crl.pem}}`. Fabric reads one certificate or list of each file.',
  ),
  propertyNames: asSchema({
    pattern:
      '^(admincerts|cacerts|crls|intermediatecerts|tlscacerts|tlsintermediatecerts)/[-_A-Za-z0-9][-._A-Za-z0-9]{0,99}$',
    // Those of the chart's own values.
    not: {
      enum: [
        'admincerts/admincert.pem',
        'cacerts/cacert.pem',
        'intermediatecerts/intermediatecert.pem',
        'tlscacerts/tlscacert.pem',
        'tlsintermediatecerts/tlsintermediatecert.pem',
      ],
    },
    $comment:
      'expects: a file in admincerts, cacerts, crls, intermediatecerts, tlscacerts or tlsintermediatecerts, e.g. crls/root.pem',
  }),
};

const certificate: Node = section(
  "A Certificate of cert-manager, which makes the peer's TLS Secret and renews it. It has every name by which the peer is reached.",
  {
    enabled: flag(false, 'Make the Certificate; the cluster must have its CRD (cert-manager.io).'),
    issuerRef: passthrough(
      "The issuer: `{name: …, kind: Issuer}` or ClusterIssuer. It must give its CA as `ca.crt`, so none of ACME; and the CA must be in the channel's MSP.",
    ),
    duration: text('2160h', 'Life of the certificate.'),
    renewBefore: text(
      '720h',
      'How long before its end it is renewed. The peer then restarts (restartOnChange).',
    ),
    dnsNames: list({ type: 'string' }, "Names besides the peer's own."),
    ipAddresses: list({ type: 'string' }, 'IP addresses.', { value: ['127.0.0.1'] }),
    privateKey: {
      ...passthrough('How the key is made.'),
      default: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
    labels: labels('Further labels of the Certificate.'),
    annotations: annotations('Annotations of the Certificate.'),
  },
);

const hsm: Node = section(
  "A hardware module for the MSP's key, by PKCS#11. It needs a peer that was built with it, and its library in the container (extraVolumes). TLS keys stay files: Fabric has no HSM for them.",
  {
    enabled: flag(false, 'Use it. `msp.privateKey` is not read then.'),
    library: text('/opt/hsm/libpkcs11.so', "Path of the module's library.", optionalAbsolutePath),
    label: text('', 'Label of the token.'),
    pin: item('pin', 'The PIN; empty secretName: the Secret of the MSP.'),
  },
);

export const identity: Node = section(
  'Identity of the peer: from Secrets that exist already, all in one or each item in its own; from a volume; or from a CA.',
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
    msp: section('The local MSP: who the peer is. Items without a Secret of their own lie in `secretName`.', {
      secretName: text(
        '',
        "Secret with the MSP's files; empty: the peer's full name followed by `-msp`.",
        optionalObjectName,
      ),
      signCert: item('cert.pem', "The peer's enrolment certificate (signcerts)."),
      privateKey: item('key.pem', 'The private key of the enrolment certificate (keystore).'),
      caCert: item('cacert.pem', "The organisation's root CA certificate (cacerts)."),
      tlsCaCert: item('tlscacert.pem', "The organisation's TLS root CA certificate (tlscacerts)."),
      intermediateCert: item('', "The organisation's intermediate CA certificate (intermediatecerts)."),
      tlsIntermediateCert: item(
        '',
        "The organisation's TLS intermediate CA certificate (tlsintermediatecerts).",
      ),
      adminCert: item('', 'An administrator certificate (admincerts); only for MSPs without node OUs.'),
      config: item(
        '',
        'A `config.yaml` of your own. CA files that it names are found as `cacerts/cacert.pem` and `intermediatecerts/intermediatecert.pem`.',
      ),
      files,
      volume: passthrough(
        'A volume that is an MSP folder already, with its `config.yaml`, instead of Secrets: `{csi: …}`, a claim, a projection.',
      ),
      path: folder('the MSP'),
    }),
    tls: section(
      'TLS of the peer: its server certificate and the CA that others trust. Items without a Secret of their own lie in `secretName`.',
      {
        enabled: flag(true, 'Serve gRPC with TLS. Switch off for experiments only.'),
        secretName: text(
          '',
          "Secret with certificate and key, e.g. one that cert-manager keeps; empty: the peer's full name followed by `-tls`.",
          optionalObjectName,
        ),
        cert: item('tls.crt', "The peer's TLS certificate; its SANs must contain the peer's `hostname`."),
        privateKey: item('tls.key', 'The private key of the TLS certificate.'),
        caCert: item('ca.crt', 'The TLS root CA certificate.'),
        clientAuthRequired: flag(
          false,
          'Ask clients for a TLS certificate (mutual TLS), of the same CA or of `clientCaCert`.',
        ),
        clientCert: item('', 'Certificate by which the peer calls others; without it, that of the server.'),
        clientKey: item('', 'Its private key.'),
        clientCaCert: item('', "A CA of clients' certificates besides `caCert`."),
        volume: passthrough(
          'A volume instead of Secrets, with files that are called as the keys of cert, privateKey and caCert say.',
        ),
        path: folder('these files'),
        certificate,
      },
    ),
    enrollment,
    hsm,
  },
);
