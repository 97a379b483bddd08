/** A chart repository in a folder: what is published never changes, whoever publishes beside or is interrupted. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm } from '../../../scripts/helm/index.ts';
import { packageChart } from '../../../scripts/package/chart-package.ts';
import { publish } from '../../../scripts/publish/http-repository.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { tinyChart } from '../../support/chart.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { skip } from '../../support/skip.ts';
import { messageOf } from '../../support/thrown.ts';

/** A package of a small chart. */
const archiveOf = async (version: string, greeting = 'hello'): Promise<string> => {
  const chart = await tinyChart();
  const text = await readFile(join(chart, 'Chart.yaml'), 'utf8');
  await writeFiles(chart, {
    'Chart.yaml': text.replace(/^version:.*$/mu, `version: ${version}`),
    'values.yaml': `greeting: ${greeting}\n`,
  });
  return (await packageChart(chart, await temporaryFolder())).path;
};

const indexText = (repository: string): Promise<string> => readFile(join(repository, 'index.yaml'), 'utf8');

const versionsIn = async (repository: string): Promise<string[]> => {
  const { entries } = load(await indexText(repository)) as { entries: { tiny: { version: string }[] } };
  return entries.tiny.map(({ version }) => version);
};

/** The lines of an entry. */
const entryOf = (index: string, version: string): string =>
  index.split(/^ {2}(?=- )/mu).find((part) => part.includes(`version: ${version}\n`)) ?? '';

test('versions stand in the index, the newest first, and those that are there stay byte for byte', async () => {
  const repository = await temporaryFolder();
  await publish({ archive: await archiveOf('1.0.0'), repository });
  const first = entryOf(await indexText(repository), '1.0.0').replace(/generated:.*\n/u, '');
  await publish({ archive: await archiveOf('1.10.0'), repository });
  await publish({ archive: await archiveOf('1.9.0'), repository });
  await publish({ archive: await archiveOf('0.9.0'), repository });
  assert.equal(await versionsIn(repository), ['1.10.0', '1.9.0', '1.0.0', '0.9.0']);
  assert.ok(first.includes('digest: ') && (await indexText(repository)).includes(first));
  assert.equal((await readdir(repository)).sort(), [
    'index.yaml',
    'tiny-0.9.0.tgz',
    'tiny-1.0.0.tgz',
    'tiny-1.10.0.tgz',
    'tiny-1.9.0.tgz',
  ]);
});

test('the same package again changes nothing; other bytes of a version are refused, with what to do', async () => {
  const repository = await temporaryFolder();
  const archive = await archiveOf('1.0.0');
  assert.is(await publish({ archive, repository }), 'published');
  const before = await indexText(repository);
  assert.is(await publish({ archive, repository }), 'already there');
  assert.is(await indexText(repository), before);
  const other = await archiveOf('1.0.0', 'goodbye');
  assert.match(
    await messageOf(publish({ archive: other, repository }), CommandError),
    /tiny 1\.0\.0 is published with other bytes.*Raise the version in schema\/versions\.ts/u,
  );
  assert.is(await indexText(repository), before);
  assert.equal(await readFile(join(repository, 'tiny-1.0.0.tgz')), await readFile(archive));
});

test('provenance goes with the package, and that of other bytes is refused', async () => {
  const repository = await temporaryFolder();
  const archive = await archiveOf('1.0.0');
  await writeFile(`${archive}.prov`, 'files:\n  tiny-1.0.0.tgz: sha256:0123\n');
  assert.match(await messageOf(publish({ archive, repository }), CommandError), 'sign again');
  assert.equal(await readdir(repository), []);
  const digest = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  await writeFile(`${archive}.prov`, `files:\n  tiny-1.0.0.tgz: sha256:${digest}\n`);
  await publish({ archive, repository });
  const published = await readFile(join(repository, 'tiny-1.0.0.tgz.prov'), 'utf8');
  assert.match(published, digest);
  await writeFile(`${archive}.prov`, `signed again: sha256:${digest}\n`);
  assert.is(await publish({ archive, repository }), 'already there');
  assert.is(await readFile(join(repository, 'tiny-1.0.0.tgz.prov'), 'utf8'), published);
});

