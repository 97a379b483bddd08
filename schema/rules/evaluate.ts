/** The rules across sections, and their evaluation. */

import { runtimeRules } from '../components/dind/rules.ts';
import { versionRules } from '../components/dind/versions.ts';
import { identityRules } from '../components/identity/rules.ts';
import { nameRules } from '../components/peer/rules.ts';
import { truthy } from '../expression/ast.ts';
import { type Context, evaluate, type ReleaseFacts } from '../expression/evaluate.ts';
import type { Peer, Values } from '../generated/values.ts';
import { mergedPeers } from './peers.ts';
import type { ConditionRule, Finding, Rule, UniqueRule } from './rule.ts';

export type { Finding, Rule } from './rule.ts';

/** Every rule, in the order in which findings are reported. */
export const rules: readonly Rule[] = [...nameRules, ...identityRules, ...versionRules, ...runtimeRules];

const has = (values: unknown, path: readonly string[]): boolean => {
  let current = values;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !(key in current)) return false;
    current = (current as Record<string, unknown>)[key];
  }
  return true;
};

/** Where a finding about a peer is to be blamed: on the peer's own entry where it sets the value, else on `peer`. */
const peerPath = (values: Values, name: string, path: string): string =>
  has(values.peers?.[name], path.split('.')) ? `peers.${name}.${path}` : `peer.${path}`;

const findingOf = (rule: ConditionRule, path: string, subject: string, context: Context): Finding[] =>
  truthy(evaluate(rule.broken, context))
    ? [
        {
          rule: rule.sentence,
          severity: rule.severity,
          path,
          message: `${subject}${rule.path}: ${evaluate(rule.message, context)}`,
        },
      ]
    : [];

const collisions = (rule: UniqueRule, peers: ReadonlyMap<string, Peer>, context: Context): Finding[] => {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [name, peer] of peers) {
    for (const expression of rule.names) {
      const taken = evaluate(expression, { ...context, peer, name });
      const owner = owners.get(taken);
      if (owner === undefined) owners.set(taken, name);
      else {
        const words = [taken, name, owner];
        const message = rule.message.replace(/%s/gu, () => words.shift() ?? '');
        findings.push({
          rule: rule.sentence,
          severity: rule.severity,
          path: peerPath(context.values, name, rule.path),
          message: `peers.${name}.${rule.path}: ${message}`,
        });
      }
    }
  }
  return findings;
};

/**
 * The broken rules of a release, with the words that `helm install` uses.
 * The values must be merged with the defaults and valid against the schema.
 */
export const evaluateRules = (values: Values, release: ReleaseFacts): Finding[] => {
  const peers = mergedPeers(values);
  const context: Context = { values, release };
  return rules.flatMap((rule) => {
    if (rule.scope === 'unique') return collisions(rule, peers, context);
    if (rule.scope === 'release') return findingOf(rule, rule.path, '', context);
    return [...peers].flatMap(([name, peer]) =>
      findingOf(rule, peerPath(values, name, rule.path), `peers.${name}.`, { ...context, peer, name }),
    );
  });
};
