/** All sources, and the way from their files to values of ours. */
import { loadAll, YAMLException } from 'js-yaml';
import { isMap, overlay } from '../../schema/shared/maps.ts';
import { closest } from '../../schema/validate/suggest.ts';
import type { Verdict } from '../../schema/validate/types.ts';
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
 * Turns files of another system into values of this chart.
 * @throws CommandError when the input cannot be read, or does not say what is needed.
 */
export const migrate = (from: string, inputs: readonly Input[], options: Partial<Options> = {}): Migrated => {
  const source = sourceNamed(from);
  const documents = inputs.flatMap((input) =>
    documentsOf(input).map((document): Record<string, unknown> => {
      if (isMap(document)) return document;
      throw new CommandError(
        `${input.name}: expected a map of values at the top, not ${Array.isArray(document) ? 'a list' : `a ${typeof document}`}`,
        { exitCode: 2 },
      );
    }),
  );
  if (documents.length === 0)
    throw new CommandError(`${inputs.map(({ name }) => name).join(', ')}: nothing is in it`, { exitCode: 2 });
  // Values of charts lie over each other, as Helm lays them; resources stand side by side.
  const read = source === hlfOperator ? documents : [documents.reduce<unknown>(overlay, {})];
  const complete: Options = { namespace: 'default', peer: 'peer0', ...options };
  const { steps, ...translation } = source.convert(read, complete);
  const { values: all, lines } = settled(translation);
  const values = tidy(all);
  return { source, values, lines, steps, verdict: validateValues(values) };
};
