/** What holds of the options of several commands. */
import { CommandError } from './errors.ts';

/**
 * Refuses options without content: they come of a variable of the shell that is not set, and a path of no letters would be
 * the folder itself.
 * @param values as `parseArgs` gives them
 * @throws CommandError, a wrong call.
 */
export const noneEmpty = (values: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(values))
    if (value === '')
      throw new CommandError(
        `--${name} is empty: expected a text. Is a variable of the shell not set? Set it, or leave --${name} out`,
        { exitCode: 2 },
      );
};
