/** The gate before a release, and what releases keep. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JSONSchema7 } from 'json-schema';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Move } from '../../../schema/moves.ts';
import { gate, type Promises } from '../../../scripts/release/gate.ts';
import { objectChanges, type RenderedObject } from '../../../scripts/release/object-changes.ts';
import { keepRelease, keptRelease, keptVersions } from '../../../scripts/release/releases.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { temporaryFolder } from '../../support/folder.ts';

const schema = (properties: Record<string, JSONSchema7>): JSONSchema7 => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

const object = (kind: string, name: string, spec: object = {}): RenderedObject => ({
  kind,
  metadata: { name },
  spec,
});

const promises = (
  version: string,
  properties: Record<string, JSONSchema7> = { a: { type: 'string' } },
  objects: readonly RenderedObject[] = [],
): Promises => ({ version, schema: schema(properties), objects: { 'one-peer': objects } });

const refusal = (before: Promises, after: Promises, moves?: readonly Move[]): string => {
  try {
    gate(before, after, moves);
  } catch (error) {
    assert.instance(error, CommandError);
    return (error as Error).message;
  }
  return '';
};

test('a change of nothing needs a patch, something new a minor, a break a major, below 1.0.0 too', () => {
  assert.is(gate(promises('0.1.0'), promises('0.1.1')).least, '0.1.1');
  const more = { a: { type: 'string' }, b: { type: 'string' } } as const;
  assert.is(gate(promises('0.1.0'), promises('0.2.0', more)).least, '0.2.0');
  assert.is(gate(promises('0.1.0'), promises('1.0.0', { a: { type: 'integer' } })).least, '1.0.0');
});

test('a version that is too small is refused, with what asks for more and what to write', () => {
  assert.match(
    refusal(promises('0.1.0'), promises('0.2.0', { a: { type: 'integer' } })),
    /0\.2\.0 is too small for what changed since 0\.1\.0:\n- a: takes no string any more.*\nSet schema\/versions\.ts to 1\.0\.0/u,
  );
  assert.match(refusal(promises('0.2.0'), promises('0.2.0')), /0\.2\.0 is not above 0\.2\.0.* to 0\.2\.1/u);
  assert.match(refusal(promises('0.2.0'), promises('0.1.9')), /is not above/u);
});

test('a key that was never deprecated may not go, under any version; a deprecated one may in a major', () => {
  assert.match(
    refusal(promises('0.1.0'), promises('1.0.0', {})),
    /gone that no release has warned of:\n- a: is gone/u,
  );
  const deprecated = { a: { type: 'string', deprecated: true } as JSONSchema7 };
  const moves = [{ gone: '1.0.0', from: 'a', to: 'b' }];
  assert.is(gate(promises('0.2.0', deprecated), promises('1.0.0', {}), moves).least, '1.0.0');
  assert.match(refusal(promises('0.2.0', deprecated), promises('0.3.0', {}), moves), /0\.3\.0 is too small/u);
  assert.match(
    refusal(promises('0.2.0', deprecated), promises('1.0.0', {})),
    /nothing moves in a values file:\n- a: is gone, after it was deprecated.*schema\/moves\.ts/su,
  );
});

test('a value of a peer goes from the defaults and from each peer at once; one move below peer. is of both', () => {
  const peers = (of: Record<string, JSONSchema7>): Record<string, JSONSchema7> => ({
    peer: schema(of),
    peers: { type: 'object', additionalProperties: schema(of) },
  });
  const before = promises('0.2.0', peers({ old: { type: 'string', deprecated: true } as JSONSchema7 }));
  const after = promises('1.0.0', peers({}));
  assert.is(gate(before, after, [{ gone: '1.0.0', from: 'peer.old', to: 'peer.now' }]).least, '1.0.0');
  assert.match(
    refusal(before, after, [{ gone: '1.0.0', from: 'old', to: 'now' }]),
    /- peer\.old: is gone.*\n- peers\.<name>\.old: is gone/u,
  );
});

test('what the API server refuses to change, and what would lose data or callers, is a break', () => {
  const set = object('StatefulSet', 'p', { serviceName: 's', selector: { a: 1 }, template: { image: 1 } });
  const breaks: [RenderedObject[], RenderedObject[], RegExp][] = [
    [
      [set],
      [object('StatefulSet', 'p', { ...(set.spec as object), serviceName: 't' })],
      /spec\.serviceName was "s" and is "t"/u,
    ],
    [[set], [object('StatefulSet', 'p', { ...(set.spec as object), selector: { a: 2 } })], /spec\.selector/u],
    [[set], [object('StatefulSet', 'q', set.spec as object)], /is gone, or has another name/u],
    [
      [object('Service', 'p', { selector: { a: 1 } })],
      [object('Service', 'p', { selector: {} })],
      /spec\.selector/u,
    ],
    [
      [object('PersistentVolumeClaim', 'c', { resources: { requests: { storage: '1Gi' } } })],
      [object('PersistentVolumeClaim', 'c', { resources: { requests: { storage: '2Gi' } } })],
      /spec\.resources\.requests\.storage was "1Gi" and is "2Gi"/u,
    ],
    [[], [object('NetworkPolicy', 'n')], /may keep out who calls today/u],
  ];
  for (const [before, after, says] of breaks) {
    const [first] = objectChanges(before, after);
    assert.is(first?.level, 'major');
    assert.match(first?.says ?? '', says);
  }
});

test('the order of keys is no change', () => {
  const one = object('Service', 's', { selector: { a: 1, b: 2 }, ports: [{ name: 'p', port: 1 }] });
  const two = object('Service', 's', { ports: [{ port: 1, name: 'p' }], selector: { b: 2, a: 1 } });
  assert.equal(objectChanges([one], [two]), []);
});

test("the chart's version in labels is no change", () => {
  const service = (version: string): RenderedObject => ({
    ...object('Service', 's'),
    metadata: { name: 's', labels: { 'helm.sh/chart': `fabric-dind-${version}` } } as { name: string },
  });
  assert.equal(objectChanges([service('0.1.0')], [service('0.1.1')]), []);
});

test('another image, another name by content, a new object are no breaks', () => {
  const image = (tag: number): RenderedObject => object('StatefulSet', 'p', { template: { image: tag } });
  assert.equal(objectChanges([image(1)], [image(2)]), [
    { level: 'minor', path: 'StatefulSet/p', says: 'has changed' },
  ]);
  assert.equal(
    objectChanges([object('ConfigMap', 'scripts-0123abcd')], [object('ConfigMap', 'scripts-4567abcd')]),
    [],
  );
  assert.is(objectChanges([], [object('Service', 's')])[0]?.level, 'minor');
});

test('a release is kept once, read again, and never changes', async () => {
  const folder = await temporaryFolder();
  const first = promises('0.1.0', { a: { type: 'string' } }, [object('Service', 's')]);
  assert.is(await keepRelease(folder, first), true);
  assert.is(await keepRelease(folder, first), false);
  assert.equal(await keptRelease(folder, '0.1.0'), first);
  await keepRelease(folder, promises('0.10.0'));
  await keepRelease(folder, promises('0.9.0'));
  assert.equal(await keptVersions(folder), ['0.1.0', '0.9.0', '0.10.0']);
  const changed = await keepRelease(folder, promises('0.1.0', { a: { type: 'integer' } })).catch(
    (error: unknown) => error,
  );
  assert.instance(changed, CommandError);
  assert.match((changed as Error).message, /0\.1\.0 is released, and what it promised was something else/u);
  assert.equal((await readdir(folder)).sort(), ['0.1.0', '0.10.0', '0.9.0']);

  await writeFile(join(folder, '0.9.0/values.schema.json'), '{');
  const broken = await keptRelease(folder, '0.9.0').catch((error: unknown) => error);
  assert.match((broken as Error).message, /is not whole.*Take it from the tag v0\.9\.0/u);
});

test.run();
