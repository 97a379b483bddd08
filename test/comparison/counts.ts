/** How much of what 13 published deployments set this chart's values say, for docs/comparison.md. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { because } from '../../scripts/migrate/common.ts';
import { type Migrated, migrate } from '../../scripts/migrate/index.ts';
import { inputsOf, type Sample, samples } from '../scripts/migrate/samples.ts';
import { settings } from '../scripts/migrate/told.ts';

/** What became of a setting; `dead` ones had no effect in the original. */
export type Outcome = 'typed' | 'free' | 'unsaid' | 'dead';

/** A deployment, and what became of each of its settings. */
export interface Deployment {
  readonly name: string;
  readonly source: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The values of ours that it names, by setting. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  /** Why a setting cannot be said, and what to do instead. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Values that take anything: what they say has no type. */
export const isFree = (path: string): boolean =>
  /(^|\.)(env|envFrom|coreYaml|extra[A-Z][A-Za-z]*)(\.|$)/u.test(path) && !path.endsWith('extraPorts');

const outcomeOf = (lines: Migrated['lines'], paths: readonly string[]): Outcome => {
  const isSaid = lines.some(({ kind }) => kind === 'said');
  if (isSaid) return paths.every(isFree) ? 'free' : 'typed';
  if (lines.some(({ kind }) => kind === 'implied')) return 'typed';
  if (lines.some(({ kind }) => kind === 'unsaid')) return 'unsaid';
  return 'dead';
};

const ofSample = async ([name, sample]: [string, Sample]): Promise<Deployment> => {
  const inputs = await inputsOf(sample);
  const migrated = migrate(name, inputs, sample.options);
  const outcomes: Record<string, Outcome> = {};
  const paths: Record<string, string[]> = {};
  const reasons: Record<string, string> = {};
  for (const document of inputs.flatMap(({ text }) => loadAll(text))) {
    for (const setting of settings(document)) {
      const below = migrated.lines.filter(({ from }) => from.startsWith(`${setting}[`));
      const at = below.length > 0 ? [...new Set(below.map(({ from }) => from))] : [setting];
      for (const one of at) {
        const lines = migrated.lines.filter(({ from }) => one === from || one.startsWith(`${from}.`));
        if (lines.length === 0 || lines.some(({ why }) => why === because.notPeer)) continue;
        paths[one] = lines.flatMap(({ to }) => to ?? []);
        outcomes[one] = outcomeOf(lines, paths[one]);
        if (outcomes[one] === 'unsaid') reasons[one] = lines.find(({ kind }) => kind === 'unsaid')?.why ?? '';
      }
    }
  }
  return { name, source: migrated.source.about, outcomes, paths, reasons };
};

type Entry = Partial<
  Record<'by' | 'free', readonly string[]> & Record<'implied' | 'dead' | 'unsaid' | 'elsewhere', string>
>;

/** The folder of deployments that no migration reads. */
export const folder = join(import.meta.dirname, 'deployments');

const ofFile = async (file: string): Promise<Deployment> => {
  const { source, settings: all } = load(await readFile(join(folder, file), 'utf8')) as {
    source: string;
    settings: Record<string, Entry>;
  };
  const outcome = ({ by, free, implied, dead }: Entry): Outcome => {
    if (by !== undefined || implied !== undefined) return 'typed';
    if (free !== undefined) return 'free';
    return dead === undefined ? 'unsaid' : 'dead';
  };
  // Certificate authorities, orderers and the making of channels are not what runs a peer.
  const entries = Object.entries(all).filter(([, { elsewhere }]) => elsewhere === undefined);
  return {
    name: file.replace(/\.yaml$/u, ''),
    source,
    outcomes: Object.fromEntries(entries.map(([setting, entry]) => [setting, outcome(entry)])),
    reasons: Object.fromEntries(
      entries.flatMap(([setting, { unsaid }]) => (unsaid === undefined ? [] : [[setting, unsaid]])),
    ),
    paths: Object.fromEntries(
      entries.map(([setting, { by, free }]) => [setting, [...(by ?? []), ...(free ?? [])]]),
    ),
  };
};

/** All of them, in the order of the page. */
export const deployments = async (): Promise<Deployment[]> => [
  ...(await Promise.all(Object.entries(samples).map(ofSample))),
  ...(await Promise.all(
    (
      await readdir(folder)
    )
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map(ofFile),
  )),
];