test('an index that Helm made is added to, and its lines stay', async () => {
  const helm = await findHelm({ tell: () => {} });
  const repository = await temporaryFolder();
  await cp(await archiveOf('0.5.0'), join(repository, 'tiny-0.5.0.tgz'));
  await helm.run(['repo', 'index', repository]);
  const before = (await indexText(repository)).split('\n').filter((line) => !line.startsWith('generated:'));
  await publish({ archive: await archiveOf('0.6.0'), repository });
  assert.equal(await versionsIn(repository), ['0.6.0', '0.5.0']);
  const after = (await indexText(repository)).split('\n');
  assert.equal(
    after.filter((line) => before.includes(line) && line.trim() !== '').length >=
      before.filter((line) => line.trim() !== '').length,
    true,
  );
});

test('two publishers at once lose no entry', async () => {
  const repository = await temporaryFolder();
  const archives = await Promise.all(
    ['1.0.0', '1.1.0', '1.2.0', '1.3.0'].map((version) => archiveOf(version)),
  );
  await Promise.all(archives.map((archive) => publish({ archive, repository })));
  assert.equal(await versionsIn(repository), ['1.3.0', '1.2.0', '1.1.0', '1.0.0']);
});

test('what an interrupted publisher left is no obstacle: its lock when it is old, and a package that no index names', async () => {
  const repository = await temporaryFolder();
  await publish({ archive: await archiveOf('1.0.0'), repository });
  const lock = join(repository, '.publishing');
  await writeFiles(repository, { '.publishing': '', 'tiny-1.1.0.tgz': 'half a package' });
  await utimes(lock, 1e9, 1e9);
  const archive = await archiveOf('1.1.0');
  assert.is(await publish({ archive, repository }), 'published');
  assert.equal(await readFile(join(repository, 'tiny-1.1.0.tgz')), await readFile(archive));
  assert.not((await readdir(repository)).includes('.publishing'));
});

test('what is no package, no index or no folder is refused, and nothing is written', async () => {
  const repository = await temporaryFolder();
  await writeFiles(repository, { 'none.tgz': 'text', 'index.yaml': 'apiVersion: v2\n' });
  assert.match(
    await messageOf(publish({ archive: join(repository, 'none.tgz'), repository }), CommandError),
    /none\.tgz (cannot be read as a package|holds no Chart\.yaml)/u,
  );
  const archive = await archiveOf('1.0.0');
  assert.match(await messageOf(publish({ archive, repository }), CommandError), 'is no index of charts');
  assert.is(await indexText(repository), 'apiVersion: v2\n');
  assert.equal((await readdir(repository)).sort(), ['index.yaml', 'none.tgz']);
});

test('an index that was written by hand is added to, or it is told how it has to be written', async () => {
  const archive = await archiveOf('1.0.0');
  for (const head of [
    'entries:',
    'entries: null',
    'entries: {}',
    'entries:\n  tiny:',
    'entries:\n  "tiny":',
  ]) {
    const repository = await temporaryFolder();
    await writeFiles(repository, { 'index.yaml': `apiVersion: v1\n${head}\ngenerated: ""\n` });
    assert.is(await publish({ archive, repository }), 'published', head);
    assert.equal(await versionsIn(repository), ['1.0.0'], head);
  }
  const quoted = await temporaryFolder();
  await writeFiles(quoted, {
    'index.yaml': 'apiVersion: v1\nentries:\n  "tiny":\n  - version: 0.9.0\n  - version: old\n',
  });
  assert.is(await publish({ archive, repository: quoted }), 'published');
  assert.equal(await versionsIn(quoted), ['1.0.0', '0.9.0', 'old']);

  const otherwise = [
    '{"apiVersion":"v1","entries":{"tiny":[]}}',
    JSON.stringify({ apiVersion: 'v1', entries: { tiny: [{ version: '0.9.0' }] } }, null, 2),
    'apiVersion: v1\nentries:\n  tiny: []\n',
  ];
  for (const text of otherwise) {
    const repository = await temporaryFolder();
    await writeFiles(repository, { 'index.yaml': text });
    for (const dryRun of [true, false])
      assert.match(
        await messageOf(publish({ archive, repository, dryRun }), CommandError),
        /index\.yaml is written in another way than Helm does.*Expected a line "entries:".*publish again/u,
      );
    assert.equal(await readdir(repository), ['index.yaml']);
    assert.is(await indexText(repository), text);
  }
  for (const entries of ['text', '[]', '{ tiny: text }', '{ tiny: [text] }']) {
    const repository = await temporaryFolder();
    await writeFiles(repository, { 'index.yaml': `apiVersion: v1\nentries: ${entries}\n` });
    assert.match(await messageOf(publish({ archive, repository }), CommandError), 'is no index of charts');
  }
});

