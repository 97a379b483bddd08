/** Values files of many peers, and what validating them costs. */
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { validate } from '../../schema/validate/validate.ts';
import type { Subject } from './measure.ts';

/** The text of a values file with so many peers, each with some ten lines of its own. */
export const fileOf = (peers: number): string =>
  [
    'peers:',
    ...Array.from({ length: peers }, (_, i) =>
      [
        `  peer${i}:`,
        `    hostname: peer${i}.example.com`,
        `    gossip: {externalEndpoint: "peer${i}.example.com:7051"}`,
        '    ledger:',
        '      size: 50Gi',
        '      annotations: {team: ledger}',
        '    resources: {limits: {memory: 2Gi, cpu: 1}}',
        `    identity: {msp: {secretName: peer${i}-msp}, tls: {secretName: peer${i}-tls}}`,
      ].join('\n'),
    ),
    '',
  ].join('\n');

/** Reading and validating a file of so many peers. */
export const validation = (peers: number): Subject => {
  const text = fileOf(peers);
  return {
    name: `${peers} peers`,
    work: async () => {
      const { problems } = validate([readYaml(text, 'bench')], { name: 'bench', namespace: 'fabric' });
      if (problems.length > 0) throw new Error(problems[0]?.message);
    },
  };
};
