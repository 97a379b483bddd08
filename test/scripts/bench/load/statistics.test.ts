import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { callsOf, holeOf, secondsAround, summarise } from '../../../../scripts/bench/load/statistics.ts';
import type { Call } from '../../../../scripts/bench/load/task.ts';

/** A hundred calls, one each 10 ms, that take 1 to 100 ms. */
const hundred = Array.from({ length: 100 }, (_, i): Call => [0, i * 10, i + 1, 0]);

test('percentiles are those of the answered calls that began in the window', () => {
  const { calls, failed, median, p95, p99, slowest } = summarise(hundred, 0, 1000);
  assert.equal(
    { calls, failed, median, p95, p99, slowest },
    {
      calls: 100,
      failed: 0,
      median: 50,
      p95: 95,
      p99: 99,
      slowest: 100,
    },
  );
  assert.is(summarise(hundred, 500, 1000).calls, 50);
  assert.is(summarise([...hundred, [0, 20, 9000, 1]], 0, 1000).slowest, 100);
});

test('the rate counts answers within the window, whenever their calls began', () => {
  const calls: Call[] = [
    [0, 900, 200, 0],
    [0, 1500, 100, 0],
    [0, 1900, 200, 0],
    [0, 1950, 10, 1],
  ];
  const { perSecond, calls: begun, failed } = summarise(calls, 1000, 2000);
  assert.equal({ perSecond, begun, failed }, { perSecond: 2, begun: 3, failed: 1 });
});

test('a window without length is refused, and one without answers has no percentiles', () => {
  assert.throws(() => summarise(hundred, 10, 10), /no length/u);
  assert.ok(Number.isNaN(summarise([], 0, 1000).median));
});

test('seconds around a fault tell answered, late and failed calls by when they began', () => {
  const calls: Call[] = [
    [0, 3500, 10, 0],
    [0, 4999, 10, 0],
    [0, 5000, 1001, 0],
    [0, 5999, 1000, 0],
    [0, 6000, 3, 2],
    [0, 7001, 10, 0],
  ];
  assert.equal(secondsAround(calls, 5000), [
    { at: -1, answered: 1, late: 0, failed: 0 },
    { at: 0, answered: 1, late: 1, failed: 0 },
    { at: 1, answered: 0, late: 0, failed: 1 },
  ]);
});

test('a hole lasts from the first failed call to the end of the last one, with its errors by number', () => {
  const calls: Call[] = [
    [0, 0, 5, 0],
    [0, 1000, 20, 2],
    [0, 1500, 1200, 0],
    [0, 2000, 500, 1],
    [0, 2100, 10, 1],
  ];
  assert.equal(holeOf(calls, ['answered', 'refused', 'aborted']), {
    calls: 5,
    failed: 3,
    seconds: 1.5,
    late: 1,
    slowest: 1200,
    errors: [
      ['refused', 2],
      ['aborted', 1],
    ],
  });
  assert.is(holeOf(calls.slice(0, 1), ['answered']).seconds, 0);
});

test('errors that differ only in addresses, hashes and times are one', () => {
  const errors = [
    'GatewayError DEADLINE_EXCEEDED: Deadline exceeded after 5.041s,Waiting for LB pick',
    'GatewayError DEADLINE_EXCEEDED: Deadline exceeded after 4.999s,name resolution: 0.001s,Waiting for LB pick',
    'EndorseError UNAVAILABLE: round_robin: No connection established. Last error: No connection established. Last error: Error: connect ECONNREFUSED 10.244.0.7:7051. Resolution note: ',
    'EndorseError UNAVAILABLE: round_robin: No connection established. Last error: Error: connect ECONNREFUSED 10.244.0.9:7051. Resolution note: ',
    'GatewayError UNAVAILABLE: round_robin: No connection established. Last error: No connection established. Last error: null. Resolution note: ',
    `EndorseError ABORTED: no package kv_1:${'0a'.repeat(32)}`,
  ];
  const calls = errors.map((_, index): Call => [0, index, 1, index + 1]);
  assert.equal(holeOf(calls, ['answered', ...errors]).errors, [
    ['GatewayError DEADLINE_EXCEEDED: Deadline exceeded', 2],
    [
      'EndorseError UNAVAILABLE: round_robin: No connection established. Last error: Error: connect ECONNREFUSED ADDRESS.',
      2,
    ],
    ['GatewayError UNAVAILABLE: round_robin: No connection established.', 1],
    ['EndorseError ABORTED: no package kv_1:…', 1],
  ]);
});

test('calls of a stream are those of its index', () => {
  const recording = { begun: 0, ended: 1, outcomes: ['answered'], calls: [...hundred, [1, 0, 1, 0] as Call] };
  assert.is(callsOf(recording, 0).length, 100);
  assert.is(callsOf(recording, 1).length, 1);
});

test.run();
