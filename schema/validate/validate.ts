/** Validates values as `helm install` would, before a cluster sees them. */
import { root } from '../components/root.ts';
import type { ReleaseFacts } from '../expression/evaluate.ts';
import type { Values } from '../generated/values.ts';
import { defaultValues } from '../index.ts';
import { evaluateRules, rules } from '../rules/evaluate.ts';
import type { Finding } from '../rules/rule.ts';
import { explain } from './explain.ts';
import { originOf } from './locate.ts';
import { apply, coalesce } from './merge.ts';
import { schemaCheck } from './schema-check.ts';
import { dotted, type Problem, type Source, type Verdict } from './types.ts';

type Path = readonly (string | number)[];

/** The file (or argument), line and column to blame for a value. */
const located = (path: Path, sources: readonly Source[]): Pick<Problem, 'file' | 'line' | 'column'> => {
  const origin = originOf(path, sources);
  if (!origin) return {};
  const { source, place } = origin;
  return { file: source.name, ...(place ? { line: place.line, column: place.column } : {}) };
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

/**
 * The values that templates would see: all sources over each other and over the defaults.
 * @throws UnreadableInput where Helm refuses a `--set` because of the values before it.
 */
export const mergedValues = (sources: readonly Source[]): unknown =>
  coalesce(sources.reduce<unknown>(apply, {}), defaultValues);

const schemaProblems = (
  merged: unknown,
  sources: readonly Source[],
  known: readonly Problem[],
): Problem[] => {
  const check = schemaCheck();
  if (check(merged)) return [];
  const told = new Set(known.map(({ path }) => path));
  const errors = check.errors ?? [];
  // A key that is missing beside one that nobody knows has another name there.
  const misnamed = new Set(
    errors
      .filter(({ keyword }) => keyword === 'additionalProperties')
      .map(({ instancePath }) => instancePath),
  );
  return errors.flatMap((error) => {
    if (
      error.keyword === 'required' &&
      /[/][0-9]+$|[/]env[/]/u.test(error.instancePath) &&
      misnamed.has(error.instancePath)
    )
      return [];
    const explained = explain(error, { root, merged, originOf: (path) => originOf(path, sources) });
    if (!explained) return [];
    const path = dotted(explained.path);
    // A key that is no text is unknown because of that.
    if (error.keyword === 'additionalProperties' && told.has(path)) return [];
    return [{ path, ...located(explained.path, sources), message: explained.message }];
  });
};

const isNamed = ({ severity, path }: Finding): boolean =>
  severity === 'error' && /(^|[.])(name|fullname)Override$/u.test(path);

const scopes = new Map(rules.map(({ sentence, scope }) => [sentence, scope]));

/**
 * Findings without those that follow from a name that is wrong itself: what two peers of one name have in common is
 * told once, and that their Services, claims and ports collide then is no news.
 */
const causes = (findings: readonly Finding[]): Finding[] => {
  if (!findings.some(isNamed)) return [...findings];
  const told = new Set<string>();
  return findings.filter((finding) => {
    if (scopes.get(finding.rule) !== 'unique') return true;
    if (!isNamed(finding)) return false;
    const whose = `${finding.rule}\n${finding.message.slice(0, finding.message.indexOf(': '))}`;
    if (told.has(whose)) return false;
    told.add(whose);
    return true;
  });
};

/**
 * What findings about `peer` have in common. A name that all peers share is one cause, however many peers it hits; the
 * message then tells of the first two.
 */
const causeOf = ({ rule, path }: Finding, words: string): string => {
  const isShared = scopes.get(rule) === 'unique' && !path.startsWith('peers.');
  return `${path}\n${isShared ? words.split(' of peer ')[0] : words}`;
};

/** Findings about `peer` that several peers share are one problem, which names them. */
const ruleProblems = (findings: readonly Finding[], sources: readonly Source[], peers: number): Problem[] => {
  const found = new Map<string, { readonly problem: Problem; readonly names: string[] }>();
  for (const finding of findings) {
    const { path, message } = finding;
    const [, name] = /^peers\.([^.]+)\./u.exec(message) ?? [];
    const words = message.slice(message.indexOf(': ') + 2);
    const cause = causeOf(finding, words);
    const known = found.get(cause) ?? {
      problem: { path, ...located(path.split('.'), sources), message: words },
      names: [],
    };
    if (name !== undefined && peers > 1 && !path.startsWith('peers.')) known.names.push(name);
    found.set(cause, known);
  }
  return [...found.values()].map(({ problem, names }) =>
    names.length > 0 ? { ...problem, peers: names } : problem,
  );
};

/**
 * Everything that is wrong with the sources together, and what is worth a warning.
 * @throws UnreadableInput where Helm refuses a `--set` because of the values before it.
 */
export const validate = (sources: readonly Source[], release: ReleaseFacts): Verdict => {
  const merged = mergedValues(sources);
  const textProblems = sources.flatMap((source) => source.problems);
  const found = schemaProblems(merged, sources, textProblems);
  if (found.length > 0)
    return { problems: unique([...textProblems, ...found]).sort(order(sources)), warnings: [] };
  const findings = causes(evaluateRules(merged as Values, release));
  const peers = Object.keys((merged as Values).peers).length;
  const of = (severity: string): Problem[] =>
    ruleProblems(
      findings.filter((finding) => finding.severity === severity),
      sources,
      peers,
    );
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