test('the address is one of the web, and stays that of the index', async () => {
  const repository = await temporaryFolder();
  const archive = await archiveOf('1.0.0');
  for (const url of [
    'charts.example.com',
    '',
    'https://',
    'ftp://charts.example.com',
    'https://a.example/?b',
  ])
    assert.match(
      await messageOf(publish({ archive, repository, url }), CommandError),
      /--url.*: expected the address under which the folder is shown, such as https:\/\//u,
    );
  assert.equal(await readdir(repository), []);
  await publish({ archive, repository, url: 'https://charts.example.com/a/' });
  assert.match(await indexText(repository), '- https://charts.example.com/a/tiny-1.0.0.tgz\n');
  for (const url of ['https://charts.example.com/a', undefined])
    assert.is(await publish({ archive, repository, ...(url === undefined ? {} : { url }) }), 'already there');
  for (const dryRun of [true, false])
    assert.match(
      await messageOf(publish({ archive, repository, url: 'https://example.com', dryRun }), CommandError),
      /has tiny 1\.0\.0 at https:\/\/charts\.example\.com\/a\/tiny-1\.0\.0\.tgz, and not at https:\/\/example\.com\/tiny.*Call again without --url/u,
    );
});

test('a look tells whether it can be published, and writes nothing', async () => {
  const repository = await temporaryFolder();
  const archive = await archiveOf('1.0.0');
  assert.is(await publish({ archive, repository, dryRun: true }), 'would be published');
  assert.is(
    await publish({ archive, repository: join(repository, 'new'), dryRun: true }),
    'would be published',
  );
  assert.equal(await readdir(repository), []);
  await publish({ archive, repository });
  assert.is(await publish({ archive, repository, dryRun: true }), 'already there');
  const other = await archiveOf('1.0.0', 'other');
  assert.match(
    await messageOf(publish({ archive: other, repository, dryRun: true }), CommandError),
    'other bytes',
  );
});

test('a full target is told, and what is published stays as it was', async () => {
  const repository = await temporaryFolder();
  // A file system of its own, as large as one page of the index and little more.
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs', repository]);
  if (mounted.status !== 0) return skip('no file system can be mounted here');
  try {
    await publish({ archive: await archiveOf('1.0.0'), repository });
    const before = [await indexText(repository), await readdir(repository)];
    const large = await archiveOf('1.1.0', randomBytes(16_384).toString('hex'));
    assert.match(await messageOf(publish({ archive: large, repository }), CommandError), 'ENOSPC');
    assert.equal([await indexText(repository), await readdir(repository)], before);
  } finally {
    spawnSync('umount', [repository]);
  }
});

test('Helm adds the repository, finds versions, and pulls and renders them', async () => {
  const helm = await findHelm({ tell: () => {} });
  const repository = await temporaryFolder();
  for (const version of ['1.0.0', '1.1.0']) await publish({ archive: await archiveOf(version), repository });
  const server = createServer((request, response) => {
    readFile(join(repository, request.url ?? '')).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const home = await temporaryFolder();
    const env = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home };
    await helm.run(['repo', 'add', 'ours', url], { env });
    await helm.run(['repo', 'update'], { env });
    const found = JSON.parse(
      await helm.run(['search', 'repo', 'ours/tiny', '--versions', '-o', 'json'], { env }),
    );
    assert.equal(
      found.map(({ version }: { version: string }) => version),
      ['1.1.0', '1.0.0'],
    );
    await helm.run(['pull', 'ours/tiny', '--version', '1.0.0', '--destination', home], { env });
    assert.equal(
      await readFile(join(home, 'tiny-1.0.0.tgz')),
      await readFile(join(repository, 'tiny-1.0.0.tgz')),
    );
    assert.match(await helm.run(['template', 'x', 'ours/tiny'], { env }), 'hello');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test.run();
