import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Measured } from '../../../../scripts/bench/runtimes/measure.ts';
import { fromDocker, fromGo, histogram, percentile } from '../../../../scripts/bench/runtimes/numbers.ts';
import { tableOf, total } from '../../../../scripts/bench/runtimes/table.ts';

test('durations as Go prints them become milliseconds', () => {
  assert.is(fromGo('2.5ms'), 2.5);
  assert.is(fromGo('500µs'), 0.5);
  assert.is(fromGo('1m2.5s'), 62_500);
  assert.throws(() => fromGo('12'), /no duration/u);
  assert.throws(() => fromGo('5ms later'), /no duration/u);
});

test('sizes as Docker prints them become MiB', () => {
  assert.is(fromDocker('12.5MiB'), 12.5);
  assert.is(fromDocker('512KiB'), 0.5);
  assert.is(fromDocker('2GiB'), 2048);
  assert.throws(() => fromDocker('12MB'), /no size/u);
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

const memory = [
  { what: 'dind', mebibytes: 100 },
  { what: 'kv', mebibytes: 10, within: true },
  { what: 'sandbox', mebibytes: 0.5 },
];

test('memory that is part of something else is not added again', () => {
  assert.is(total(memory), 100.5);
});

test('the table has a column a runtime, and says in every row what was skipped', () => {
  const measured: Measured = {
    name: 'dind',
    packageType: 'golang',
    cold: { ready: 30_000, install: 7000, answer: 12_000, definition: 4000 },
    restart: { median: 6000, all: [6000, 5000, 7000] },
    latency: {
      calls: 200,
      peer: { median: 2, p95: 3 },
      endorsement: 1,
      shim: 0.1,
      client: { median: 80, p95: 90 },
    },
    memory,
    memoryOfPeer: 120,
    address: '-peer.address=127.0.0.1:7052',
    privileges: { peer: ['privileged container dind'], others: [], level: 'privileged' },
    left: [],
  };
  const lines = tableOf([
    { name: 'dind', measured },
    { name: 'jobs', skipped: 'no builder' },
    { name: 'ccaas', failed: 'no answer' },
  ]).split('\n');
  assert.is(lines[0], '|  | Sidecar (default) | Kubernetes Jobs | Chaincode as a service |');
  assert.ok(lines.includes('| Cold: install command alone | 7.0 s | SKIPPED | FAILED |'));
  assert.ok(lines.includes('| Left after the peer was killed | nothing | SKIPPED | FAILED |'));
  assert.ok(lines.includes('| Memory for chaincode at rest, MiB | 100.5 | SKIPPED | FAILED |'));
  assert.is(lines.filter((line) => line.endsWith('| SKIPPED | FAILED |')).length, lines.length - 2);
});

test.run();
