/** `npm run validate`: tells everything that is wrong with values files, with file, line and remedy; writes nothing. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { readSetFlag, setFlags } from '../../schema/validate/set-flags.ts';
import { decoded } from '../../schema/validate/syntax.ts';
import {
  type Problem,
  type Source,
  told,
  UnreadableInput,
  type Verdict,
} from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';
import { callersFolder } from '../helm/arguments.ts';
import { CommandError, isWrongCall } from '../support/errors.ts';

const help = `usage: npm run -s validate -- [-f values.yaml]... [--set path=value]... [--set-string path=value]...
         [--set-json path=json]... [--set-literal path=value]... [--set-file path=file]... [--release-name name]
         [-n|--namespace name] [-o text|json] [values.yaml...]
Files come first and --set flags after them, in Helm's order; "-f -" reads standard input.
Exit code 0: nothing wrong (there may be warnings); 1: problems (also keys that are there twice or are no text, and a
second document, which Helm takes in silence); 2: input that cannot be read, or a wrong call.`;

const pathOf = (file: string): string => resolve(callersFolder(), file);

/** Why a file cannot be read, in our words; what is no error of the file system stays as it is. */
const unreadable = (file: string, error: unknown): unknown => {
  const say = (message: string): UnreadableInput =>
    new UnreadableInput({ path: '', file, message }, { cause: error });
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return say('there is no such file. Check the path');
  if (code === 'EISDIR') return say('that is a folder. Name a file in it');
  return code === undefined ? error : say(`cannot be read (${code}). Check the path and its permissions`);
};

const noUrl = (file: string): void => {
  if (/^[a-z]+:\/\//u.test(file))
    throw new UnreadableInput({
      path: '',
      file,
      message: 'validate fetches no URL. Download the file first',
    });
};

const read = async (file: string): Promise<Source> => {
  if (file === '-') return readYaml(decoded(await buffer(process.stdin), 'standard input'), 'standard input');
  noUrl(file);
  try {
    return readYaml(decoded(await readFile(pathOf(file)), file), file);
  } catch (error) {
    throw unreadable(file, error);
  }
};

/** The text of a file that --set-file names. */
const contentOf = (file: string): string => {
  noUrl(file);
  try {
    return decoded(readFileSync(pathOf(file)), file);
  } catch (error) {
    throw unreadable(file, error);
  }
};

const npmFlags = [...setFlags, 'values', 'release-name', 'namespace', 'output', 'o', 'help'];

/** npm keeps flags before `--` for itself, as settings of its own, and hands over what follows them as file names. */
const checkNpm = (env: NodeJS.ProcessEnv): void => {
  if (env.npm_lifecycle_event !== 'validate') return;
  const taken = npmFlags.find((flag) => env[`npm_config_${flag.replaceAll('-', '_')}`] !== undefined);
  if (taken === undefined) return;
  const flag = taken.length === 1 ? `-${taken}` : `--${taken}`;
  throw new CommandError(
    `npm took ${flag} for itself, so validate never saw it. Write -- before the flags: npm run -s validate -- ${flag} …`,
    { exitCode: 2 },
  );
};

const parsed = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        values: { type: 'string', short: 'f', multiple: true, default: [] },
        set: { type: 'string', multiple: true, default: [] },
        'set-string': { type: 'string', multiple: true, default: [] },
        'set-json': { type: 'string', multiple: true, default: [] },
        'set-literal': { type: 'string', multiple: true, default: [] },
        'set-file': { type: 'string', multiple: true, default: [] },
        'release-name': { type: 'string', default: 'fabric' },
        namespace: { type: 'string', short: 'n', default: 'default' },
        output: { type: 'string', short: 'o', default: 'text' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    if (!isWrongCall(error)) throw error;
    throw new CommandError(`${(error as Error).message}\n${help}`, { cause: error, exitCode: 2 });
  }
};

const wrongCall = (message: string): CommandError => new CommandError(`${message}\n${help}`, { exitCode: 2 });

const releaseName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const namespaceName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u;

/** Helm refuses other names before it reads any values. */
const checkNames = (name: string, namespace: string): void => {
  if (!releaseName.test(name) || name.length > 53)
    throw wrongCall(`--release-name ${name}: expected up to 53 lower-case letters, digits, "-" and "."`);
  if (!namespaceName.test(namespace) || namespace.length > 63)
    throw wrongCall(`--namespace ${namespace}: expected up to 63 lower-case letters, digits and "-"`);
};

const print = ({ problems, warnings }: Verdict): void => {
  for (const problem of problems) console.log(`error: ${told(problem)}`);
  for (const warning of warnings) console.log(`warning: ${told(warning)}`);
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  console.error(`validate: ${count(problems.length, 'problem')}, ${count(warnings.length, 'warning')}`);
};

/** Gathers what cannot be read, so that all of it is told at once. */
const collector = () => {
  const problems: Problem[] = [];
  const keep = (error: unknown): void => {
    if (!(error instanceof UnreadableInput)) throw error;
    problems.push(error.problem);
  };
  return { problems, keep };
};

/** Reads files and flags in Helm's order of precedence, and prints the verdict. */
export const run = async (args: string[]): Promise<number> => {
  checkNpm(process.env);
  const { values, positionals } = parsed(args);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { output, 'release-name': name, namespace } = values;
  if (output !== 'text' && output !== 'json') throw wrongCall(`-o ${output}: expected text or json`);
  checkNames(name, namespace);
  // Helm takes several files after one -f, with commas between them.
  const files = [...values.values.flatMap((list) => list.split(',')), ...positionals];
  if (files.filter((file) => file === '-').length > 1) throw wrongCall('-f - can be given once only');
  const tell = (verdict: Verdict): void =>
    output === 'json' ? console.log(JSON.stringify(verdict, null, 2)) : print(verdict);

  const unreadable = collector();
  const sources: Source[] = [];
  for (const result of await Promise.allSettled(files.map(read)))
    if (result.status === 'fulfilled') sources.push(result.value);
    else unreadable.keep(result.reason);
  for (const flag of setFlags)
    for (const text of values[flag])
      try {
        sources.push(readSetFlag(flag, text, contentOf));
      } catch (error) {
        unreadable.keep(error);
      }
  try {
    if (unreadable.problems.length === 0) {
      const verdict = validate(sources, { name, namespace });
      tell(verdict);
      return verdict.problems.length > 0 ? 1 : 0;
    }
  } catch (error) {
    unreadable.keep(error);
  }
  // What could be read may have problems of its own in the text; values are judged only together.
  tell({ problems: [...unreadable.problems, ...sources.flatMap((source) => source.problems)], warnings: [] });
  return 2;
};
