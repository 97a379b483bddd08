/** A peer that asks its organisation's Fabric CA for its identity. */
import {
  choice,
  duration,
  environment,
  flag,
  list,
  type Node,
  passthrough,
  resources,
  section,
  text,
} from '../../model/node.ts';
import { caUrl, credentials, furtherCredentials } from '../../shared/certificate-authority.ts';
import { image } from '../../shared/image.ts';
import { storageClass } from '../../shared/patterns.ts';
import { secretItem } from '../../shared/secret-key.ts';

const ca = (what: string, caCertKey: string, more: Record<string, Node>): Node =>
  section(what, {
    url: caUrl,
    caName: text('', 'Name of the CA within the server; empty: its default.'),
    caCert: secretItem(
      caCertKey,
      "Certificate that the CA's own TLS is checked with. It is never left unchecked.",
    ),
    ...more,
  });

export const enrollment: Node = ca(
  "Enrolment at a Fabric CA, for MSP and TLS, by a native sidecar. It renews both before they end, and keeps the old ones until the new are whole. An empty Secret is `<peer's full name>-enrollment`.",
  'ca.crt',
  {
    enabled: flag(false, 'Enrol the peer. Secrets of `msp` and `tls` are not read then.'),
    credentials,
    tls: ca('The CA of TLS certificates; empty parts: as above. It is asked with the profile `tls`.', '', {
      credentials: furtherCredentials,
    }),
    image: image('the sidecar', 'hyperledger/fabric-ca', '1.5.21'),
    csr: section('What the certificates are to say. Their name is the enrolment id: the CA takes no other.', {
      hosts: list({ type: 'string' }, 'Host names besides those by which the peer is reached.'),
      names: passthrough(
        'Parts of the subject: `{C: IN, ST: Maharashtra, O: Org1}`. Its OU comes from the CA.',
      ),
    }),
    attributes: list(
      { type: 'string' },
      'Attributes to ask for, e.g. `hf.Affiliation:opt`. A renewal cannot ask for any, so the peer then enrols by its password each time: `maxenrollments` must let it. The CA gives attributes registered with `:ecert` unasked.',
    ),
    storage: section('Where the identity lies.', {
      type: choice(
        ['claim', 'memory'],
        'claim',
        "claim: `<peer's full name>-identity`, which stays. memory: each new Pod enrols anew, which a CA with `maxenrollments` refuses one day.",
      ),
      size: text('16Mi', 'Size of the claim.'),
      storageClassName: text('', "StorageClass; empty: the cluster's default, `-`: none.", storageClass),
    }),
    renewBefore: duration(
      '720h',
      "How long before its end a certificate is renewed; 0s: never. A CA's certificates live a year unless it says otherwise.",
    ),
    resources: resources('Requests and limits of the sidecar.'),
    env: environment("Further variables of the sidecar, e.g. fabric-ca-client's."),
  },
);
