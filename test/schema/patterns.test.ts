/** No pattern makes a reader wait: each takes time in proportion to its text, in JavaScript, which backtracks. */
import { join } from 'node:path';
import { checkSync } from 'recheck';
import { Project, SyntaxKind } from 'ts-morph';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ast, astOf } from '../../schema/expression/ast.ts';
import { valuesSchema } from '../../schema/index.ts';
import { rules } from '../../schema/rules/evaluate.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { top } from '../../scripts/support/top.ts';

/** Patterns of the schema, those of `patternProperties` too. */
const patternsOf = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'pattern' && typeof value === 'string' ? [value] : []),
    ...(key === 'patternProperties' ? Object.keys(value as object) : []),
    ...patternsOf(value),
  ]);
};

const inExpression = (ast: Ast): string[] => {
  if (ast.kind === 'named') return inExpression(ast.named.body[astOf]);
  if (ast.kind !== 'call') return [];
  const [first] = ast.args;
  const own =
    (ast.operator === 'matches' || ast.operator === 'find') && first?.kind === 'literal'
      ? [String(first.value)]
      : [];
  return [...own, ...ast.args.flatMap(inExpression)];
};

const inRules = rules.flatMap((rule) =>
  (rule.scope === 'unique' ? rule.names : [rule.broken, rule.message]).flatMap((part) =>
    inExpression(part[astOf]),
  ),
);

const shared = [...new Set([...patternsOf(valuesSchema), ...inRules])];

/** Limits that no pattern of ours reaches: within the usual ones repetitions that are counted are only tried out. */
const exactly = {
  timeout: 60_000,
  randomSeed: 1,
  maxNFASize: 1_000_000,
  maxPatternSize: 100_000,
  maxRepeatCount: 1000,
};

/** Whether a pattern is linear, and if not, a text on which it is not. */
const complaint = (pattern: string, flags: string): string[] => {
  const exact = checkSync(pattern, flags, { ...exactly, checker: 'automaton' });
  // Its automata know no look-ahead; trying texts is left for these.
  const found =
    exact.status === 'unknown' ? checkSync(pattern, flags, { ...exactly, checker: 'fuzz' }) : exact;
  if (found.status === 'safe') return [];
  const example = found.status === 'vulnerable' ? `, e.g. on ${found.attack.pattern}` : '';
  return [`/${pattern}/${flags}: ${found.status}${example}`];
};

test('the check knows a pattern that backtracks', () => {
  assert.is(complaint('^([-._]?[A-Za-z0-9]+)*$', 'u').length, 1);
  assert.is(complaint('^[a:]*:[a:]*/$', 'u').length, 1);
});

test('patterns of schema and rules are linear', () => {
  assert.ok(shared.length > 35 && inRules.length > 5, `${shared.length}, ${inRules.length}`);
  assert.equal(
    shared.flatMap((pattern) => complaint(pattern, 'u')),
    [],
  );
});

test('patterns of schema and rules are read alike by RE2 and by ECMAScript with u', () => {
  for (const pattern of shared) {
    assert.not.throws(() => new RegExp(pattern, 'u'), undefined, pattern);
    // Groups of other kinds, back references, and escapes that only one of them knows.
    assert.not.match(pattern, /\(\?(?!:)|\\[1-9a-zA-Z]|\\-/u);
    for (const [, most] of pattern.matchAll(/\{[0-9]*,?([0-9]*)\}/gu))
      assert.ok(Number(most) <= 1000, pattern);
  }
});

test('patterns in the code that reads values are linear', () => {
  const project = new Project({ skipFileDependencyResolution: true });
  project.addSourceFilesAtPaths([
    ...['expression', 'rules', 'validate'].map((folder) => join(top, `schema/${folder}/**/*.ts`)),
    join(top, 'scripts/commands/validate.ts'),
  ]);
  const literals = project
    .getSourceFiles()
    .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.RegularExpressionLiteral))
    .map((literal) => literal.getText());
  assert.ok(literals.length > 30, `${literals.length}`);
  const complaints = [...new Set(literals)].flatMap((literal) => {
    const end = literal.lastIndexOf('/');
    return complaint(literal.slice(1, end), literal.slice(end + 1).replaceAll('g', ''));
  });
  assert.equal(complaints, []);
});

test('a long text is refused at once', () => {
  const hostile = `${'abcdefghijklmnopqrstuvwxyz'.repeat(2000)}%`;
  // The first call compiles the schema.
  validateValues({});
  for (const key of ['id', 'networkId']) {
    const start = performance.now();
    const { problems } = validateValues({ peer: { [key]: hostile } });
    assert.is(problems[0]?.path, `peer.${key}`);
    assert.ok(performance.now() - start < 5000, key);
  }
});

test.run();
