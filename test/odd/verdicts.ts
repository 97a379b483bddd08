/** What the validator, the Helms and Kubernetes say of a document, and where they disagree. */
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { type Source, UnreadableInput } from '../../schema/validate/types.ts';
import { validate } from '../../schema/validate/validate.ts';
import { isPassedOn } from './documents.ts';
import type { Answer, Ask } from './programs.ts';
import { type Document, printed, without } from './written.ts';

/** What the validator finds: in the text alone, which Helm takes or not, each version in its own way, or in the values. */
export interface Ours {
  readonly isText: boolean;
  readonly values: readonly string[];
}

/** The validator's verdict on the text of a values file. */
export const ours = (text: string): Ours => {
  try {
    const source = readYaml(text, 'v');
    const plain: Source = { ...source, problems: [] };
    const { problems } = validate([plain], { name: 'r', namespace: 'fabric' });
    return {
      isText: source.problems.length > 0,
      values: problems.map(({ path, message }) => `${path}: ${message}`),
    };
  } catch (error) {
    if (error instanceof UnreadableInput) return { isText: true, values: [error.message] };
    throw error;
  }
};

/** A disagreement: who differs, which shrinking keeps, and their words. */
export interface Disagreement {
  readonly kind: string;
  readonly words: string;
}

/** How a document fared: agreement, out of scope, or a disagreement. */
export type Outcome = 'text' | 'refused' | 'rendered' | 'passed on' | Disagreement;

/** The programs that are asked. */
export interface Judges {
  readonly helms: ReadonlyMap<string, Ask>;
  readonly kubernetes: Ask;
}

const byDocument = (manifests: string): string[] =>
  manifests
    .split(/^---$/mu)
    .map((text) => text.replaceAll(/^# Source:.*$/gmu, '').trim())
    .filter((text) => text !== '');

interface Named {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

const objects = (documents: readonly string[]): unknown[] =>
  documents
    .flatMap((text) => loadAll(text) as Named[])
    .sort((a, b) => {
      const [first, second] = [a, b].map((it) => `${it.kind}/${it.metadata?.name}`) as [string, string];
      return first < second ? -1 : 1;
    });

/** Whether two Helms render the same objects; only documents of different text have to be parsed. */
const isSame = (one: string, other: string): boolean => {
  const [first, second] = [new Set(byDocument(one)), new Set(byDocument(other))];
  return isDeepStrictEqual(
    objects([...first].filter((text) => !second.has(text))),
    objects([...second].filter((text) => !first.has(text))),
  );
};

const ofKubernetes = async (document: Document, manifests: string, judges: Judges): Promise<Outcome> => {
  const errors = (await judges.kubernetes(manifests)) as string[];
  if (errors.length === 0) return 'rendered';
  const words = errors.join('\n');
  // A manifest that is not YAML is the chart's doing, whatever was passed on.
  if (/already set in map|yaml:/u.test(words)) return { kind: 'not YAML', words };
  const rest = without(document, isPassedOn);
  if (printed(rest) === printed(document)) return { kind: 'Kubernetes refuses', words };
  const outcome = await judge(rest, judges);
  return typeof outcome === 'string' ? 'passed on' : outcome;
};

type Said = readonly [version: string, answer: Answer];

/** Asks everyone about a document. */
export const judge = async (document: Document, judges: Judges): Promise<Outcome> => {
  const text = printed(document);
  const { isText, values } = ours(text);
  if (isText) return 'text';
  const answers = await Promise.all(
    [...judges.helms].map(async ([version, ask]) => [version, (await ask(text)) as Answer] as const),
  );
  const refusals = answers.map(([version, { refusal }]) => `Helm ${version}: ${refusal || 'renders'}`);
  const words = [...refusals, `validator: ${values.join('\n  ') || 'nothing'}`].join('\n');
  const refusing = answers.filter(([, { refusal }]) => refusal !== '').map(([version]) => version);
  if (values.length > 0)
    return refusing.length === answers.length
      ? 'refused'
      : { kind: `only the validator and Helms ${refusing.join(' ')} refuse`, words };
  if (refusing.length > 0) return { kind: `Helms ${refusing.join(' ')} refuse`, words };
  const [[first, { manifests }], ...others] = answers as [Said, ...Said[]];
  for (const [version, answer] of others)
    if (!isSame(manifests, answer.manifests))
      return { kind: 'Helms render differently', words: `Helm ${first} and Helm ${version}` };
  return ofKubernetes(document, manifests, judges);
};
