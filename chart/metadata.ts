/** The chart's files that are no templates: Chart.yaml, .helmignore, README.md. */
import { dump } from 'js-yaml';
import { type Group, groups } from '../schema/components/groups.ts';
import { root } from '../schema/components/root.ts';
import { knownImages } from '../schema/images.ts';
import { referenceOf } from '../schema/model/reference.ts';
import { project, versions } from '../schema/versions.ts';

/** A change, as Artifact Hub shows it. */
export interface Change {
  readonly kind: string;
  readonly description: string;
}

const asYaml = (value: unknown): string => dump(value, { lineWidth: -1 });

/** What Artifact Hub reads (artifacthub.io, "Helm annotations"). */
const annotations = (changes: readonly Change[]): Record<string, string> => ({
  'artifacthub.io/license': 'Apache-2.0',
  'artifacthub.io/category': 'integration-delivery',
  'artifacthub.io/images': asYaml(knownImages().map(({ name, image }) => ({ name, image }))),
  'artifacthub.io/links': asYaml([
    { name: 'Values', url: `${project.home}/blob/main/chart/fabric-dind/README.md` },
    { name: 'Runbook', url: `${project.home}/blob/main/docs/runbook.md` },
    { name: 'Moving from other charts', url: `${project.home}/blob/main/docs/migrate.md` },
    { name: 'Changelog', url: `${project.home}/blob/main/CHANGELOG.md` },
  ]),
  ...(project.signKey ? { 'artifacthub.io/signKey': asYaml(project.signKey) } : {}),
  ...(changes.length > 0 ? { 'artifacthub.io/changes': asYaml(changes) } : {}),
});

/**
 * The text of Chart.yaml.
 * @param changes of the version, once it is released
 */
export const chartYaml = (banner: string, changes: readonly Change[]): string =>
  `# ${banner}\n${dump(
    {
      apiVersion: 'v2',
      name: 'fabric-dind',
      description: 'Hyperledger Fabric peers, each with its own Docker daemon for chaincode in its Pod',
      type: 'application',
      version: versions.chart,
      appVersion: versions.fabric,
      kubeVersion: versions.kubernetes,
      home: project.home,
      sources: [project.home],
      icon: `${project.home}/raw/main/docs/icon.svg`,
      keywords: ['blockchain', 'chaincode', 'docker-in-docker', 'fabric', 'hyperledger', 'peer'],
      annotations: annotations(changes),
    },
    { lineWidth: -1, quoteStyle: 'double' },
  )}`;

const document = (name: string): string => `[${name}](${project.home}/blob/main/docs/${name}.md)`;

/** When a group is needed, and where there is more: examples lie in the package, documents in the repository. */
const prefaceOf = ({ when, examples = [], docs = [] }: Group): string[] => {
  const more = [
    ...examples.map((name) => `[examples/${name}.yaml](examples/${name}.yaml)`),
    ...docs.map(document),
  ];
  return [when, ...(more.length > 0 ? [`See ${more.join(', ')}.`] : [])];
};

/** The text of the chart's README: how to install it, and the values reference. */
export const chartReadme = (banner: string): string =>
  referenceOf(
    root,
    groups.map((group) => ({ ...group, preface: prefaceOf(group) })),
    banner,
    `# fabric-dind

Hyperledger Fabric peers on Kubernetes ${versions.kubernetes.replace('>=', '').replace('.0-0', '')} and newer. Every peer gets its own Docker daemon as a native sidecar: it builds and
runs the peer's chaincode, chaincode reaches the peer at 127.0.0.1:7052, and all of it lives and dies with the Pod.

\`\`\`sh
helm install org1 fabric-dind-${versions.chart}.tgz --set mspId=Org1MSP
\`\`\`

It needs two Secrets per peer, here for \`peer0\` of a release named \`org1\` (${document('identity')} makes them from keys of
cryptogen, Fabric CA or cert-manager; ${document('first-network')} shows a network without any):

| Secret | Keys |
|---|---|
| \`org1-fabric-dind-peer0-msp\` | \`cert.pem\`, \`key.pem\`, \`cacert.pem\`, \`tlscacert.pem\` |
| \`org1-fabric-dind-peer0-tls\` | \`tls.crt\` (with the SAN \`org1-fabric-dind-peer0.<namespace>.svc\`), \`tls.key\`, \`ca.crt\` |

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
