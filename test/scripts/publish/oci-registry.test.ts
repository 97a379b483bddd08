import { readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm } from '../../../scripts/helm/index.ts';
import { packageChart } from '../../../scripts/package/chart-package.ts';
import { push } from '../../../scripts/publish/oci-registry.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { tinyChart } from '../../support/chart.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { hasRegistry, withRegistry, withStub } from '../../support/registry.ts';
import { messageOf } from '../../support/thrown.ts';

const helm = await findHelm({ tell: () => {} });

const archiveOf = async (greeting = 'hello'): Promise<string> => {
  const chart = await tinyChart();
  await writeFiles(chart, { 'values.yaml': `greeting: ${greeting}\n` });
  return (await packageChart(chart, await temporaryFolder())).path;
};

const check = (name: string, body: () => Promise<void>): void => {
  if (hasRegistry) return void test(name, body);
  console.log(`SKIPPED: ${name}: no docker-registry here (apt-get install docker-registry)`);
  test.skip(name, body);
};

check('a version is pushed once, found by its digest, and never gets other bytes', async () => {
  const archive = await archiveOf();
  await withRegistry(async (registry) => {
    const first = await push({ helm, archive, registry });
    assert.is(first.outcome, 'pushed');
    const again = await push({ helm, archive, registry });
    assert.equal(again, { outcome: 'already there', digest: first.digest });
    const rendered = await helm.run(['template', 'x', `${registry}/tiny@${first.digest}`, '--plain-http']);
    assert.match(rendered, 'hello');

    const other = await archiveOf('goodbye');
    assert.match(
      await messageOf(push({ helm, archive: other, registry }), CommandError),
      /\/tiny has 1\.2\.3 with other bytes.*Raise the version/u,
    );
    const into = await temporaryFolder();
    await helm.run(['pull', `${registry}/tiny`, '--version', '1.2.3', '--plain-http', '--destination', into]);
    assert.equal(await readFile(join(into, 'tiny-1.2.3.tgz')), await readFile(archive));
  });
});

check('a provenance of other bytes is refused, and nothing is pushed', async () => {
  const archive = await archiveOf();
  await writeFile(`${archive}.prov`, 'files:\n  tiny-1.2.3.tgz: sha256:0123\n');
  await withRegistry(async (registry) => {
    for (const dryRun of [true, false])
      assert.match(
        await messageOf(push({ helm, archive, registry, dryRun }), CommandError),
        /tiny-1\.2\.3\.tgz\.prov is of a package with other bytes: sign again/u,
      );
    await rm(`${archive}.prov`);
    assert.is((await push({ helm, archive, registry, dryRun: true })).outcome, 'would be pushed');
  });
});

const isUpload = (method = ''): boolean => ['POST', 'PUT', 'PATCH'].includes(method);

test('a registry that wants a login says so, and what to do', async () => {
  const refuse: RequestListener = (_, response) =>
    void response.writeHead(401, { 'www-authenticate': 'Basic realm="charts"' }).end('{}');
  await withStub(refuse, async (registry) => {
    assert.match(
      await messageOf(push({ helm, archive: await archiveOf(), registry }), CommandError),
      /cannot be asked for 1\.2\.3.*helm registry login/su,
    );
  });
});

test('a registry that is read-only refuses the push', async () => {
  const readOnly: RequestListener = ({ method }, response) =>
    void response.writeHead(isUpload(method) ? 405 : 404).end('{"errors":[{"code":"UNSUPPORTED"}]}');
  await withStub(readOnly, async (registry) => {
    assert.match(
      await messageOf(push({ helm, archive: await archiveOf(), registry }), CommandError),
      /does not take 1\.2\.3.*read-only/su,
    );
  });
});

test('a registry that dies in the middle is told, and the push can be run again', async () => {
  const dies: RequestListener = ({ method, socket }, response) => {
    if (isUpload(method)) socket.destroy();
    else response.writeHead(404).end();
  };
  await withStub(dies, async (registry) => {
    assert.match(
      await messageOf(push({ helm, archive: await archiveOf(), registry }), CommandError),
      /does not take 1\.2\.3.*run it again/su,
    );
  });
});

test('what is no registry or no package is a wrong call', async () => {
  const archive = await archiveOf();
  assert.match(
    await messageOf(push({ helm, archive, registry: 'https://example.com/charts' }), CommandError),
    'expected a package',
  );
});

test.run();
