import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Numbers } from '../../../scripts/bench/load/numbers.ts';
import { drawings as drawLoad } from '../../../scripts/bench/load/plots.ts';
import { tablesOf } from '../../../scripts/bench/load/tables.ts';
import { drawings as drawRuntimes } from '../../../scripts/bench/runtimes/plots.ts';
import { type Outcome, tableOf } from '../../../scripts/bench/runtimes/table.ts';
import { top } from '../../../scripts/support/top.ts';

const inDocs = (name: string): Promise<string> => readFile(join(top, 'docs', name), 'utf8');

const load = JSON.parse(await inDocs('measured/load.json')) as Numbers;
const runtimes = JSON.parse(await inDocs('measured/runtimes.json')) as {
  readonly outcomes: readonly Outcome[];
};
const pages = `${await inDocs('runtimes.md')}\n${await inDocs('runbook.md')}`;

/** Every plot is shown, and every table stands, as the bench prints them from the numbers that are kept. */
const shows = async (name: string, plots: ReadonlyMap<string, string>, tables: string): Promise<void> => {
  const again = `npm run -s bench:${name} -- draw`;
  for (const [file, svg] of plots) {
    assert.ok((await inDocs(file)) === svg, `docs/${file} is not what the numbers give: ${again}`);
    assert.ok(pages.includes(`](${file})`), `no page of docs/ shows ${file}`);
  }
  for (const table of tables.split('\n\n').filter((block) => block.startsWith('|')))
    assert.ok(pages.includes(table), `no page of docs/ has this table, which ${again} prints:\n${table}`);
};

test('pages show the load bench as its numbers give it', async () => {
  assert.equal(Object.keys(load), ['throughput', 'faults', 'growth']);
  await shows('load', await drawLoad(load), tablesOf(load));
});

test('pages show the bench of runtimes as its numbers give it', async () => {
  await shows('runtimes', await drawRuntimes(runtimes), tableOf(runtimes.outcomes));
});

test.run();
