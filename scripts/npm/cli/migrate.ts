/** `fabric-dind migrate`: values or resources of another system as values of this chart. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, sources } from '../../migrate/index.ts';
import { report, summary, valuesFile } from '../../migrate/report.ts';
import { CommandError } from '../../support/errors.ts';
import { writeNew } from '../../support/write-new.ts';
import { readText } from '../../values/files.ts';

const width = Math.max(...sources.map(({ name }) => name.length));
const help = `usage: fabric-dind migrate --from <source> [-o values.yaml] [--release-name name] [-n|--namespace name]
         [--peer name] [--organisation name] file...
Turns values or resources of another system into values of this chart, on stdout unless -o names a file, which must not
exist. What could not be said, what was dead there and what is left to do stands on top of it and on stderr. "-" reads
standard input; several files lie over each other as with helm -f. A file of values has one document, of resources any.
Sources:
${sources.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}
--release-name  name of their release, where names of Secrets follow from it
--peer          our name of the peer, where a release of theirs has one only; peer0
--organisation  which one, where the input has several
Exit code 0: the values are valid; 1: the validator finds problems, or nothing in the input is of the source, which is
listed; 2: a wrong call, or input that cannot be read.`;

/** Reads, turns, and writes values and list. */
export const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      output: { type: 'string', short: 'o' },
      'release-name': { type: 'string' },
      namespace: { type: 'string', short: 'n', default: 'default' },
      peer: { type: 'string', default: 'peer0' },
      organisation: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { from, output, namespace, peer, organisation, 'release-name': release } = values;
  if (from === undefined) throw new CommandError(`--from is missing.\n${help}`, { exitCode: 2 });
  if (positionals.length === 0) throw new CommandError(`Name their file.\n${help}`, { exitCode: 2 });
  const inputs = await Promise.all(positionals.map((file) => readText(file, process.cwd())));
  const migrated = migrate(from, inputs, {
    namespace,
    peer,
    ...(release === undefined ? {} : { release }),
    ...(organisation === undefined ? {} : { organisation }),
  });
  const made = valuesFile(migrated, positionals);
  if (output === undefined) process.stdout.write(made);
  else await writeNew(resolve(output), made, output);
  console.error([...report(migrated), summary(migrated)].join('\n'));
  return migrated.verdict.problems.length > 0 ? 1 : 0;
};
