/** `npm run validate`: tells everything that is wrong with values files, with file, line and remedy; writes nothing. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { readSetFlag, type SetFlag } from '../../schema/validate/set-flags.ts';
import { type Problem, type Source, UnreadableInput } from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';

const help = `usage: npm run -s validate -- [-f values.yaml]... [--set path=value]... [--set-string path=value]...
         [--set-json path=json]... [--release-name name] [-n|--namespace name] [-o text|json] [values.yaml...]
Exit code 0: nothing wrong (there may be warnings); 1: problems; 2: input that cannot be read.`;

const setFlags: readonly SetFlag[] = ['set', 'set-string', 'set-json'];

const read = async (file: string): Promise<Source> => {
  if (file === '-') return readYaml(await textOf(process.stdin), 'standard input');
  try {
    return readYaml(await readFile(resolve(process.env.INIT_CWD ?? process.cwd(), file), 'utf8'), file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'that is a folder' : code;
    throw new UnreadableInput(`${file}: ${why}`, { cause: error });
  }
};

const line = ({ file, line, column, path, message }: Problem): string => {
  const place =
    file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
  return `${place}${path === '' ? '' : `${path}: `}${message}`;
};

const print = (problems: readonly Problem[], warnings: readonly Problem[]): void => {
  for (const problem of problems) console.log(`error: ${line(problem)}`);
  for (const warning of warnings) console.log(`warning: ${line(warning)}`);
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  console.error(`validate: ${count(problems.length, 'problem')}, ${count(warnings.length, 'warning')}`);
};

/** Reads files and flags in Helm's order of precedence, and prints the verdict. */
export const run = async (args: string[]): Promise<number> => {
  const { values, positionals, tokens } = parseArgs({
    args,
    allowPositionals: true,
    tokens: true,
    options: {
      values: { type: 'string', short: 'f', multiple: true, default: [] },
      set: { type: 'string', multiple: true },
      'set-string': { type: 'string', multiple: true },
      'set-json': { type: 'string', multiple: true },
      'release-name': { type: 'string', default: 'fabric' },
      namespace: { type: 'string', short: 'n', default: 'default' },
      output: { type: 'string', short: 'o', default: 'text' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.output !== 'text' && values.output !== 'json') {
    throw new UnreadableInput(`-o ${values.output}: expected text or json`);
  }
  const files = await Promise.all([...values.values, ...positionals].map(read));
  const flags = setFlags.flatMap((flag) =>
    tokens.flatMap((token) =>
      token.kind === 'option' && token.name === flag ? [readSetFlag(flag, token.value ?? '')] : [],
    ),
  );
  const verdict = validate([...files, ...flags], {
    name: values['release-name'],
    namespace: values.namespace,
  });
  if (values.output === 'json') console.log(JSON.stringify(verdict, null, 2));
  else print(verdict.problems, verdict.warnings);
  return verdict.problems.length > 0 ? 1 : 0;
};
