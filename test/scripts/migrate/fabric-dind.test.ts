/** Values of an older major release of this chart, moved to the keys of this one; and what warned before. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate } from '../../../schema/expression/evaluate.ts';
import { peer } from '../../../schema/expression/references.ts';
import { defaultValues } from '../../../schema/index.ts';
import { text } from '../../../schema/model/node.ts';
import { type Move, moves } from '../../../schema/moves.ts';
import { deprecated, deprecation } from '../../../schema/rules/deprecated.ts';
import { ownSource } from '../../../scripts/migrate/fabric-dind.ts';
import { migrate } from '../../../scripts/migrate/index.ts';

const some: readonly Move[] = [
  { gone: '1.0.0', from: 'peer.couchdb.image', to: 'peer.stateDatabase.couchdb.image' },
  { gone: '1.0.0', from: 'organisation', to: 'mspId', change: (value) => `${value}MSP` },
  { gone: '1.0.0', from: 'peer.turbo', why: 'peers are always as fast as they can be' },
  { gone: '2.0.0', from: 'mspId', to: 'msp.id' },
];

const moved = (values: object, all = some) =>
  ownSource(all).convert([values], { namespace: 'default', peer: 'peer0' });

test('moved keys are found in the defaults and in each peer; all others stay', () => {
  const { values, lines } = moved({
    peer: { couchdb: { image: { tag: '3.5' } }, turbo: true, env: { A: 'b' } },
    peers: { peer0: { couchdb: { image: { tag: '3.4' } }, turbo: false }, peer1: {} },
  });
  assert.equal(values, {
    peer: { env: { A: 'b' }, stateDatabase: { couchdb: { image: { tag: '3.5' } } } },
    peers: { peer0: { stateDatabase: { couchdb: { image: { tag: '3.4' } } } }, peer1: {} },
  });
  assert.equal(
    lines.map(({ kind, from, to }) => [kind, from, to?.[0]]),
    [
      ['said', 'peer.couchdb.image', 'peer.stateDatabase.couchdb.image'],
      ['said', 'peers.peer0.couchdb.image', 'peers.peer0.stateDatabase.couchdb.image'],
      ['unsaid', 'peer.turbo', undefined],
      ['unsaid', 'peers.peer0.turbo', undefined],
    ],
  );
});

test('a value comes to its place from the top to the peers, and whatever a peer is called', () => {
  const move = (from: string, to: string): Move => ({ gone: '1.0.0', from, to });
  assert.equal(moved({ mspId: 'A', oldTop: 1 }, [move('oldTop', 'peer.newKey')]).values, {
    mspId: 'A',
    peer: { newKey: 1 },
  });
  const all = [move('peer.env', 'peer.environment'), move('peer.peer', 'peer.now.peer')];
  const own = { env: { A: 'b' }, peer: 1 };
  assert.equal(moved({ peer: own, peers: { 'env-a': own, peer: own, env: {} } }, all).values, {
    peer: { environment: { A: 'b' }, now: { peer: 1 } },
    peers: {
      'env-a': { environment: { A: 'b' }, now: { peer: 1 } },
      peer: { environment: { A: 'b' }, now: { peer: 1 } },
      env: {},
    },
  });
});

test('moves of several majors follow each other, and change a value where it is said otherwise now', () => {
  assert.equal(moved({ organisation: 'Org1' }).values, { msp: { id: 'Org1MSP' } });
});

test('a value under both names keeps the one that is new, and the old one is told', () => {
  const { values, lines } = moved({ mspId: 'A', msp: { id: 'B' } });
  assert.equal(values, { msp: { id: 'B' } });
  assert.equal(
    lines.map(({ kind, from }) => [kind, from]),
    [['dead', 'mspId']],
  );
});

test('a second run changes nothing', () => {
  const once = moved({ organisation: 'Org1', peer: { turbo: true } }).values;
  assert.equal(moved(once).values, once);
});

test('values of this major come out as they went in', () => {
  const text = 'mspId: Org1MSP\npeers:\n  peer0:\n    ledger:\n      size: 30Gi\n';
  const { values, verdict, lines } = migrate('fabric-dind', [{ name: 'values.yaml', text }]);
  assert.equal(values, { mspId: 'Org1MSP', peers: { peer0: { ledger: { size: '30Gi' } } } });
  assert.equal(verdict.problems, []);
  assert.equal(lines, []);
});

test('each move says what takes the place of the old key, or why nothing does', () => {
  for (const { from, to, why } of moves) assert.ok((to ?? why ?? '').length > 0, from);
});

test('a deprecated value warns with the name to write, where it is set', () => {
  const renaming = { now: 'peer.id', since: '0.2.0' };
  const node = deprecated(text('', 'Name of the peer.'), renaming);
  assert.is(node.deprecated, true);
  assert.is(node.default, undefined);
  assert.match(node.description ?? '', /Deprecated since 0\.2\.0: set `peer\.id` instead/u);
  const rule = deprecation('peer', peer.hostname, renaming);
  const of = (hostname: string) => {
    const own = { ...defaultValues.peer, hostname };
    const context = {
      values: defaultValues,
      peer: own,
      name: 'peer0',
      release: { name: 'r', namespace: 'fabric' },
    };
    return [evaluate(rule.broken, context), evaluate(rule.message, context)];
  };
  assert.is(of('')[0], false);
  assert.equal(of('old'), [
    true,
    'deprecated since 0.2.0, and gone in the next major release. Set peer.id instead',
  ]);
  assert.is(rule.severity, 'warning');
});

test.run();
