/** Commands of a program: finds the one that is asked for, runs it, and tells its errors as a person needs them. */
import { closest } from '../../schema/validate/suggest.ts';
import { CommandError, isExpected, isWrongCall, messagesOf } from './errors.ts';

/** A command, loaded when it is asked for. */
export interface Command {
  readonly summary: string;
  readonly load: () => Promise<{ readonly run: (args: string[]) => Promise<number> }>;
}

/** What a program can do. */
export interface Program {
  /** How it is called, e.g. `npm run <command> -- [arguments]`. */
  readonly call: string;
  readonly commands: Readonly<Record<string, Command>>;
}

/** How a program is called, and its commands. */
export const usage = ({ call, commands }: Program): string => {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [`usage: ${call}`, ...lines].join('\n');
};

const unknown = (name: string | undefined, program: Program): CommandError => {
  if (name === undefined) return new CommandError(usage(program), { exitCode: 2 });
  const guess = closest(name, Object.keys(program.commands));
  const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
  return new CommandError(`unknown command ${JSON.stringify(name)}${hint}\n${usage(program)}`, {
    exitCode: 2,
  });
};

const verbose = Boolean(process.env.DEBUG || process.env.VERBOSE);

/** Prints an error on stderr and returns the exit code. */
const report = (name: string, error: unknown): number => {
  if (error instanceof Error && (isExpected(error) || isWrongCall(error))) {
    console.error(verbose ? messagesOf(error).join('\ncaused by: ') : error.message);
    if (verbose) console.error(error.stack);
    if (isWrongCall(error)) return 2;
    return 'exitCode' in error ? Number(error.exitCode) : 1;
  }
  console.error(`${name} failed in a way it should not:`);
  console.error(error);
  return 1;
};

/** Runs what the command line asks for and returns the exit code. */
export const dispatch = async (program: Program, [name, ...args]: readonly string[]): Promise<number> => {
  const { commands } = program;
  try {
    const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
    if (command === undefined) throw unknown(name, program);
    return await (await command.load()).run(args);
  } catch (error) {
    return report(name ?? 'main', error);
  }
};
