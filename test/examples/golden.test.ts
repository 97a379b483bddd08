/** Golden files hold everything that is rendered, and a failing one says no more than what changed. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../support/folder.ts';
import { objectOf, type Rendered, render } from '../support/rendered.ts';
import { compareWithGolden, GoldenError, goldenText, rewrites } from './golden.ts';

const base = { name: 'base.yaml', objects: await render({ values: { mspId: 'Org1MSP' } }) };
const statefulSet = objectOf(base.objects, 'StatefulSet', 'fabric-dind-peer0');

/** Ways to break a value at one place each: another scalar, a key or an entry less, two entries exchanged, one more. */
function* broken(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) {
      yield value.toSpliced(i, 1);
      if (i > 0) yield value.with(i - 1, entry).with(i, value[i - 1]);
      for (const other of broken(entry)) yield value.with(i, other);
    }
    yield [...value, { name: 'new' }];
    if (value.length > 0) yield [{ name: 'new' }, ...value];
  } else if (typeof value === 'object' && value !== null)
    for (const [key, entry] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const other of broken(entry)) yield { ...value, [key]: other };
    }
  else yield `${value}x`;
}

const { kind, metadata, ...fields } = statefulSet;
const named = (of: unknown): Rendered => ({ ...(of as object), kind, metadata }) as Rendered;

test('no two different objects have the same text, in full and as differences', () => {
  const inFull = new Set<string>();
  const byDifferences = new Set<string>();
  for (const other of broken(fields)) {
    const object = named(other);
    inFull.add(goldenText('a.yaml', [object]));
    byDifferences.add(goldenText('a.yaml', [object], base));
  }
  assert.ok(inFull.size > 500, `${inFull.size} objects`);
  assert.is(byDifferences.size, inFull.size);
  assert.not(inFull.has(goldenText('a.yaml', [statefulSet])));
  assert.not(byDifferences.has(goldenText('a.yaml', [statefulSet], base)));
});

test('what is as in the base is one line, and what differs is its path', () => {
  const text = goldenText('a.yaml', [statefulSet], { ...base, objects: [statefulSet] });
  assert.equal(text.split('\n').slice(1), ['StatefulSet/fabric-dind-peer0: same as in base.yaml', '']);
  const other = { ...statefulSet, spec: { ...(statefulSet.spec as object), replicas: 0 } };
  assert.match(
    goldenText('a.yaml', [other], base),
    'StatefulSet/fabric-dind-peer0:\n  (base): as in base.yaml\n  spec.replicas: 0\n',
  );
});

test('an object that is not there is told, one that is new is there in full, and a further peer’s by differences', async () => {
  const values = {
    mspId: 'Org1MSP',
    rollout: { enabled: true },
    peers: { peer0: {}, peer1: { replicas: 0 } },
  };
  const objects = (await render({ values })).filter(({ kind }) => kind !== 'PersistentVolumeClaim');
  const text = goldenText('a.yaml', objects, base);
  assert.match(text, 'PersistentVolumeClaim/fabric-dind-peer0-ledger: not here, but in base.yaml\n');
  assert.match(text, 'ServiceAccount/fabric-dind-rollout:\n  apiVersion: v1\n');
  assert.match(text, 'Service/fabric-dind-peer1: same as Service/fabric-dind-peer0 in base.yaml, renamed\n');
  assert.match(
    text,
    /StatefulSet\/fabric-dind-peer1:\n {2}\(base\): .*\n( {2}\S.*\n)* {2}spec\.replicas: 0\n/u,
  );
});

test('two objects of one name are refused, since one would hide the other', () => {
  assert.throws(() => goldenText('a.yaml', [statefulSet, statefulSet]), /two objects of one kind/u);
});

const committed = join(import.meta.dirname, 'golden');

/** What a failing comparison says, of a copy of the golden files that was changed at some lines. */
const complaint = async (name: string, change: (line: string) => string): Promise<string> => {
  const folder = await temporaryFolder();
  await cp(committed, folder, { recursive: true });
  const right = await readFile(join(folder, name), 'utf8');
  const wrong = right.split('\n').map(change).join('\n');
  assert.is.not(wrong, right);
  await writeFile(join(folder, name), wrong);
  try {
    await compareWithGolden(folder, name, right, false);
  } catch (error) {
    assert.instance(error, GoldenError);
    assert.is(await readFile(join(folder, name), 'utf8'), wrong, 'a comparison rewrites nothing');
    return (error as GoldenError).message;
  }
  return '';
};

for (const name of ['one-peer.yaml', 'fabric-3.yaml'])
  test(`a mistake in golden/${name} is told by its line, with the command that rewrites it`, async () => {
    const said = await complaint(name, (line) => line.replace(/(image: .*fabric-peer:)[\d.]+/u, '$19.9.9'));
    assert.match(said, /^-.*image: docker\.io\/hyperledger\/fabric-peer:9\.9\.9$/mu);
    assert.match(said, /^\+.*image: docker\.io\/hyperledger\/fabric-peer:[23]\.\d+\.\d+$/mu);
    assert.match(said, rewrites);
    assert.ok(said.split('\n').length < 30, said);
  });

test('of many changed lines the first are told, and how many more there are', async () => {
  const said = await complaint('one-peer.yaml', (line) => `${line} # changed`);
  assert.match(said, /\n… and \d{4} lines more\n/u);
  assert.ok(said.split('\n').length < 70);
});

test('a golden file that is not there is told too', async () => {
  const empty = await temporaryFolder();
  const work = compareWithGolden(empty, 'new.yaml', 'Pod/a:\n  kind: Pod\n', false);
  assert.match(await work.then(String, String), '+Pod/a:');
});

test('rewriting is told, and writes only what differs', async () => {
  const folder = await temporaryFolder();
  const told: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (text: string | Uint8Array) => told.push(String(text)) > 0;
  try {
    await compareWithGolden(folder, 'a.yaml', 'one\n', true);
    await compareWithGolden(folder, 'a.yaml', 'one\n', true);
  } finally {
    process.stderr.write = write;
  }
  assert.is(await readFile(join(folder, 'a.yaml'), 'utf8'), 'one\n');
  assert.equal(told, ['WROTE: golden/a.yaml; read its diff\n']);
});

test.run();
