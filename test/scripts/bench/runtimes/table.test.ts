import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Measured } from '../../../../scripts/bench/runtimes/measure.ts';
import { tableOf, total } from '../../../../scripts/bench/runtimes/table.ts';

const memory = [
  { what: 'dind', mebibytes: 100 },
  { what: 'kv', mebibytes: 10, within: true },
  { what: 'sandbox', mebibytes: 0.5 },
];

test('memory that is part of something else is not added again', () => {
  assert.is(total(memory), 100.5);
});

test('the tables have a column a runtime, and say in every row what was skipped', () => {
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
  const head = '|  | Sidecar (default) | Kubernetes Jobs | Chaincode as a service |';
  assert.is(
    lines.filter((line) => line === head).length,
    lines.filter((line) => line.startsWith('**')).length,
  );
  assert.ok(lines.includes('| Cold: install command alone | 7.0 s | SKIPPED | FAILED |'));
  assert.ok(lines.includes('| Left after the peer was killed | nothing | SKIPPED | FAILED |'));
  assert.ok(lines.includes('| Memory for chaincode at rest, MiB | 100.5 | SKIPPED | FAILED |'));
  const rows = lines.filter((line) => line.startsWith('|') && line !== head && !line.startsWith('| ---'));
  assert.is(rows.length, 21);
  assert.ok(rows.every((line) => line.endsWith('| SKIPPED | FAILED |')));
});

test.run();
