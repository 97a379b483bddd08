/** Inputs that nobody would write: whatever stands where, nothing fails in a way it should not, and nothing gets lost. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isMap } from '../../../schema/shared/maps.ts';
import { migrate } from '../../../scripts/migrate/index.ts';
import { valuesFile } from '../../../scripts/migrate/report.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { isTold, settings } from './told.ts';

const samples: Readonly<Record<string, readonly string[]>> = {
  falcon: ['falcon.yaml'],
  pivt: ['pivt.yaml', 'pivt-crypto-config.yaml'],
  bevel: ['bevel.yaml'],
  'hlf-operator': ['hlf-operator.yaml'],
  'stable-hlf-peer': ['stable-hlf-peer.yaml'],
  ibm: ['ibm.yaml'],
  rtang03: ['rtang03.yaml'],
};

type Path = readonly (string | number)[];

/** Every place of a document. */
const places = (value: unknown, path: Path = []): Path[] => [
  ...(path.length > 0 ? [path] : []),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : []),
];

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  return isMap(value) ? { ...value, [key]: replaced(value[key], rest, by) } : value;
};

const odd = fc.constantFrom<unknown>(
  null,
  '',
  'x',
  'a: b',
  'a\nb: c',
  'http://localhost:2375',
  0,
  -1,
  2.4,
  true,
  false,
  [],
  [null],
  ['x'],
  [{}],
  [{ name: 'x' }],
  {},
  { x: 1 },
  { 'a\nb': 1, constructor: 2 },
  { '': null },
  { 'a.b': { c: [] } },
);

for (const [from, files] of Object.entries(samples)) {
  const texts = await Promise.all(
    files.map((file) => readFile(join(import.meta.dirname, 'samples', file), 'utf8')),
  );
  const documents = texts.flatMap((text) => loadAll(text));
  const spots = documents.flatMap((document, index) =>
    places(document).map((path) => [index, path] as const),
  );
  const change = fc.record({ spot: fc.constantFrom(...spots), by: odd });

  test(`${from}: odd values end in values, or in an error of ours`, () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce<unknown[]>(
          (all, { spot: [index, path], by }) =>
            all.map((document, at) => (at === index ? replaced(document, path, by) : document)),
          documents,
        );
        const inputs = changed.map((document, index) => ({
          name: `${index}.yaml`,
          text: JSON.stringify(document),
        }));
        try {
          const migrated = migrate(from, inputs, { organisation: 'Karga', release: 'old' });
          const text = valuesFile(migrated, files);
          assert.not.ok(/\.nan\b|undefined|\[object Object\]/iu.test(text), text);
          assert.equal(loadAll(text), [migrated.values]);
          for (const document of changed) {
            if (isMap(document) && document.kind !== undefined && document.kind !== 'FabricPeer') continue;
            const lost = settings(document).filter((path) => !isTold(migrated, path));
            assert.equal(lost, [], `lost: ${lost.join(', ')}`);
          }
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
}

test.run();
