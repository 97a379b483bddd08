/** `fabric-dind init`: writes a first values file, and asks nothing. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { told } from '../../../schema/validate/types.ts';
import { validateValues } from '../../../schema/validate/validate.ts';
import { CommandError } from '../../support/errors.ts';
import { writeNew } from '../../support/write-new.ts';
import { isModule } from '../../values/modules.ts';
import { packageChart } from '../package-chart.ts';
import { starterModule, starterValues, starterYaml } from '../starter.ts';

const help = `usage: fabric-dind init [file] [--msp-id id] [--peers peer0,peer1] [--no-tls] [--ledger size] [--memory limit]
Writes a first values file, values.yaml unless told otherwise; values.mts is written as TypeScript. What is there already
is never overwritten.
--msp-id  the MSP ID of your organisation; Org1MSP
--peers   names of the peers; peer0
--no-tls  without TLS, for experiments
--ledger  size of each ledger's claim; 20Gi
--memory  memory limit of each Docker sidecar; 4Gi`;

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
  if (more.length > 0 || !(isModule(file) || /\.ya?ml$/u.test(file)))
    throw new CommandError(`init writes one file, .yaml or .mts.\n${help}`, { exitCode: 2 });
  const starter = {
    mspId: values['msp-id'],
    peers: values.peers.split(',').map((name) => name.trim()),
    tls: !values['no-tls'],
    ledger: values.ledger,
    memory: values.memory,
  };
  const { problems } = validateValues(starterValues(starter));
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
