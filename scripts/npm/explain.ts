/** What a value is for, what it may be, and which rules look at it: read from the model. */
import { components } from '../../schema/components/index.ts';
import { root } from '../../schema/components/root.ts';
import { astOf } from '../../schema/expression/ast.ts';
import { isSection, type Node } from '../../schema/model/node.ts';
import { blamedPath, type Rule } from '../../schema/rules/rule.ts';
import { own } from '../../schema/shared/maps.ts';
import { closest, distance } from '../../schema/validate/suggest.ts';
import { wanted } from '../../schema/validate/words.ts';
import { CommandError } from '../support/errors.ts';

/** A rule that blames a value. */
export interface RuleOf {
  /** What holds when nothing is wrong. */
  readonly sentence: string;
  readonly severity: 'error' | 'warning';
  /** What is said of a value that breaks it, where that does not depend on the values. */
  readonly message?: string;
}

/** What is known of a value. */
export interface Explanation {
  /** Its path in values. */
  readonly path: string;
  readonly description: string;
  /** What it may be, in words. */
  readonly takes: string;
  /** Absent for a section, whose values have theirs. */
  readonly default?: unknown;
  readonly example?: unknown;
  /** The values of a section, or the fields of an entry, each with the first sentence about it. */
  readonly keys: readonly (readonly [key: string, about: string])[];
  readonly rules: readonly RuleOf[];
  /** Whether each peer may have its own, under `peers.<name>`. */
  readonly isPerPeer: boolean;
}

const first = (text: string): string => /^.*?\.(?=\s|$)/su.exec(text)?.[0] ?? text;

const entryOf = (node: Node): Node | undefined =>
  node.items ?? (typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined);

/** Parts of a path: dots, quoted keys, and `[0]` or `[]` for items of lists. */
const partsOf = (path: string): string[] =>
  [...path.matchAll(/"([^"]*)"|\[([0-9]*)\]|([^.[\]"]+)/gu)].map(
    ([, quoted, index, plain]) => quoted ?? plain ?? index ?? '',
  );

/** Every path that the model has a description for. */
const known = (node: Node = root, path = ''): string[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...known(child, at)];
  });

const guessFor = (path: string): string | undefined => {
  const all = known();
  const wantedPath = path.replace(/^peers\.[^.]+\./u, 'peer.');
  const lower = wantedPath.toLowerCase();
  const ends = all.filter((one) => `.${one.toLowerCase()}`.endsWith(`.${lower}`));
  if (ends.length > 0) return ends.sort((a, b) => a.length - b.length)[0];
  const near = closest(wantedPath, all) ?? closest(`peer.${wantedPath}`, all);
  if (near !== undefined) return near;
  const last = wantedPath.split('.').at(-1) ?? '';
  return all
    .filter((one) => one.split('.').at(-1)?.toLowerCase() === last.toLowerCase())
    .sort((a, b) => distance(a, wantedPath) - distance(b, wantedPath))[0];
};

const unknownPath = (path: string): CommandError => {
  const guess = guessFor(path);
  const hint = guess === undefined ? 'Without a path all values are listed' : `Did you mean ${guess}?`;
  return new CommandError(`${path}: there is no such value. ${hint}`, { exitCode: 2 });
};

interface Found {
  readonly node: Node;
  /** The path in the model; `peers.<name>` is `peer` there. */
  readonly at: string;
}

const find = (path: string): Found => {
  let node: Node = root;
  let at: string[] = [];
  const parts = partsOf(path);
  for (const [index, part] of parts.entries()) {
    if (at.join('.') === 'peers') {
      node = root.properties?.peer as Node;
      at = ['peer'];
      continue;
    }
    const child = own(node.properties ?? {}, part) as Node | undefined;
    const next: Node | undefined = child ?? entryOf(node);
    if (next === undefined) {
      // What is passed on as it is, others describe.
      if (index > 0 && node.additionalProperties === true) return { node, at: at.join('.') };
      throw unknownPath(path);
    }
    at = [...at, child === undefined ? '*' : part];
    node = next;
  }
  return { node, at: at.join('.') };
};

const pathOf = (rule: Rule): string =>
  [rule.scope === 'release' ? '' : 'peer', blamedPath(rule)].filter((part) => part !== '').join('.');

const messageOf = (rule: Rule): string | undefined => {
  if (rule.scope === 'unique') return undefined;
  const ast = rule.message[astOf];
  return ast.kind === 'literal' ? String(ast.value) : undefined;
};

const rulesOf = (at: string): RuleOf[] =>
  components
    .flatMap((component) => component.rules ?? [])
    .filter((rule) => pathOf(rule) === at)
    .map((rule): RuleOf => {
      const message = messageOf(rule);
      const { sentence, severity } = rule;
      return { sentence, severity, ...(message === undefined ? {} : { message }) };
    });

const keysOf = (node: Node): [string, string][] => {
  const entry = entryOf(node);
  const described = node.properties ?? entry?.properties ?? {};
  return Object.entries(described).map(([key, child]) => [key, first(child.description ?? '')]);
};

/**
 * What is known of the value at a path; of all values without one.
 * @throws CommandError when there is no such value, with the nearest that there is.
 */
export const explain = (path = ''): Explanation => {
  const { node, at } = find(path);
  const [example] = (node.examples as unknown[] | undefined) ?? [];
  return {
    path,
    description: node.description ?? (path === '' ? 'Values of the fabric-dind chart.' : ''),
    takes: wanted(node),
    ...(isSection(node) || node.default === undefined ? {} : { default: node.default }),
    ...(example === undefined ? {} : { example }),
    keys: keysOf(node),
    rules: rulesOf(at),
    isPerPeer: at.startsWith('peer.'),
  };
};
