import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { measure, median } from '../../scripts/bench/measure.ts';

test('the median of odd, even and no numbers', () => {
  assert.is(median([3, 1, 2]), 2);
  assert.is(median([4, 1, 2, 3]), 2.5);
  assert.is(median([7]), 7);
  assert.ok(Number.isNaN(median([])));
});

test('subjects take turns, and the first round does not count', async () => {
  const calls: string[] = [];
  const subject = (name: string) => ({ name, work: async () => calls.push(name) });
  const times = await measure([subject('a'), subject('b')], 2);
  assert.equal(calls, ['a', 'b', 'a', 'b', 'a', 'b']);
  assert.equal([...times.keys()], ['a', 'b']);
  assert.ok([...times.values()].every((time) => time >= 0));
});

test.run();
