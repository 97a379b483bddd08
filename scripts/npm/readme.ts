/** The package's README. */
import { project, versions } from '../../schema/versions.ts';
import { supportedHelm } from '../helm/versions.ts';

/** What a person reads on the registry's page. */
export const readme = (): string => `# fabric-dind

Values of the Helm chart [fabric-dind](${project.home}) ${versions.chart}, which runs Hyperledger Fabric peers with a Docker
daemon each: their types, the validator, a command line, and the chart itself. It has no dependencies.

\`\`\`sh
npm install --save-dev fabric-dind
npx fabric-dind init values.yaml --msp-id Org1MSP --peers peer0,peer1
npx fabric-dind validate -f values.yaml --release-name org1 --namespace fabric
npx fabric-dind explain peer.dind.storage
npx fabric-dind render -f values.yaml
npx fabric-dind migrate --from bevel --release-name peer0 -o values.yaml their-values.yaml
helm install org1 node_modules/fabric-dind/chart --namespace fabric -f values.yaml
\`\`\`

\`render\` needs Helm ${supportedHelm.replace('-0', '')} on the PATH (or in the variable HELM). \`migrate\` knows values or resources
of Falcon, PIVT, Bevel, the HLF operator, stable/hlf-peer, IBM's chart and rtang03's, and lists what it could not say and why.

## Values in TypeScript

\`\`\`ts
import { defineValues } from 'fabric-dind';

export default defineValues({
  mspId: 'Org1MSP',
  peers: { peer0: {}, peer1: {} },
  peer: { dind: { resources: { limits: { memory: '4Gi' } } } },
});
\`\`\`

As \`values.mts\` (or \`values.ts\` in a package of \`"type": "module"\`) \`validate\` and \`render\` read it:
\`npx fabric-dind render -f values.mts\`. Node 22.18 and newer read TypeScript by themselves; Node 20 needs tsx beside it and
\`NODE_OPTIONS='--import tsx'\`, or values as \`.mjs\`.

## As a library

\`\`\`ts
import { chartFolder, explain, told, validate, validateYaml } from 'fabric-dind';

const { problems, warnings } = validate({ mspId: 'Org1MSP' }, { name: 'org1', namespace: 'fabric' });
for (const problem of validateYaml('mspld: Org1MSP').problems) console.log(told(problem));
\`\`\`

\`defineValues\`, \`validate\`, \`validateYaml\`, \`told\`, \`explain\`, \`migrate\`, \`migratedFile\`, \`valuesSchema\`, \`defaultValues\`,
\`chartFolder\` and \`version\` are exported, with the types \`Values\`, \`ValuesOverrides\`, \`PeerOverrides\`, \`Verdict\` and \`Problem\`.

Apache-2.0. THIRD-PARTY-LICENCES.txt names what the JavaScript contains.
`;
