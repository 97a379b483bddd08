/**
 * CHANGELOG.md, a section for each release, and the fragments in docs/changes/ that become a section: one file for a change, so
 * that two changes never meet in one line.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../support/errors.ts';
import { writeWhole } from '../support/write-whole.ts';

/** What a change is, in the order of a section; the words of keepachangelog.com. */
export const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const;

export type Kind = (typeof kinds)[number];

/** One change, in Markdown. */
export interface Entry {
  readonly kind: Kind;
  readonly text: string;
}

/** A section of the changelog. */
export interface Section {
  readonly version: string;
  /** The day of the release; absent before it. */
  readonly date?: string;
  readonly entries: readonly Entry[];
}

/** Where fragments lie, below the repository. */
export const fragmentsFolder = 'docs/changes';

const heading = /^## (\d+\.\d+\.\d+\S*) \((not released|\d{4}-\d{2}-\d{2})\)$/u;

const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word);

const entriesOf = (lines: readonly string[], version: string): Entry[] => {
  const entries: { kind: Kind; text: string }[] = [];
  let kind: Kind | undefined;
  for (const line of lines) {
    const word = line.startsWith('### ') ? line.slice(4) : undefined;
    if (word !== undefined) {
      if (!isKind(word))
        throw new CommandError(`CHANGELOG.md, ${version}: ### ${word}: expected one of ${kinds.join(', ')}`);
      kind = word;
    } else if (line.startsWith('- ')) {
      if (kind === undefined)
        throw new CommandError(`CHANGELOG.md, ${version}: a change stands under no kind, e.g. ### Added`);
      entries.push({ kind, text: line.slice(2) });
    } else if (line.startsWith('  ')) {
      const last = entries.at(-1);
      if (last !== undefined) last.text += `\n${line.slice(2)}`;
    }
  }
  return entries;
};

/**
 * The sections of a changelog, the newest first.
 * @throws CommandError where a heading or a kind has another form.
 */
export const sectionsOf = (text: string): Section[] => {
  const parts = text.split(/^(?=## )/mu).filter((part) => part.startsWith('## '));
  return parts.map((part): Section => {
    const [first = '', ...lines] = part.split('\n');
    const [, version, date] = heading.exec(first) ?? [];
    if (version === undefined)
      throw new CommandError(
        `CHANGELOG.md: ${first}: expected ## <version> (<year>-<month>-<day>), or (not released)`,
      );
    return {
      version,
      ...(date === 'not released' ? {} : { date: date ?? '' }),
      entries: entriesOf(lines, version),
    };
  });
};

/** The text of a section. */
export const textOf = ({ version, date, entries }: Section): string =>
  [
    `## ${version} (${date ?? 'not released'})`,
    ...kinds.flatMap((kind) => {
      const own = entries.filter((entry) => entry.kind === kind);
      if (own.length === 0) return [];
      return ['', `### ${kind}`, ...own.map(({ text }) => `- ${text.replaceAll('\n', '\n  ')}`)];
    }),
    '',
  ].join('\n');

/**
 * The fragments of a repository, by their file's name.
 * @throws CommandError for a file that does not begin with a kind.
 */
export const fragments = async (home: string): Promise<[string, Entry][]> => {
  const folder = join(home, fragmentsFolder);
  const names = (await readdir(folder).catch(() => [] as string[]))
    .filter((name) => name.endsWith('.md'))
    .sort();
  return Promise.all(
    names.map(async (name): Promise<[string, Entry]> => {
      const text = (await readFile(join(folder, name), 'utf8')).trim();
      const [, kind = '', rest = ''] = /^([A-Z][a-z]+): (.+)$/su.exec(text) ?? [];
      if (!isKind(kind))
        throw new CommandError(
          `${fragmentsFolder}/${name}: expected a line such as "Added: what a user can do now", with one of ${kinds.join(', ')}`,
        );
      return [name, { kind, text: rest }];
    }),
  );
};

/** Whether a text is a day as headings have it; JavaScript takes the 30th of February for a day of March. */
const isDay = (date: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? new Date(date) : new Date(Number.NaN);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
};

/**
 * Makes the section of a release of what CHANGELOG.md and the fragments say, and takes the fragments away. Run again, it
 * changes nothing.
 * @returns the section
 * @throws CommandError when the date is none, or the release has a section with a date already and there are fragments beside it.
 */
export const gather = async (home: string, version: string, date: string): Promise<Section> => {
  if (!isDay(date))
    throw new CommandError(`--date ${date}: expected year-month-day, such as 2026-12-01`, { exitCode: 2 });
  const path = join(home, 'CHANGELOG.md');
  const text = await readFile(path, 'utf8');
  const sections = sectionsOf(text);
  const there = sections.find((section) => section.version === version);
  const found = await fragments(home);
  const remove = (): Promise<unknown> =>
    Promise.all(found.map(([name]) => rm(join(home, fragmentsFolder, name), { force: true })));
  if (there?.date !== undefined) {
    // Those that an interrupted run has written down already are in the section.
    const isThere = ({ kind, text: own }: Entry): boolean =>
      there.entries.some((entry) => entry.kind === kind && entry.text === own);
    const since = found.filter(([, entry]) => !isThere(entry)).map(([name]) => name);
    if (since.length > 0)
      throw new CommandError(
        `CHANGELOG.md has ${version} of ${there.date} already, and ${fragmentsFolder} has changes since: ${since.join(', ')}. Raise the version in schema/versions.ts`,
      );
    await remove();
    return there;
  }
  const section: Section = {
    version,
    date,
    entries: [...(there?.entries ?? []), ...found.map(([, entry]) => entry)],
  };
  if (section.entries.length === 0)
    throw new CommandError(
      `Nothing is said of ${version}: write ${fragmentsFolder}/<name>.md for each change`,
    );
  const parts = text.split(/^(?=## )/mu);
  const others = parts.slice(1).filter((part) => !part.startsWith(`## ${version} `));
  await writeWhole(
    path,
    [parts[0], `${textOf(section)}${others.length > 0 ? '\n' : ''}`, ...others].join(''),
  );
  await remove();
  return section;
};
