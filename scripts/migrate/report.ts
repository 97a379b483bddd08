/** What a person reads of a migration: the values file, and the list of what it could not say. */
import { dump } from 'js-yaml';
import { type Problem, told } from '../../schema/validate/types.ts';
import { versions } from '../../schema/versions.ts';
import type { Migrated } from './index.ts';
import type { Line } from './translate.ts';

const titles: readonly (readonly [Line['kind'], string])[] = [
  ['unsaid', 'Could not be said'],
  ['unknown', 'Not known to this command, and left out: look whether it is misspelt there'],
  ['dead', 'Dead: it did nothing there, and is left out'],
  ['said', 'Said, but look'],
  ['implied', 'Needs no value: the chart does it'],
];

/** `peers[0].a, peers[1].a` as `peers[].a`. */
const settingsOf = (lines: readonly Line[]): string =>
  [...new Set(lines.map(({ from }) => from.replace(/\[[0-9]+\]/gu, '[]')))].join(', ');

const grouped = (lines: readonly Line[]): Map<string, Line[]> => {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = line.why ?? '';
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
};

const section = ([kind, title]: readonly [Line['kind'], string], all: readonly Line[]): string[] => {
  const lines = all.filter((line) => line.kind === kind && (kind !== 'said' || line.why !== undefined));
  if (lines.length === 0) return [];
  return [
    `${title}:`,
    ...[...grouped(lines)].map(([why, some]) => `- ${settingsOf(some)}${why === '' ? '' : `: ${why}`}`),
  ];
};

/** What the validator says of the result, which no file holds yet. */
const findings = (title: string, problems: readonly Problem[]): string[] =>
  problems.length === 0
    ? []
    : [
        title,
        ...problems.map(
          ({ path, message, peers }) => `- ${told({ path, message, ...(peers ? { peers } : {}) })}`,
        ),
      ];

/** A text without line breaks and control characters, which keys and values may have, and a comment may not. */
const onOneLine = (text: string): string =>
  text.replace(/\s*[\p{Cc}\u2028\u2029\ufffe\uffff]+\s*/gu, ' ').trimEnd();

/** The list, line by line. */
export const report = ({ lines, steps, verdict }: Migrated): string[] =>
  [
    ...titles.flatMap((title) => section(title, lines)),
    ...(steps.length === 0 ? [] : ['Left to do:', ...steps.map((step) => `- ${step}`)]),
    ...findings('Wrong with the result:', verdict.problems),
    ...findings('The validator warns:', verdict.warnings),
  ].map(onOneLine);

/** How much became what, in one line. */
export const summary = ({ source, lines }: Migrated): string => {
  const count = (kind: Line['kind']): number =>
    new Set(lines.filter((line) => line.kind === kind).map(({ from }) => from)).size;
  return `migrate: from ${source.name}: ${count('said')} settings said, ${count('implied')} need no value, ${count('dead')} were dead, ${count('unsaid')} could not be said, ${count('unknown')} are unknown`;
};

const width = 118;

/** A line as comments of a width that people read. */
const commented = (line: string): string[] => {
  const lines: string[] = [];
  let rest = line;
  let start = '# ';
  while (start.length + rest.length > width) {
    const cut = rest.lastIndexOf(' ', width - start.length);
    if (cut <= 0) break;
    lines.push(`${start}${rest.slice(0, cut)}`);
    rest = rest.slice(cut + 1);
    start = '#   ';
  }
  return [...lines, `${start}${rest}`];
};

/** The values file, with the list on top. */
export const valuesFile = (migrated: Migrated, files: readonly string[]): string => {
  const head = [
    onOneLine(
      `Made from ${files.join(' and ')} (${migrated.source.about}) for fabric-dind ${versions.chart}.`,
    ),
    ...report(migrated),
  ];
  const body = dump(migrated.values, { lineWidth: -1, noRefs: true, quoteStyle: 'double' });
  return `${head.flatMap(commented).join('\n')}\n${body}`;
};
