/** What must not compile; `npm run check:types` fails when one of these lines does. */
import { range, toYaml, withValue, yaml } from '../../chart/language/index.ts';
import type { Expr } from '../../schema/expression/ast.ts';
import { and, eq, format, ne, not, or, orElse } from '../../schema/expression/build.ts';
import { peer, v } from '../../schema/expression/references.ts';
import type { PeerOverrides, Values, ValuesOverrides } from '../../schema/generated/values.ts';
import type { ConditionRule } from '../../schema/rules/rule.ts';

// @ts-expect-error a path that the schema does not have
yaml`a: ${peer.imgae}`;
// @ts-expect-error a property of strings is not a value
yaml`a: ${v.mspId.length}`;
// @ts-expect-error a list has no named values below it
yaml`a: ${peer.tolerations.first}`;
// @ts-expect-error a map with free keys has no known ones
yaml`a: ${v.commonLabels.team}`;
// @ts-expect-error a section in a scalar's place
yaml`a: ${peer.image}`;
// @ts-expect-error a list in a scalar's place
yaml`a: ${peer.command}`;
// @ts-expect-error a probe that may be null in a scalar's place
yaml`a: ${peer.livenessProbe}`;
// @ts-expect-error a scalar as YAML of its own
toYaml(v.mspId);
// @ts-expect-error a default of another type
orElse(v.mspId, 3);
// @ts-expect-error a comparison with another type
eq(peer.replicas, 'one');
// @ts-expect-error a word that the enum does not have
eq(peer.dind.isolation, 'priviledged');
// @ts-expect-error a word that the enum does not have
ne(peer.service.type, 'Loadbalancer');
// @ts-expect-error a format with an argument too few
format('%s-%s', v.mspId);
// @ts-expect-error a format with an argument too many
format('%s', v.mspId, v.mspId);
// @ts-expect-error a number where the format wants a text
format('%s', peer.replicas);
// @ts-expect-error a text where the format wants a number
format('%d', v.mspId);
// @ts-expect-error a verb that nobody knows
format('%x', v.mspId);
// @ts-expect-error a text is not a condition
and(peer.enabled, peer.id);
// @ts-expect-error a list is not a condition
or(peer.enabled, peer.command);
and(peer.enabled, not(peer.id));
// @ts-expect-error a map is not a list
range(v.commonLabels, 'label', () => yaml`a: b`);
declare const optional: Expr<string | undefined>;
// @ts-expect-error an optional value without a default
yaml`a: ${optional}`;
withValue(optional, (value) => yaml`a: ${value}`);

/** A rule blames a value that there is. */
export const rule: ConditionRule = {
  sentence: 'a',
  scope: 'peer',
  severity: 'error',
  // @ts-expect-error a path as a text
  blames: 'service.grpc.prot',
  broken: not(peer.id),
  message: format('a'),
};
// @ts-expect-error a path that the schema does not have
export const blamed: ConditionRule['blames'] = peer.service.grpc.prot;

const overrides: ValuesOverrides = {
  mspId: 'Org1MSP',
  'x-anchors': { any: 'thing' },
  peers: { peer0: {}, peer1: { dind: { enabled: false, storage: { type: 'emptyDir' } }, tolerations: [] } },
};
export const exported: readonly unknown[] = [overrides];

// @ts-expect-error a typo at the top
export const typo: ValuesOverrides = { mspld: 'Org1MSP' };
// @ts-expect-error a typo below a peer
export const deepTypo: ValuesOverrides = { peers: { peer0: { dind: { imge: {} } } } };
// @ts-expect-error a null peer
export const nullPeer: ValuesOverrides = { peers: { peer0: null } };
// @ts-expect-error a word that the enum does not have
export const word: PeerOverrides = { service: { type: 'Cluster' } };
export const readonlyValues = (values: Values): void => {
  // @ts-expect-error values are read-only
  values.mspId = 'x';
  // @ts-expect-error lists are read-only
  values.peer.command.push('x');
};
