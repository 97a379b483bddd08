import { chmod, copyFile, readdir, readFile, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { list } from 'tar';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm } from '../../scripts/helm/index.ts';
import { packageChart } from '../../scripts/package/chart-package.ts';
import { CommandError } from '../../scripts/support/errors.ts';
import { tinyChart } from '../support/chart.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { messageOf } from '../support/thrown.ts';

test('the same chart gives the same bytes, whatever its modes and times are', async () => {
  const chart = await tinyChart();
  const out = await temporaryFolder();
  const first = await packageChart(chart, out);
  const again = await packageChart(chart, await temporaryFolder());
  await chmod(join(chart, 'values.yaml'), 0o600);
  await chmod(join(chart, 'templates/config-map.yaml'), 0o755);
  await chmod(join(chart, 'templates'), 0o700);
  await utimes(join(chart, 'Chart.yaml'), 1e9, 1e9);
  const changed = await packageChart(chart, await temporaryFolder());
  assert.equal([again.sha256, changed.sha256], [first.sha256, first.sha256]);
  assert.equal(await readFile(changed.path), await readFile(first.path));
  await writeFiles(chart, { 'values.yaml': 'greeting: goodbye\n' });
  assert.is.not((await packageChart(chart, out)).sha256, first.sha256);
});

test('the package holds the chart’s files below its name, readable by all, Chart.yaml as it is', async () => {
  const { path, size } = await packageChart(await tinyChart(), await temporaryFolder());
  const entries: [string, number | undefined, string][] = [];
  const texts: Buffer[] = [];
  await list({
    file: path,
    onReadEntry: (entry) => {
      entries.push([entry.path, entry.mode, entry.mtime?.toISOString() ?? '']);
      if (entry.path === 'tiny/Chart.yaml') entry.on('data', (chunk) => texts.push(chunk));
    },
  });
  const start = '1970-01-01T00:00:00.000Z';
  assert.equal(entries, [
    ['tiny/Chart.yaml', 0o644, start],
    ['tiny/templates/config-map.yaml', 0o644, start],
    ['tiny/values.yaml', 0o644, start],
  ]);
  assert.match(Buffer.concat(texts).toString(), /^# kept\n/u);
  assert.is((await readFile(path)).length, size);
});

test('Helm renders the package as it renders the folder', async () => {
  const helm = await findHelm({ tell: () => {} });
  const chart = await tinyChart();
  const { path } = await packageChart(chart, await temporaryFolder());
  assert.is(await helm.template(path), await helm.template(chart));
});

test('other files beside the package stay, and no partial file is left', async () => {
  const out = await temporaryFolder();
  await writeFiles(out, { 'tiny-0.9.0.tgz': 'old', notes: 'mine' });
  await packageChart(await tinyChart(), out);
  assert.equal((await readdir(out)).sort(), ['notes', 'tiny-0.9.0.tgz', 'tiny-1.2.3.tgz']);
});

test('a folder without Chart.yaml, or with another chart’s, is refused', async () => {
  const out = await temporaryFolder();
  assert.match(
    await messageOf(packageChart(join(out, 'none'), out), CommandError),
    'Chart.yaml: cannot be read; run: npm run generate',
  );
  const chart = await tinyChart();
  await writeFiles(dirname(chart), { 'other/values.yaml': '' });
  await copyFile(join(chart, 'Chart.yaml'), join(dirname(chart), 'other/Chart.yaml'));
  const message = await messageOf(packageChart(join(dirname(chart), 'other'), out), CommandError);
  assert.match(message, `name is tiny, expected the folder's, ${basename('other')}`);
});

test.run();
