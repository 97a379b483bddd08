/** `npm run validate`: tells everything that is wrong with values files, with file, line and remedy; writes nothing. */
import { setFlags } from '../../schema/validate/set-flags.ts';
import { callersFolder } from '../helm/arguments.ts';
import { CommandError } from '../support/errors.ts';
import { validateFiles } from '../values/validate.ts';

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

/** Validates, as the package's program does. */
export const run = async (args: string[]): Promise<number> => {
  checkNpm(process.env);
  return validateFiles(args, { words: 'npm run -s validate --', folder: callersFolder() });
};
