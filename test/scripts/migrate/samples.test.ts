/** Seven public samples: what becomes of each setting, values that are valid, and manifests from them. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isMap } from '../../../schema/shared/maps.ts';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { validate } from '../../../schema/validate/validate.ts';
import { migrate, sources } from '../../../scripts/migrate/index.ts';
import { valuesFile } from '../../../scripts/migrate/report.ts';
import { wrote } from '../../../scripts/support/wrote.ts';
import { refusal, render } from '../../support/rendered.ts';
import { inputsOf, samples } from './samples.ts';
import { isTold, settings } from './told.ts';

const expected = join(import.meta.dirname, 'expected');

test('every source has a sample', () => {
  // fabric-dind.test.ts has that of this chart's own past.
  const names = sources.map(({ name }) => name).filter((name) => name !== 'fabric-dind');
  assert.equal(Object.keys(samples).sort(), names.sort());
});

for (const [from, sample] of Object.entries(samples)) {
  test(`${from}: the values file is the expected one`, async () => {
    const inputs = await inputsOf(sample);
    const text = valuesFile(migrate(from, inputs, sample.options), sample.files);
    const path = join(expected, `${from}.yaml`);
    if (process.env.UPDATE === '1') {
      await writeFile(path, text);
      wrote(`test/scripts/migrate/expected/${from}.yaml`);
    }
    assert.fixture(text, await readFile(path, 'utf8'));
  });

  test(`${from}: no setting is lost without a word, and dead ones are named`, async () => {
    const inputs = await inputsOf(sample);
    const migrated = migrate(from, inputs, sample.options);
    for (const { text } of inputs)
      for (const document of loadAll(text)) {
        // What is another resource altogether is told by its kind and name.
        if (isMap(document) && document.kind === 'FabricCA') continue;
        const lost = settings(document).filter((path) => !isTold(migrated, path));
        assert.equal(lost, []);
      }
    const dead = migrated.lines.filter(({ kind }) => kind === 'dead').map((line) => line.from);
    for (const path of sample.dead) assert.ok(dead.includes(path), `${path} is not among ${dead.join(', ')}`);
    for (const { kind, why } of migrated.lines)
      if (kind === 'dead' || kind === 'unsaid') assert.ok(why !== undefined && why.length > 10);
  });

  test(`${from}: the values are valid as they stand in the file, and Helm renders them`, async () => {
    const migrated = migrate(from, await inputsOf(sample), sample.options);
    const text = valuesFile(migrated, sample.files);
    const source = readYaml(text, 'values.yaml');
    assert.equal(validate([source], { name: 'old', namespace: 'fabric' }).problems, []);
    assert.is(await refusal({ values: source.value as object, release: 'old' }), undefined);
    const objects = await render({ values: source.value as object, release: 'old' });
    const sets = objects.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata }) => metadata.name);
    assert.equal(sets.sort(), sample.peers);
  });
}

test('every expected file belongs to a sample', async () => {
  const names = (await readdir(expected)).sort();
  assert.equal(
    names,
    Object.keys(samples)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
});

test.run();
