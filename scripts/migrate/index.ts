/** All sources, and the way from their files to values of ours. */
import { loadAll, YAMLException } from 'js-yaml';
import { isMap, overlay } from '../../schema/shared/maps.ts';
import { closest } from '../../schema/validate/suggest.ts';
import type { Problem, Verdict } from '../../schema/validate/types.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { CommandError } from '../support/errors.ts';
import { bevel } from './bevel.ts';
import { fabricDind } from './fabric-dind.ts';
import { falcon } from './falcon.ts';
import { hlfOperator } from './hlf-operator.ts';
import { ibm } from './ibm.ts';
import { pivt } from './pivt.ts';
import { rtang03 } from './rtang03.ts';
import { settled } from './settle.ts';
import type { Conversion, Options, Source } from './source.ts';
import { stableHlfPeer } from './stable-hlf-peer.ts';
import { tidy } from './tidy.ts';
import type { Line } from './translate.ts';

export type { Conversion, Options, Source } from './source.ts';
export type { Line } from './translate.ts';

/** Every source. */
export const sources: readonly Source[] = [
  falcon,
  pivt,
  bevel,
  hlfOperator,
  stableHlfPeer,
  ibm,
  rtang03,
  fabricDind,
];

/** Values of ours with what became of theirs, and what our validator says of them. */
export interface Migrated extends Conversion {
  readonly source: Source;
  readonly verdict: Verdict;
}

/** A file's text and its name. */
export interface Input {
  readonly name: string;
  readonly text: string;
}

/** What `helm get values` prints above the values. */
const heading = /^(USER-SUPPLIED|COMPUTED) VALUES:\s*$/mu;

const documentsOf = ({ name, text }: Input): unknown[] => {
  try {
    return loadAll(text.replace(heading, '')).filter(
      (document) => document !== null && document !== undefined,
    );
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new CommandError(`${name}: is no YAML: ${error.message.split('\n')[0]}`, {
      cause: error,
      exitCode: 2,
    });
  }
};

/**
 * The source of that name.
 * @throws CommandError when there is none.
 */
export const sourceNamed = (name: string): Source => {
  const found = sources.find((source) => source.name === name);
  if (found !== undefined) return found;
  const names = sources.map((source) => source.name);
  const guess = closest(name, names);
  throw new CommandError(
    `--from ${name}: there is no such source${guess === undefined ? '' : `; did you mean ${guess}?`} There are ${names.join(', ')}`,
    { exitCode: 2 },
  );
};

/**
 * Values are one document.
 * @throws CommandError for more: which of them Helm took depends on its version.
 */
const valuesOf = (input: Input): unknown[] => {
  const documents = documentsOf(input);
  if (documents.length <= 1) return documents;
  throw new CommandError(
    `${input.name}: expected one document of values, not ${documents.length}. Helm 3 ignores all but the first, Helm 4 merges them: keep what is meant in one, or give them as files, which lie over each other`,
    { exitCode: 2 },
  );
};

/** What is wrong where a file is hardly of the source: nothing became a value, though not everything in it is known. */
const foreign = ({ name, about }: Source, lines: readonly Line[]): Problem[] => {
  const theirs = lines.filter(({ isOption }) => isOption !== true);
  const isKnown = theirs.length > 0 && theirs.every(({ kind }) => kind !== 'unknown');
  // Values of ours need no line to stay as they are, and the validator knows ours.
  if (name === fabricDind.name || isKnown || theirs.some(({ kind }) => kind === 'said')) return [];
  const message = `no setting of the input became a value. Look whether it is of ${name} (${about}), or what else belongs after --from`;
  return [{ path: '', message }];
};

/**
 * Turns files of another system into values of this chart.
 * @throws CommandError when the input cannot be read, or does not say what is needed.
 */
export const migrate = (from: string, inputs: readonly Input[], options: Partial<Options> = {}): Migrated => {
  const source = sourceNamed(from);
  // Values of charts lie over each other, as Helm lays them; resources stand side by side.
  const areResources = source === hlfOperator;
  const documents = inputs.flatMap((input) =>
    (areResources ? documentsOf : valuesOf)(input).map((document): Record<string, unknown> => {
      if (isMap(document)) return document;
      throw new CommandError(
        `${input.name}: expected a map of values at the top, not ${Array.isArray(document) ? 'a list' : `a ${typeof document}`}`,
        { exitCode: 2 },
      );
    }),
  );
  if (documents.length === 0)
    throw new CommandError(`${inputs.map(({ name }) => name).join(', ')}: nothing is in it`, { exitCode: 2 });
  const read = areResources ? documents : [documents.reduce<unknown>(overlay, {})];
  const complete: Options = { namespace: 'default', peer: 'peer0', ...options };
  const { steps, ...translation } = source.convert(read, complete);
  const { values: all, lines } = settled(translation);
  const values = tidy(all);
  const { problems, warnings } = validateValues(values);
  const verdict = { problems: [...foreign(source, lines), ...problems], warnings };
  return { source, values, lines, steps, verdict };
};
