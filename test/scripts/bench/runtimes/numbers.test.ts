import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromDocker, fromGo, histogram, percentile } from '../../../../scripts/bench/runtimes/numbers.ts';

test('durations as Go prints them become milliseconds', () => {
  assert.is(fromGo('2.5ms'), 2.5);
  assert.is(fromGo('500µs'), 0.5);
  assert.is(fromGo('1m2.5s'), 62_500);
  assert.throws(() => fromGo('12'), /not a duration/u);
  assert.throws(() => fromGo('5ms later'), /not a duration/u);
});

test('sizes as Docker prints them become MiB', () => {
  assert.is(fromDocker('12.5MiB'), 12.5);
  assert.is(fromDocker('512KiB'), 0.5);
  assert.is(fromDocker('2GiB'), 2048);
  assert.throws(() => fromDocker('12MB'), /not a size/u);
});

test('the percentile is one of the numbers', () => {
  const numbers = Array.from({ length: 200 }, (_, i) => 200 - i);
  assert.is(percentile(numbers, 0.95), 190);
  assert.is(percentile([7], 0.95), 7);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

test('a histogram is summed over the series that are wanted, and no other metric', () => {
  const metrics = [
    'took_bucket{chaincode="kv:1",le="0.005"} 3',
    'took_sum{chaincode="kv:1",type="GET"} 0.25',
    'took_count{chaincode="kv:1",type="GET"} 3',
    'took_sum{chaincode="kv:1",type="PUT"} 0.5',
    'took_count{chaincode="kv:1",type="PUT"} 1',
    'took_sum{chaincode="other:1",type="GET"} 9',
    'overtook_sum{chaincode="kv:1"} 9',
  ].join('\n');
  const found = histogram(metrics, 'took', (labels) => labels.includes('"kv:1"'));
  assert.equal(found, { sum: 0.75, count: 4 });
});

test.run();
