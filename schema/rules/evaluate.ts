/** Evaluates the rules of all components over the values of a release. */
import { withDevnet } from '../components/devnet/effective.ts';
import { components } from '../components/index.ts';
import { expr, truthy } from '../expression/ast.ts';
import { present } from '../expression/build.ts';
import { type Context, evaluate, type ReleaseFacts } from '../expression/evaluate.ts';
import type { Peer, Values } from '../generated/values.ts';
import { mergedPeers } from './peers.ts';
import { blamedPath, type ConditionRule, type Finding, type Rule, type UniqueRule } from './rule.ts';
import { variableFindings } from './variables.ts';

/** Every rule, in the order in which findings are reported. */
export const rules: readonly Rule[] = components.flatMap((component) => component.rules ?? []);

const has = (values: unknown, path: readonly string[]): boolean => {
  let current = values;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !(key in current)) return false;
    current = (current as Record<string, unknown>)[key];
  }
  return true;
};

/** Where a finding about a peer is to be blamed: on the peer's own entry where it sets the value, else on `peer`. */
const peerPath = (values: Values, name: string, path: string): string => {
  if (path === '') return `peers.${name}`;
  return has(values.peers?.[name], path.split('.')) ? `peers.${name}.${path}` : `peer.${path}`;
};

const findingOf = (rule: ConditionRule, path: string, subject: string, context: Context): Finding[] =>
  truthy(evaluate(rule.broken, context))
    ? [
        {
          rule: rule.sentence,
          severity: rule.severity,
          path,
          message: `${[subject, blamedPath(rule)].filter((part) => part !== '').join('.')}: ${evaluate(rule.message, context)}`,
        },
      ]
    : [];

const text = (value: string) => expr<string>({ kind: 'literal', value });

const collisions = (rule: UniqueRule, peers: ReadonlyMap<string, Context>): Finding[] => {
  const owners = new Map<string, string>();
  const path = blamedPath(rule);
  return [...peers].flatMap(([name, context]) =>
    evaluate(present(...rule.names), context).flatMap((taken): Finding[] => {
      const owner = owners.get(taken);
      if (owner === undefined) {
        owners.set(taken, name);
        return [];
      }
      const message = rule.message({ name: text(taken), peer: text(name), owner: text(owner) });
      return [
        {
          rule: rule.sentence,
          severity: rule.severity,
          path: peerPath(context.values, name, path),
          message: `peers.${name}.${path}: ${evaluate(message, context)}`,
        },
      ];
    }),
  );
};

const contextsOf = (values: Values, release: ReleaseFacts): Map<string, Context> =>
  new Map(
    [...mergedPeers(values)].map(([name, peer]: [string, Peer]) => [
      name,
      { values, release, peer, name, facts: new Map() },
    ]),
  );

/**
 * The broken rules of a release, with the words that `helm install` uses.
 * The values must be merged with the defaults and valid against the schema.
 */
export const evaluateRules = (given: Values, release: ReleaseFacts): Finding[] => {
  const values = withDevnet(given, release);
  const peers = contextsOf(values, release);
  const past = [...peers].flatMap(([name, { peer }]) =>
    variableFindings(peer as Peer, (path, { severity, message }) => ({
      rule: 'settings are made by the values that are there for them',
      severity,
      path: peerPath(values, name, path),
      message: `peers.${name}.${path}: ${message}`,
    })),
  );
  const found = rules.flatMap((rule) => {
    if (rule.scope === 'unique') return collisions(rule, peers);
    if (rule.scope === 'release') return findingOf(rule, blamedPath(rule), '', { values, release });
    return [...peers].flatMap(([name, context]) =>
      findingOf(rule, peerPath(values, name, blamedPath(rule)), `peers.${name}`, context),
    );
  });
  return [...found, ...past];
};
