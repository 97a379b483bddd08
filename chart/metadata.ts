/** The chart's files that are no templates: Chart.yaml, .helmignore, README.md. */
import { dump } from 'js-yaml';
import { root } from '../schema/components/root.ts';
import { referenceOf } from '../schema/model/reference.ts';
import { versions } from '../schema/versions.ts';

/** The text of Chart.yaml. */
export const chartYaml = (banner: string): string =>
  `# ${banner}\n${dump(
    {
      apiVersion: 'v2',
      name: 'fabric-dind',
      description: 'Hyperledger Fabric peers, each with its own Docker daemon for chaincode in its Pod',
      type: 'application',
      version: versions.chart,
      appVersion: versions.fabric,
      kubeVersion: versions.kubernetes,
      keywords: ['blockchain', 'chaincode', 'docker-in-docker', 'fabric', 'hyperledger', 'peer'],
      annotations: {
        'artifacthub.io/license': 'Apache-2.0',
        'artifacthub.io/category': 'integration-delivery',
      },
    },
    { lineWidth: -1, quoteStyle: 'double' },
  )}`;

/** The text of the chart's README: how to install it, and the values reference. */
export const chartReadme = (banner: string): string =>
  referenceOf(
    root,
    banner,
    `# fabric-dind

Hyperledger Fabric peers on Kubernetes ${versions.kubernetes.replace('>=', '').replace('.0-0', '')} and newer. Every peer gets its own Docker daemon as a native sidecar: it builds and
runs the peer's chaincode, chaincode reaches the peer at 127.0.0.1:7052, and all of it lives and dies with the Pod.

\`\`\`sh
helm install fabric-dind fabric-dind-${versions.chart}.tgz --set mspId=Org1MSP
\`\`\`

It needs two Secrets per peer, here for \`peer0\` of a release named \`fabric-dind\`:

| Secret | Keys |
|---|---|
| \`fabric-dind-peer0-msp\` | \`cert.pem\`, \`key.pem\`, \`cacert.pem\`, \`tlscacert.pem\` |
| \`fabric-dind-peer0-tls\` | \`tls.crt\` (with the SAN \`fabric-dind-peer0.<namespace>.svc\`), \`tls.key\`, \`ca.crt\` |

Secrets with other names and keys, such as those of cert-manager, are named under \`peer.identity\`.

Editors with the YAML language server complete and check a values file that begins with the path of the unpacked chart's
schema for editors (\`tar -xf fabric-dind-${versions.chart}.tgz\`):

\`\`\`yaml
# yaml-language-server: $schema=fabric-dind/values.editor.schema.json
\`\`\`

The sidecar is privileged: whoever may install chaincode or enter the sidecar can reach the node. The peer is not: it runs
as a user, without capabilities, on a read-only root file system.
`,
  );
