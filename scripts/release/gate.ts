/** The gate before a release: whether its version is as great as what it changes. */
import type { JSONSchema7 } from 'json-schema';
import { diff, inc, lt } from 'semver';
import { type Move, moves } from '../../schema/moves.ts';
import { CommandError } from '../support/errors.ts';
import { type Change, covers, greatest, type Level } from './change.ts';
import { objectChanges, type RenderedObject } from './object-changes.ts';
import { schemaChanges } from './schema-changes.ts';
import { takesAllOf } from './second-voice.ts';

/** What a release promises: the schema of its values, and what examples render to, by their name. */
export interface Promises {
  readonly version: string;
  readonly schema: JSONSchema7;
  readonly objects: Readonly<Record<string, readonly RenderedObject[]>>;
}

/** What the gate found. */
export interface Verdict {
  readonly changes: readonly Change[];
  /** The least version that covers them. */
  readonly least: string;
}

const secondVoice = (before: JSONSchema7, after: JSONSchema7, own: readonly Change[]): Change[] =>
  greatest(own) === 'major' || takesAllOf(before, after)
    ? []
    : [
        {
          level: 'major',
          path: 'values.schema.json',
          says: 'jsoncompat finds values that were taken and are refused now; our own comparison does not see them',
        },
      ];

/** Everything that differs between two releases. An example that only one of them has says nothing. */
export const changesBetween = (before: Promises, after: Promises): Change[] => {
  const own = schemaChanges(before.schema, after.schema);
  // What several examples show is told once, with the first of them.
  const objects = new Map<string, Change>();
  for (const [example, old] of Object.entries(before.objects))
    for (const change of objectChanges(old, after.objects[example] ?? old)) {
      const key = `${change.path} ${change.says}`;
      if (!objects.has(key))
        objects.set(key, { ...change, path: `${change.path} (examples/${example}.yaml)` });
    }
  return [...own, ...secondVoice(before.schema, after.schema, own), ...objects.values()];
};

const levelOf = (from: string, to: string): Level => {
  const kind = diff(from, to);
  return kind === 'major' || kind === 'minor' || kind === 'patch' ? kind : 'patch';
};

/**
 * Compares what is to be released with the last release.
 * @throws CommandError when the version is not above the last one, is too small for a change, or when a key is gone that
 * was never deprecated: under no version may that happen. Nor may a key go that schema/moves.ts does not move. A break is
 * major also below 1.0.0.
 */
export const gate = (before: Promises, after: Promises, moved: readonly Move[] = moves): Verdict => {
  const changes = changesBetween(before, after);
  const needed = greatest(changes);
  const least = inc(before.version, needed) as string;
  const listed = (some: readonly Change[]): string =>
    some.map(({ path, says }) => `- ${path}: ${says}`).join('\n');
  if (!lt(before.version, after.version))
    throw new CommandError(
      `${after.version} is not above ${before.version}, which is released. Set schema/versions.ts to ${least}.`,
    );
  const dropped = changes.filter(({ unannounced }) => unannounced);
  if (dropped.length > 0)
    throw new CommandError(
      `Keys are gone that no release has warned of:\n${listed(dropped)}\nKeep them for one minor release, deprecated, with the new key in their description.`,
    );
  // `peer` and each entry of `peers` have one schema, and a move below `peer.` is of both.
  const listedAs = (path: string): string => path.replace(/^peers\.<name>\./u, 'peer.');
  const lost = changes.filter(({ gone, path }) => gone && !moved.some(({ from }) => from === listedAs(path)));
  if (lost.length > 0)
    throw new CommandError(
      `Keys are gone that nothing moves in a values file:\n${listed(lost)}\nSay in schema/moves.ts what takes their place, or why nothing does.`,
    );
  if (!covers(levelOf(before.version, after.version), needed))
    throw new CommandError(
      `${after.version} is too small for what changed since ${before.version}:\n${listed(changes.filter(({ level }) => level === needed))}\nSet schema/versions.ts to ${least}, or take the change back.`,
    );
  return { changes, least };
};
