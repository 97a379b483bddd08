/** The changelog and its fragments: this repository's own, and what has another form. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chartYaml } from '../../../chart/metadata.ts';
import { versions } from '../../../schema/versions.ts';
import {
  fragments,
  fragmentsFolder,
  gather,
  sectionsOf,
  textOf,
} from '../../../scripts/release/changelog.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { top } from '../../../scripts/support/top.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { messageOf } from '../../support/thrown.ts';

test("this repository's changelog has a section of its version, and its fragments have their form", async () => {
  const text = await readFile(join(top, 'CHANGELOG.md'), 'utf8');
  const sections = sectionsOf(text);
  await fragments(top);
  assert.is(sections[0]?.version, versions.chart);
  for (const section of sections)
    assert.ok(text.includes(textOf(section)), `## ${section.version} is written otherwise`);
});

const withFragments = async (files: Readonly<Record<string, string>>, changelog: string): Promise<string> => {
  const home = await temporaryFolder();
  await mkdir(join(home, fragmentsFolder), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, fragmentsFolder, name), text);
  await writeFile(join(home, 'CHANGELOG.md'), changelog);
  return home;
};

const old = '# Changelog\n\nWords.\n\n## 0.1.0 (2026-01-01)\n\n### Added\n- all\n';

test('fragments become the newest section, by kind, and are gone; older sections stay byte for byte', async () => {
  const home = await withFragments({ 'b.md': 'Fixed: two\nlines\n', 'a.md': 'Added: one' }, old);
  await gather(home, '0.2.0', '2026-02-02');
  assert.is(
    await readFile(join(home, 'CHANGELOG.md'), 'utf8'),
    old.replace(
      '## 0.1.0',
      '## 0.2.0 (2026-02-02)\n\n### Added\n- one\n\n### Fixed\n- two\n  lines\n\n## 0.1.0',
    ),
  );
  assert.equal(await readdir(join(home, fragmentsFolder)), []);
});

test('an interrupted run is finished by the next one; a change after the release is told', async () => {
  const home = await withFragments({ 'a.md': 'Added: all' }, old);
  await gather(home, '0.1.0', '2026-02-02');
  assert.is(await readFile(join(home, 'CHANGELOG.md'), 'utf8'), old);
  assert.equal(await readdir(join(home, fragmentsFolder)), []);
  await writeFile(join(home, fragmentsFolder, 'late.md'), 'Added: more');
  assert.match(
    await messageOf(gather(home, '0.1.0', '2026-02-02'), CommandError),
    /0\.1\.0 of 2026-01-01 already.*late\.md.*Raise the version/u,
  );
});

test('what has another form is told with its place', async () => {
  const wrong = await withFragments({ 'a.md': 'added a thing' }, old);
  assert.match(
    await messageOf(fragments(wrong), CommandError),
    /docs\/changes\/a\.md: expected a line such as "Added: /u,
  );
  const nothing = await withFragments({}, old);
  assert.match(
    await messageOf(gather(nothing, '0.2.0', '2026-02-02'), CommandError),
    /Nothing is said of 0\.2\.0/u,
  );
  assert.throws(() => sectionsOf('## soon\n'), /expected ## <version>/u);
  assert.throws(() => sectionsOf('## 1.0.0 (2026-01-01)\n\n### New\n- a\n'), /expected one of Added/u);
});

test('Artifact Hub gets the changes of a release, images and links as lists in YAML', () => {
  const { annotations } = load(chartYaml('banner', [{ kind: 'added', description: 'a' }])) as {
    annotations: Record<string, string>;
  };
  const list = (name: string): unknown[] => load(annotations[`artifacthub.io/${name}`] ?? '') as unknown[];
  assert.equal(list('changes'), [{ kind: 'added', description: 'a' }]);
  const images = list('images') as { name: string; image: string }[];
  assert.ok(images.length > 10);
  for (const { name, image } of images)
    assert.match(`${name} ${image}`, /^[a-z0-9-]+ [a-z0-9.]+\/[a-z0-9./-]+:[A-Za-z0-9._-]+$/u);
  for (const { url } of list('links') as { url: string }[]) assert.match(url, /^https:\/\//u);
  assert.not.ok(
    'artifacthub.io/changes' in (load(chartYaml('banner', [])) as { annotations: object }).annotations,
  );
});

test.run();
