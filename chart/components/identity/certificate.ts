/** The Certificate of cert-manager. */
import { tlsSecret } from '../../../schema/components/identity/facts.ts';
import { suffixed } from '../../../schema/components/peer/facts.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, include, passedOn, toYaml, withValue, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';
import { certificateNames } from './certificate-names.ts';

const { certificate: values } = peer.identity.tls;

/** Server and client: Fabric calls others with the same certificate. */
export const certificate = define(
  'fabric-dind.identity.certificate',
  'peer',
  "The Certificate of cert-manager that makes and renews the peer's TLS Secret.",
  yaml`
    apiVersion: cert-manager.io/v1
    kind: Certificate
    ${metadata(suffixed('tls'), { of: 'peer', labels: values.labels, annotations: values.annotations })}
    spec:
      secretName: ${tlsSecret}
      ${passedOn('issuerRef', values.issuerRef)}
      duration: ${values.duration}
      renewBefore: ${values.renewBefore}
      ${passedOn('privateKey', values.privateKey)}
      usages:
        - digital signature
        - key encipherment
        - server auth
        - client auth
      dnsNames:
        ${include(certificateNames)}
        - localhost
        ${withValue(values.dnsNames, (names) => yaml`${toYaml(names)}`)}
      ${passedOn('ipAddresses', values.ipAddresses)}
  `,
);
