/** Every file of examples/ is valid, and renders to the objects that lie in golden/. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readYaml } from '../../schema/validate/read-yaml.ts';
import { validate } from '../../schema/validate/validate.ts';
import { top } from '../../scripts/support/top.ts';
import { type Rendered, type Rendering, render } from '../support/rendered.ts';
import { compareWithGolden, goldenText, sameGolden } from './golden.ts';

const folder = join(top, 'examples');
const goldenFolder = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE === '1';

/** A checksum at the end of a name changes with every script; here it would hide what an example shows. */
const withoutChecksums = (object: Rendered): Rendered =>
  JSON.parse(JSON.stringify(object).replace(/("fabric-dind-[a-z0-9-]+)-[0-9a-f]{8}"/gu, '$1-…"')) as Rendered;

/** Scripts and panels are compared by their own tests, too. */
const isFiles = ({ kind, metadata, immutable }: Rendered): boolean =>
  kind === 'ConfigMap' &&
  (metadata.name.endsWith('-dashboard') ||
    (immutable === true && metadata.labels?.['fabric-dind/peer'] === undefined));

const withoutScripts = (objects: readonly Rendered[]): readonly Rendered[] =>
  objects.map((object) =>
    withoutChecksums(isFiles(object) ? { ...object, data: Object.keys(object.data as object) } : object),
  );

const names = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();

const objectsOf = async (name: string, more: Rendering = {}): Promise<readonly Rendered[]> =>
  withoutScripts(await render({ files: [join(folder, name)], ...more }));

/** The others are written as what differs from it. */
const base = { name: 'one-peer.yaml', objects: await objectsOf('one-peer.yaml') };

for (const name of names) {
  test(`${name} has no problem`, async () => {
    const source = readYaml(await readFile(join(folder, name), 'utf8'), name);
    assert.equal(validate([source], { name: 'fabric-dind', namespace: 'fabric' }).problems, []);
  });

  test(`${name} renders to its golden objects, the same twice and as an upgrade`, async () => {
    const textOf = async (more?: Rendering): Promise<string> =>
      goldenText(name, await objectsOf(name, more), name === base.name ? undefined : base);
    const text = await textOf();
    await compareWithGolden(goldenFolder, name, text, update);
    sameGolden(name, text, await textOf(), 'A second rendering differs from the first');
    sameGolden(
      name,
      text,
      await textOf({ args: ['--is-upgrade'] }),
      'An upgrade differs from an installation',
    );
  });
}

test('every golden file belongs to an example', async () => {
  const orphans = (await readdir(goldenFolder)).filter((name) => !names.includes(name));
  assert.equal(orphans, []);
});

test.run();
