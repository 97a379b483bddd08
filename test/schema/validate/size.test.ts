/** Files of many peers are validated in no time, and one cause stays one problem. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { told } from '../../../schema/validate/types.ts';
import { validate } from '../../../schema/validate/validate.ts';
import { fileOf } from '../../../scripts/bench/validation.ts';

const verdict = (text: string) => validate([readYaml(text, 'v')], { name: 'r', namespace: 'fabric' });

const timed = (peers: number): number => {
  const text = fileOf(peers);
  const start = performance.now();
  assert.equal(verdict(text).problems, []);
  return performance.now() - start;
};

test('a hundred peers within a second, a thousand without a quadratic wait', () => {
  timed(10);
  const hundred = Math.min(timed(100), timed(100));
  assert.ok(hundred < 1000, `${hundred} ms`);
  const thousand = timed(1000);
  assert.ok(
    thousand < Math.max(40 * hundred, 3000),
    `${thousand} ms for a thousand, ${hundred} for a hundred`,
  );
});

const sharing = (peers: number, value: string): string =>
  `peer: ${value}\npeers:\n${Array.from({ length: peers }, (_, i) => `  p${i}: {}\n`).join('')}`;

test('a name that all peers share is one problem', () => {
  for (const value of ['{nameOverride: x}', '{ledger: {existingClaim: x}}', '{serviceAccount: {name: x}}']) {
    const { problems } = verdict(sharing(300, value));
    assert.is(problems.length, 1, value);
    assert.is(problems[0]?.peers?.length, 299);
    assert.match(told(problems[0] as never), /\(peers p1, p10, p100, p101 and 295 more\)$/u);
  }
});

test('two node ports that two peers share are two problems', () => {
  const ports =
    '{type: NodePort, grpc: {nodePort: 30051}, operations: {nodePort: 30052}}, operations: {tls: {enabled: true}}';
  const { problems } = verdict(sharing(2, `{service: ${ports}}`));
  assert.is(problems.length, 2);
});

test('a name that is wrong hides what follows from it', () => {
  const value =
    '{nameOverride: x, operations: {tls: {enabled: true}}, service: {type: NodePort, grpc: {nodePort: 30051}}, serviceAccount: {name: a}}';
  const { problems } = verdict(sharing(2, value));
  assert.equal(
    problems.map(({ path }) => path),
    ['peer.nameOverride'],
  );
});

test.run();
