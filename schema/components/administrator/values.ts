/** Who joins peers to channels and installs chaincode, and with which tools. */
import { integer, type Node, resources, section, text } from '../../model/node.ts';
import { image } from '../../shared/image.ts';
import { optionalObjectName } from '../../shared/patterns.ts';
import { secretKey as key } from '../../shared/secret-key.ts';

export const administrator: Node = section(
  'The administrator of the organisation, whose Jobs do what `channels` and `chaincodes` say. Without either nothing of this is used.',
  {
    image: image(
      "Fabric's commands, with jq and curl; 2.5's serve peers of 3.x too",
      'hyperledger/fabric-tools',
      '2.5.16',
    ),
    msp: section("The administrator's identity: a certificate with the OU admin, and its key.", {
      secretName: text(
        '',
        'Secret that holds it. It must exist; only the Jobs mount it, never a peer.',
        optionalObjectName,
      ),
      signCert: key('cert.pem', "Key of the administrator's certificate."),
      privateKey: key('key.pem', 'Key of its private key.'),
      caCert: key('cacert.pem', "Key of the organisation's root CA certificate."),
      intermediateCert: key(
        '',
        "Key of the organisation's intermediate CA certificate; empty: there is none.",
      ),
    }),
    tls: section('A TLS client certificate, for peers and orderers that ask for one.', {
      secretName: text('', 'Secret that holds it; empty: none is shown.', optionalObjectName),
      cert: key('tls.crt', 'Key of the certificate.'),
      privateKey: key('tls.key', 'Key of its private key.'),
    }),
    peerTlsCaCert: section("The TLS root CA of the release's peers.", {
      secretName: text(
        '',
        "Secret that holds it; empty: each peer's own (`identity.tls`).",
        optionalObjectName,
      ),
      key: key('ca.crt', 'Key of the certificate.'),
    }),
    timeoutSeconds: integer(
      900,
      'Longest time for a Job, in seconds: it waits for peers, orderers and other organisations, and says for whom.',
      { minimum: 30 },
    ),
    resources: resources("Requests and limits of a Job's container."),
  },
);
