/** What the npm package `fabric-dind` exports. */
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { defaultValues as defaults, valuesSchema as schema } from '../../schema/index.ts';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import type { Source, Verdict } from '../../schema/validate/types.ts';
import { validate as validateSources, validateValues } from '../../schema/validate/validate.ts';
import { versions } from '../../schema/versions.ts';
import { valuesFile } from '../migrate/report.ts';
import { packageChart } from './package-chart.ts';

export type { Peer, PeerOverrides, Values, ValuesOverrides } from '../../schema/generated/values.ts';
export {
  type Place,
  type Problem,
  told,
  UnreadableInput,
  type Verdict,
} from '../../schema/validate/types.ts';
export { type Migrated, migrate } from '../migrate/index.ts';
export { type Explanation, explain, type RuleOf } from './explain.ts';
export { valuesFile as migratedFile };

/** The release that values are for: rules look at its names. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
}

/** A values file as text. */
export interface ValuesText {
  /** What findings call it. */
  readonly name: string;
  readonly text: string;
}

/** Values with their types: gives them back as they are. */
export const defineValues = (values: ValuesOverrides): ValuesOverrides => values;

const someRelease: Release = { name: 'fabric', namespace: 'default' };

/** Everything that is wrong with values, and what is worth a warning. */
export const validate = (values: unknown, release: Release = someRelease): Verdict =>
  validateValues(values, release);

/**
 * The same for the text of values files, later ones over earlier ones; findings have line and column.
 * @throws UnreadableInput for text that is no YAML, or no map of values.
 */
export const validateYaml = (
  files: string | readonly ValuesText[],
  release: Release = someRelease,
): Verdict => {
  const all = typeof files === 'string' ? [{ name: 'values.yaml', text: files }] : files;
  return validateSources(
    all.map(({ name, text }): Source => readYaml(text, name)),
    release,
  );
};

/** The version of package and chart. */
export const version: string = versions.chart;

/** The chart's JSON schema (draft-07), as in its values.schema.json. */
export const valuesSchema: Readonly<Record<string, unknown>> = schema as Readonly<Record<string, unknown>>;

/** The defaults of every value. */
export const defaultValues: import('../../schema/generated/values.ts').Values = defaults;

/** The folder of the chart of this version, e.g. for `helm install`. */
export const chartFolder: string = packageChart();
