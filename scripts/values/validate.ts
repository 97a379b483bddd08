/** Tells everything that is wrong with values files, with file, line and remedy; writes nothing. */
import { parseArgs } from 'node:util';
import { readSetFlag, setFlags } from '../../schema/validate/set-flags.ts';
import {
  type Problem,
  type Source,
  told,
  UnreadableInput,
  type Verdict,
} from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';
import { CommandError, isWrongCall } from '../support/errors.ts';
import { type Caller, checkNames, type WrongCall } from './caller.ts';
import { contentOf, readSource } from './files.ts';

const helpFor = (words: string): string =>
  `usage: ${words} [-f values.yaml]... [--set path=value]... [--set-string path=value]...
         [--set-json path=json]... [--set-literal path=value]... [--set-file path=file]... [--release-name name]
         [-n|--namespace name] [-o text|json] [values.yaml...]
Files come first and --set flags after them, in Helm's order; "-f -" reads standard input. A file may also be a module,
values.mts or values.mjs, whose default export the values are.
Exit code 0: nothing wrong (there may be warnings); 1: problems (also keys that are there twice or are no text, and a
second document, which Helm takes in silence); 2: input that cannot be read, or a wrong call.`;

const parsed = (args: string[], help: string) => {
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
export const validateFiles = async (args: string[], caller: Caller): Promise<number> => {
  const help = helpFor(caller.words);
  const wrongCall: WrongCall = (message) => new CommandError(`${message}\n${help}`, { exitCode: 2 });
  const { values, positionals } = parsed(args, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { output, 'release-name': name, namespace } = values;
  if (output !== 'text' && output !== 'json') throw wrongCall(`-o ${output}: expected text or json`);
  checkNames(name, namespace, wrongCall);
  // Helm takes several files after one -f, with commas between them.
  const files = [...values.values.flatMap((list) => list.split(',')), ...positionals];
  if (files.filter((file) => file === '-').length > 1) throw wrongCall('-f - can be given once only');
  const tell = (verdict: Verdict): void =>
    output === 'json' ? console.log(JSON.stringify(verdict, null, 2)) : print(verdict);

  const unreadable = collector();
  const sources: Source[] = [];
  for (const result of await Promise.allSettled(files.map((file) => readSource(file, caller.folder))))
    if (result.status === 'fulfilled') sources.push(result.value);
    else unreadable.keep(result.reason);
  for (const flag of setFlags)
    for (const text of values[flag])
      try {
        sources.push(readSetFlag(flag, text, (file) => contentOf(file, caller.folder)));
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
