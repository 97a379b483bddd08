/** Every file of examples/ is valid, and renders to the objects that lie in golden/. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dump, load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { validate } from '../../schema/validate/validate.ts';
import { top } from '../../scripts/support/top.ts';
import { type Rendered, render } from '../support/rendered.ts';

const folder = join(top, 'examples');
const golden = (name: string): string => join(import.meta.dirname, 'golden', name);

/** Scripts and panels are compared by their own tests; here their text would hide what an example shows. */
const withoutScripts = (objects: readonly Rendered[]): readonly Rendered[] =>
  objects.map((object) =>
    object.kind === 'ConfigMap' && /-(runtime|dashboard)$/u.test(object.metadata.name)
      ? { ...object, data: Object.keys(object.data as object) }
      : (JSON.parse(
          JSON.stringify(object).replace(/"checksum\/runtime":"[0-9a-f]{64}"/u, '"checksum/runtime":"…"'),
        ) as Rendered),
  );

for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()) {
  const file = join(folder, name);

  test(`${basename(name)} has no problem`, async () => {
    const source = readYaml(await readFile(file, 'utf8'), name);
    assert.equal(validate([source], { name: 'fabric-dind', namespace: 'fabric' }).problems, []);
  });

  test(`${basename(name)} renders to its golden objects, the same twice and as an upgrade`, async () => {
    const objects = withoutScripts(await render({ files: [file] }));
    if (process.env.UPDATE === '1') {
      await writeFile(golden(name), dump(objects, { lineWidth: 120, noRefs: true }));
      console.error(`examples: wrote golden/${name}; read its diff`);
    }
    assert.equal(objects, load(await readFile(golden(name), 'utf8')));
    assert.equal(withoutScripts(await render({ files: [file] })), objects);
    const upgraded = withoutScripts(await render({ files: [file], args: ['--is-upgrade'] }));
    assert.equal(upgraded, objects);
  });
}

test('every golden file belongs to an example', async () => {
  const examples = new Set(await readdir(folder));
  const orphans = (await readdir(join(import.meta.dirname, 'golden'))).filter((name) => !examples.has(name));
  assert.equal(orphans, []);
});

test.run();
