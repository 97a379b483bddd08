/** Reading a package that exists. */
import { list } from 'tar';
import { CommandError } from '../support/errors.ts';

/**
 * The text of Chart.yaml in a package.
 * @throws CommandError when the file is no package.
 */
export const chartYamlOf = async (archive: string): Promise<string> => {
  const chunks: Buffer[] = [];
  await list({
    file: archive,
    onReadEntry: (entry) => {
      if (/^[^/]+\/Chart[.]yaml$/u.test(entry.path)) entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    },
  }).catch((cause: unknown) => {
    throw new CommandError(`${archive} cannot be read as a package: run npm run package`, { cause });
  });
  const text = Buffer.concat(chunks).toString();
  if (text === '') throw new CommandError(`${archive} holds no Chart.yaml: run npm run package`);
  return text;
};
