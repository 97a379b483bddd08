/** `fabric-dind init`: writes a first values file, and asks nothing. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { type Problem, told } from '../../../schema/validate/types.ts';
import { validate, validateValues } from '../../../schema/validate/validate.ts';
import { CommandError } from '../../support/errors.ts';
import { writeNew } from '../../support/write-new.ts';
import { packageChart } from '../package-chart.ts';
import { type Starter, starterModule, starterValues, starterYaml } from '../starter.ts';

const help = `usage: fabric-dind init [file] [--msp-id id] [--peers peer0,peer1] [--no-tls] [--ledger size] [--memory limit]
Writes a first values file, values.yaml unless told otherwise; values.mts is written as TypeScript, values.mjs as JavaScript. What
is there already is never overwritten.
--msp-id  the MSP ID of your organisation; Org1MSP
--peers   names of the peers; peer0
--no-tls  without TLS, for experiments
--ledger  size of each ledger's claim; 20Gi
--memory  memory limit of each Docker sidecar; 4Gi`;

/** Names of modules with `import`: Node takes `.cjs` and `.cts` for CommonJS, and often `.js`, too. */
const isModule = (file: string): boolean => /\.(mts|ts|mjs)$/u.test(file);

/** What is wrong with the values, or else with their text, which alone shows a key that is there twice. */
const problemsOf = (starter: Starter): readonly Problem[] => {
  const { problems } = validateValues(starterValues(starter));
  if (problems.length > 0) return problems;
  const release = { name: 'fabric', namespace: 'default' };
  return validate([readYaml(starterYaml(starter), 'values.yaml')], release).problems;
};

/** The schema for editors, seen from the file, where the package lies in the caller's project. */
const schemaFor = (path: string): string | undefined => {
  const schema = join(packageChart(), 'values.editor.schema.json');
  const isNear = !relative(process.cwd(), schema).startsWith('..') && existsSync(schema);
  return isNear ? relative(dirname(path), schema) : undefined;
};

/** Writes, and says what comes next. */
export const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'msp-id': { type: 'string', default: 'Org1MSP' },
      peers: { type: 'string', default: 'peer0' },
      'no-tls': { type: 'boolean', default: false },
      ledger: { type: 'string', default: '20Gi' },
      memory: { type: 'string', default: '4Gi' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [file = 'values.yaml', ...more] = positionals;
  if (more.length > 0) throw new CommandError(`init writes one file.\n${help}`, { exitCode: 2 });
  if (!isModule(file) && !/\.ya?ml$/u.test(file))
    throw new CommandError(`${file}: expected a name that ends in .yaml, .yml, .mts, .ts or .mjs.\n${help}`, {
      exitCode: 2,
    });
  const starter = {
    mspId: values['msp-id'],
    peers: values.peers.split(',').map((name) => name.trim()),
    tls: !values['no-tls'],
    ledger: values.ledger,
    memory: values.memory,
  };
  const problems = problemsOf(starter);
  if (problems.length > 0) {
    const lines = problems.map(({ path, message }) => told({ path, message }));
    throw new CommandError(`Nothing is written, since the values would be wrong:\n${lines.join('\n')}`, {
      exitCode: 2,
    });
  }
  const path = resolve(file);
  await writeNew(path, isModule(file) ? starterModule(starter) : starterYaml(starter, schemaFor(path)), file);
  console.log(file);
  console.error(`init: look at it, then: fabric-dind validate -f ${file}`);
  return 0;
};
