import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawings } from '../../../../scripts/bench/load/plots.ts';
import { tablesOf } from '../../../../scripts/bench/load/tables.ts';
import { numbers } from './numbers.ts';

const plots = await drawings(numbers);
const plot = (name: string): string => plots.get(name) ?? '';

/** What Vega says of each mark for those who cannot see it. */
const marks = (svg: string, kind: string): string[] =>
  [
    ...svg.matchAll(
      new RegExp(
        `aria-roledescription="${kind}" aria-label="([^"]*)"|aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="${kind}"`,
        'gu',
      ),
    ),
  ].map(([, one, other]) => one ?? other ?? '');

test('each part has its plots, and a part without numbers has none', async () => {
  assert.equal(
    [...plots.keys()],
    ['load-throughput.svg', 'load-latency.svg', 'load-faults.svg', 'load-growth.svg'],
  );
  assert.is((await drawings({})).size, 0);
});

test('plots can be read on a light and on a dark page', () => {
  for (const [name, svg] of plots) {
    assert.match(svg, /prefers-color-scheme:dark/u, name);
    assert.match(svg, /<text[^>]*fill="currentColor"/u, name);
    assert.not.match(svg, /<text[^>]*fill="(?:#000|black|#fff|white)"/u, name);
    assert.not.match(svg, /<rect[^>]*fill="(?:#fff|white)"/u, name);
  }
});

test('the plot of faults has a bar for each second and outcome that occurred, and no other', () => {
  const bars = marks(plot('load-faults.svg'), 'bar');
  assert.is(bars.length, 5);
  assert.is(bars.filter((label) => /outcome: failed/u.test(label)).length, 1);
  assert.ok(
    bars.some((label) => /calls: 9; outcome: failed/u.test(label)),
    bars.join('\n'),
  );
});

test('drawing twice gives the same', async () => {
  assert.equal([...(await drawings(numbers))], [...plots]);
});

test('the tables tell failures, lateness and what is missing', () => {
  const text = tablesOf(numbers);
  const times = String.raw`5\.0 \/ 10 \/ 20; \*\*1\*\* of 100 failed`;
  assert.match(text, new RegExp(String.raw`\| evaluate, 1 caller \| 90/s; ${times} \| not measured \|`, 'u'));
  assert.match(
    text,
    new RegExp(String.raw`\| submit, 15 calls\/s, open \| not measured \| 15/s; ${times} \|`, 'u'),
  );
  assert.match(text, /- missing: jobs: no builder/u);
  assert.match(
    text,
    /\| peer killed \| \*\*9\*\* of 100 failed, within 2\.5 s \| 0 of 100 failed; 6 late \|/u,
  );
  assert.match(text, /- peer killed, one peer, evaluate: 7 × EndorseError UNAVAILABLE: gone/u);
  assert.match(text, /\| 30 \| 80 \| 300 \| 180 \| 7\.0 s \| 20\.3 s \|/u);
});

test.run();
