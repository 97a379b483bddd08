/** A first values file: the few values that everybody needs, each with what it is. */
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { versions } from '../../schema/versions.ts';

/** What a first values file says. */
export interface Starter {
  readonly mspId: string;
  readonly peers: readonly string[];
  readonly tls: boolean;
  /** Size of each ledger's claim. */
  readonly ledger: string;
  /** Memory limit of each sidecar. */
  readonly memory: string;
}

/** A name as a key of YAML: in quotes where it would be read as something else, as `true` and `on` are. */
const yamlKey = (name: string): string =>
  /^[a-z0-9-]+$/u.test(name) && readYaml(`${name}: {}`, name).problems.length === 0
    ? name
    : JSON.stringify(name);

/**
 * As YAML, with comments.
 * @param schema path of the schema by which editors check the file, seen from it
 */
export const starterYaml = ({ mspId, peers, tls, ledger, memory }: Starter, schema?: string): string =>
  `${schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`}# Values of the chart fabric-dind ${versions.chart}. Every value: npx fabric-dind explain
# The MSP ID of your organisation, as the channel's configuration spells it.
mspId: ${JSON.stringify(mspId)}

# Your peers by name. What differs for one of them stands in its entry.
peers:
${peers.map((name) => `  ${yamlKey(name)}: {}`).join('\n')}

# What holds for all of them.
peer:
  # Secrets with certificates and keys. By default each peer reads <release>-fabric-dind-<peer>-msp (cert.pem, key.pem,
  # cacert.pem, tlscacert.pem) and -tls (tls.crt, tls.key, ca.crt).
  identity:
    tls:
      enabled: ${tls}
  ledger:
    # A claim never shrinks.
    size: ${ledger}
  dind:
    resources:
      limits:
        # What builds and chaincode may take from the node: 512Mi, and chaincode.memory (2Gi) for each chaincode.
        memory: ${memory}
`;

/** As a TypeScript module. */
export const starterModule = ({ mspId, peers, tls, ledger, memory }: Starter): string =>
  `import { defineValues } from "fabric-dind";

/** Values of the chart fabric-dind ${versions.chart}. */
export default defineValues({
  // The MSP ID of your organisation, as the channel's configuration spells it.
  mspId: ${JSON.stringify(mspId)},
  // Your peers by name. What differs for one of them stands in its entry.
  peers: {
${peers.map((name) => `    ${/^[a-z0-9]+$/u.test(name) ? name : JSON.stringify(name)}: {},`).join('\n')}
  },
  // What holds for all of them.
  peer: {
    // Secrets with certificates and keys. By default each peer reads <release>-fabric-dind-<peer>-msp and -tls.
    identity: { tls: { enabled: ${tls} } },
    // A claim never shrinks.
    ledger: { size: ${JSON.stringify(ledger)} },
    // What builds and chaincode may take from the node: 512Mi, and chaincode.memory (2Gi) for each chaincode.
    dind: { resources: { limits: { memory: ${JSON.stringify(memory)} } } },
  },
});
`;

/** The same values as data, for the validator. */
export const starterValues = ({ mspId, peers, tls, ledger, memory }: Starter): Record<string, unknown> => ({
  mspId,
  peers: Object.fromEntries(peers.map((name) => [name, {}])),
  peer: {
    identity: { tls: { enabled: tls } },
    ledger: { size: ledger },
    dind: { resources: { limits: { memory } } },
  },
});
