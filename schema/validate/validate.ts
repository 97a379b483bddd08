/** Validates values as `helm install` would, before a cluster sees them. */
import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';
import type { ReleaseFacts } from '../expression/evaluate.ts';
import type { Values } from '../generated/values.ts';
import { defaultValues, valuesSchema } from '../index.ts';
import { evaluateRules } from '../rules/index.ts';
import { root } from '../values/root.ts';
import { explain } from './explain.ts';
import { coalesce, overlay } from './merge.ts';
import { dotted, type Problem, pathKey, type Source, type Verdict } from './types.ts';

type Path = readonly (string | number)[];

let compiled: ValidateFunction | undefined;

const schemaCheck = (): ValidateFunction => {
  compiled ??= new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
  }).compile(valuesSchema as SchemaObject);
  return compiled;
};

/** The last source that says something at the path, or at the nearest part of it. */
const located = (path: Path, sources: readonly Source[]): Pick<Problem, 'file' | 'line' | 'column'> => {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    for (const source of [...sources].reverse()) {
      let value: unknown = source.value;
      const says = part.every((key) => {
        const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
        value = has ? (value as Record<string | number, unknown>)[key] : undefined;
        return has;
      });
      if (says) return { file: source.name, ...source.places.get(pathKey(part)) };
    }
  }
  return {};
};

const order =
  (sources: readonly Source[]) =>
  (a: Problem, b: Problem): number => {
    const rank = (problem: Problem): number => sources.findIndex((source) => source.name === problem.file);
    return (
      rank(a) - rank(b) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      a.path.localeCompare(b.path)
    );
  };

const unique = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values(),
];

/** The values that templates would see: all sources over each other and over the defaults. */
export const mergedValues = (sources: readonly Source[]): unknown =>
  coalesce(
    sources.reduce<unknown>((merged, source) => overlay(merged, source.value), {}),
    defaultValues,
  );

/** Everything that is wrong with the sources together, and what is worth a warning. */
export const validate = (sources: readonly Source[], release: ReleaseFacts): Verdict => {
  const merged = mergedValues(sources);
  const check = schemaCheck();
  const textProblems = sources.flatMap((source) => source.problems);
  const isNullPeer = (path: Path): boolean =>
    path.length === 2 && path[0] === 'peers' && (merged as Values).peers?.[String(path[1])] === null;
  if (!check(merged)) {
    const found = (check.errors ?? []).flatMap((error) => {
      const explained = explain(error, root, isNullPeer, merged);
      return explained
        ? [{ path: dotted(explained.path), ...located(explained.path, sources), message: explained.message }]
        : [];
    });
    return { problems: unique([...textProblems, ...found]).sort(order(sources)), warnings: [] };
  }
  const findings = evaluateRules(merged as Values, release).map(({ severity, path, message }) => ({
    severity,
    problem: {
      path,
      ...located(path.split('.'), sources),
      message: message.slice(message.indexOf(': ') + 2),
    },
  }));
  const of = (severity: string): Problem[] =>
    findings.filter((finding) => finding.severity === severity).map(({ problem }) => problem);
  return {
    problems: [...textProblems, ...of('error')].sort(order(sources)),
    warnings: of('warning').sort(order(sources)),
  };
};

/** The verdict on values that are already an object, e.g. in tests. */
export const validateValues = (
  values: unknown,
  release: ReleaseFacts = { name: 'fabric-dind', namespace: 'default' },
): Verdict => validate([{ name: 'values', value: values, places: new Map(), problems: [] }], release);
