/** What docs/comparison.md says is there: each "yes" has its proof, and its numbers are counted. */
import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../schema/components/root.ts';
import { isSection, type Node } from '../../schema/model/node.ts';
import { top } from '../../scripts/support/top.ts';
import { wrote } from '../../scripts/support/wrote.ts';
import { type Deployment, deployments, isFree, type Outcome } from './counts.ts';

const page = join(top, 'docs/comparison.md');
const all = await deployments();

const count = ({ outcomes }: Deployment, outcome: Outcome): number =>
  Object.values(outcomes).filter((one) => one === outcome).length;

const table = (): string => {
  const row = (name: string, of: readonly Deployment[]): string => {
    const [typed = 0, free = 0, unsaid = 0, dead = 0] = (['typed', 'free', 'unsaid', 'dead'] as const).map(
      (outcome) => of.reduce((sum, one) => sum + count(one, outcome), 0),
    );
    const live = typed + free + unsaid;
    return `| ${[name, live, typed, free, unsaid, `${Math.floor((typed / live) * 100)} %`, dead].join(' | ')} |`;
  };
  return [
    '| Deployment | Live | Typed | Free | Not said | Typed of live | Dead there |',
    '|---|---|---|---|---|---|---|',
    ...all.map((one) => row(one.name, [one])),
    row('all', all),
  ].join('\n');
};

/** What none of our values says: settings with one reason stand in one row. */
const unsaid = (): string => {
  const rows = new Map<string, string[]>();
  for (const { name, reasons } of all)
    for (const [setting, why] of Object.entries(reasons))
      rows.set(why, [...(rows.get(why) ?? []), `${name}: \`${setting}\``]);
  return [
    '| Not said | Why, and what to do |',
    '|---|---|',
    ...[...rows].map(([why, settings]) => `| ${settings.join(', ')} | ${why.replaceAll('|', '\\|')} |`),
  ].join('\n');
};

test('there are 13 deployments, and values say at least 90 % of what has effect in them', () => {
  assert.is(all.length, 13);
  const total = (...outcomes: Outcome[]): number =>
    all.reduce((sum, one) => sum + outcomes.reduce((inner, outcome) => inner + count(one, outcome), 0), 0);
  const share = total('typed') / total('typed', 'free', 'unsaid');
  assert.ok(share >= 0.9, `${Math.round(share * 1000) / 10} %`);
});

test('what they name are values of this chart', () => {
  const isBelow = (node: Node, [key, ...rest]: readonly string[]): boolean => {
    if (key === undefined) return true;
    const inner = node.properties?.[key] ?? node.items ?? node.additionalProperties;
    return typeof inner === 'object' ? isBelow(inner as Node, rest) : !isSection(node);
  };
  const isValue = (path: string): boolean =>
    isBelow(
      root,
      path
        .replace(/^peers\.[^.]+\./u, 'peer.')
        .replaceAll('[]', '.[]')
        .split('.'),
    );
  const wrong = all.flatMap(({ name, paths }) =>
    Object.entries(paths).flatMap(([setting, those]) =>
      those.filter((path) => !isValue(path)).map((path) => `${name}: ${setting}: ${path}`),
    ),
  );
  assert.equal(wrong, []);
});

test('what cannot be said has a reason', () => {
  for (const one of all) {
    assert.is(Object.keys(one.reasons).length, count(one, 'unsaid'), one.name);
    for (const [setting, why] of Object.entries(one.reasons))
      assert.ok(why.length > 20, `${one.name}: ${setting}: ${why}`);
  }
});

test('what counts as typed is no free field', () => {
  const wrong = all.flatMap(({ name, outcomes, paths }) =>
    Object.entries(outcomes)
      .filter(
        ([setting, outcome]) => outcome === 'typed' && paths[setting]?.length && paths[setting].every(isFree),
      )
      .map(([setting]) => `${name}: ${setting}`),
  );
  assert.equal(wrong, []);
});

test('the page has these numbers', async () => {
  const text = await readFile(page, 'utf8');
  const [before = ''] = text.split('<!-- counts -->');
  const wanted = `${before}<!-- counts -->\n${table()}\n\n${unsaid()}\n`;
  if (process.env.UPDATE === '1') {
    await writeFile(page, wanted);
    wrote('docs/comparison.md');
  }
  assert.fixture(await readFile(page, 'utf8'), wanted);
});

test('each yes of the page leads to an example, a test or a page that is there', async () => {
  const rows = (await readFile(page, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('|') && line.split('|').length === 6)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  assert.ok(rows.length > 80);
  for (const [, feature = '', , here = '', proof = ''] of rows.filter(
    ([, name]) => !/^(Feature|-+)$/u.test(name ?? ''),
  )) {
    const links = [...proof.matchAll(/\]\(([^)#]+)/gu)].map(([, link = '']) => link);
    if (/^yes/u.test(here)) assert.ok(links.length > 0, `${feature}: nothing shows it`);
    else assert.ok(here.length > 10, `${feature}: neither yes nor a reason`);
    for (const link of links) await access(join(dirname(page), link));
  }
});

test.run();
