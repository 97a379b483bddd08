/** The licences of what is bundled: their terms ask that they come along. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../support/errors.ts';
import { top } from '../support/top.ts';

const modules = 'node_modules/';

/** The packages of which a bundle has files, by the paths of these. */
const packagesOf = (inputs: readonly string[]): string[] => {
  const names = inputs
    .filter((path) => path.includes(modules))
    .map((path) => path.slice(path.lastIndexOf(modules) + modules.length).split('/'))
    .map(([first = '', second = '']) => (first.startsWith('@') ? `${first}/${second}` : first));
  return [...new Set(names)].sort();
};

const licenceOf = async (name: string): Promise<string> => {
  const folder = join(top, modules, name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/iu.test(entry));
  if (file === undefined)
    throw new CommandError(`${modules}${name}: is bundled, but has no LICENSE file to pass on`);
  return `${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
};

/** The text of the file that passes them on. */
export const licences = async (inputs: readonly string[]): Promise<string> => {
  const texts = await Promise.all(packagesOf(inputs).map(licenceOf));
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `The JavaScript of this package contains the following software.${line}${texts.join(line)}`;
};
