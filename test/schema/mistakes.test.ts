/**
 * Mistakes that people make, and the first line of what `npm run validate` says: test/schema/mistakes.yaml. Helm must
 * refuse each of them too, unless it says `helm: takes it`, or `helm: differs` where its majors do. `UPDATE=1` and `npm run format` write what is said now into the
 * file; read its diff.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { readSetFlag, type SetFlag } from '../../schema/validate/set-flags.ts';
import { type Source, told, UnreadableInput } from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { concurrently, refusal } from '../support/rendered.ts';

interface Mistake {
  /** The text of a values file, `v`. */
  in?: string;
  /** An argument of --set or its sisters, after the flag. */
  flag?: string;
  release?: string;
  /** Mistakes that Helm does not see. */
  helm?: 'takes it' | 'differs';
  says?: string;
}

const path = join(import.meta.dirname, 'mistakes.yaml');
const before = await readFile(path, 'utf8');
const groups = load(before) as Record<string, Mistake[]>;
const mistakes = Object.values(groups).flat();

const sourcesOf = ({ in: text, flag }: Mistake): Source[] => {
  const [, name = '', argument = ''] = /^--([a-z-]+) ([\s\S]*)$/u.exec(flag ?? '') ?? [];
  return [
    ...(text === undefined ? [] : [readYaml(text, 'v')]),
    ...(flag === undefined ? [] : [readSetFlag(name as SetFlag, argument)]),
  ];
};

const saidOf = (mistake: Mistake): string => {
  try {
    const facts = { name: mistake.release ?? 'r', namespace: 'fabric' };
    const [problem] = validate(sourcesOf(mistake), facts).problems;
    return problem ? (told(problem).split('\n')[0] as string) : 'nothing';
  } catch (error) {
    if (error instanceof UnreadableInput) return error.message.split('\n')[0] as string;
    throw error;
  }
};

test('each is told as expected', async () => {
  const differences = mistakes.flatMap((mistake) => {
    const said = saidOf(mistake);
    if (said === mistake.says) return [];
    return [`${mistake.in ?? mistake.flag}\n  said:     ${said}\n  expected: ${mistake.says}`];
  });
  if (!process.env.UPDATE) return assert.equal(differences, []);
  for (const mistake of mistakes) mistake.says = saidOf(mistake);
  const comment = before.slice(0, before.search(/^[^#\n]/mu));
  await writeFile(path, comment + dump(groups, { lineWidth: -1, quoteStyle: 'double' }));
});

test('there are many of them, and each message says what to do', () => {
  assert.ok(mistakes.length >= 300, `${mistakes.length}`);
  assert.is(
    new Set(mistakes.map(({ in: text, flag, release }) => `${text}${flag}${release}`)).size,
    mistakes.length,
  );
  for (const { says = '' } of mistakes) {
    assert.is.not(says, 'nothing');
    assert.not.match(says, /undefined|\[object|like \^/u);
  }
});

test('Helm refuses them too', async () => {
  const folder = await temporaryFolder();
  const disagreements: string[] = [];
  await concurrently([...mistakes.entries()], 2, async ([index, { in: text, flag, release, helm }]) => {
    const file = `${index}.yaml`;
    if (text !== undefined) await writeFiles(folder, { [file]: text });
    const [, name = '', argument = ''] = /^(--[a-z-]+) ([\s\S]*)$/u.exec(flag ?? '') ?? [];
    const refused = await refusal({
      release: release ?? 'r',
      ...(text === undefined ? {} : { files: [join(folder, file)] }),
      ...(flag === undefined ? {} : { args: [name, argument] }),
    });
    // Helm's majors differ about a few, and the validator refuses what one of them does.
    if (helm === 'differs') return;
    if ((refused === undefined) !== (helm !== undefined))
      disagreements.push(`${text ?? flag}: ${refused ?? 'Helm takes it'}`);
  });
  assert.equal(disagreements, []);
});

test.run();
