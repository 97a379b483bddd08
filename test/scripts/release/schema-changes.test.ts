/** The comparison of two schemas: every deliberate break is caught with the right words, and nothing harmless is called one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { JSONSchema7 } from 'json-schema';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { valuesSchema } from '../../../schema/index.ts';
import { type Change, greatest } from '../../../scripts/release/change.ts';
import { schemaChanges } from '../../../scripts/release/schema-changes.ts';
import { takesAllOf } from '../../../scripts/release/second-voice.ts';

interface Case {
  readonly from: JSONSchema7;
  readonly to: JSONSchema7;
  readonly whole?: boolean;
  /** jsoncompat, the second voice, says something else. */
  readonly alone?: boolean;
  readonly says?: string;
  readonly level?: Change['level'];
}

const cases = (name: string): readonly Case[] =>
  load(readFileSync(join(import.meta.dirname, name), 'utf8')) as Case[];

const documents = ({ from, to, whole }: Case): [JSONSchema7, JSONSchema7] => {
  const document = (schema: JSONSchema7): JSONSchema7 =>
    whole ? schema : { type: 'object', properties: { v: schema } };
  return [document(from), document(to)];
};

const told = (changes: readonly Change[]): string[] => changes.map(({ path, says }) => `${path}: ${says}`);

test('at least 60 breaks and 30 harmless changes are tried', () => {
  assert.ok(cases('breaks.yaml').length >= 60, String(cases('breaks.yaml').length));
  assert.ok(cases('harmless.yaml').length >= 30, String(cases('harmless.yaml').length));
});

for (const of of cases('breaks.yaml'))
  test(`a break: ${of.says} (${JSON.stringify(of.from)} to ${JSON.stringify(of.to)})`, () => {
    const changes = schemaChanges(...documents(of));
    assert.is(greatest(changes), 'major');
    assert.ok(
      told(changes.filter(({ level }) => level === 'major')).some((line) => line.includes(of.says as string)),
      told(changes).join('\n'),
    );
    assert.is(takesAllOf(...documents(of)), of.alone === true, 'what jsoncompat says');
  });

for (const of of cases('harmless.yaml'))
  test(`harmless: ${JSON.stringify(of.from)} to ${JSON.stringify(of.to)}`, () => {
    const changes = schemaChanges(...documents(of));
    assert.is(greatest(changes), of.level, told(changes).join('\n'));
    if (of.says === undefined) assert.equal(told(changes), []);
    else assert.ok(told(changes)[0]?.includes(of.says), told(changes).join('\n'));
    assert.is(takesAllOf(...documents(of)), of.alone !== true, 'what jsoncompat says');
  });

test("the chart's own schema: nothing differs from itself, and a break deep in it is found", () => {
  assert.equal(schemaChanges(valuesSchema, structuredClone(valuesSchema)), []);
  const text = JSON.stringify(valuesSchema);
  const narrowed = JSON.parse(text.replace('"enum":["json-file"', '"enum":["journald"'));
  const changed = JSON.parse(
    text.replaceAll('"enum":["","json-file","local","none"]', '"enum":["","local","none"]'),
  );
  assert.ok(JSON.stringify(changed) !== text || JSON.stringify(narrowed) !== text, 'nothing was replaced');
  assert.match(
    told(schemaChanges(valuesSchema, changed)).join('\n'),
    /peer\.chaincode\.logging\.driver: does not take "json-file" any more/u,
  );
});

test.run();
