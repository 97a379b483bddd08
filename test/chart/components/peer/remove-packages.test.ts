/** remove-packages.sh: the packages that the values name go before the peer starts, and no others. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateValues } from '../../../../schema/validate/validate.ts';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { render } from '../../../support/rendered.ts';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];

const initContainers = async (values: object): Promise<{ name: string; args?: string[] }[]> => {
  const objects = await render({ values, release: 'r' });
  const set = objects.find(({ kind }) => kind === 'StatefulSet') as unknown as StatefulSet;
  return (set.spec?.template.spec?.initContainers ?? []) as { name: string; args?: string[] }[];
};

test('it runs only where there is something to remove, as the user of the peer', async () => {
  assert.not.ok((await initContainers({})).some(({ name }) => name === 'remove-packages'));
  const peer = { chaincode: { removePackages: [`asset_1:${one}`] } };
  const found = (await initContainers({ peer })).find(({ name }) => name === 'remove-packages');
  assert.equal(found?.args, [`asset_1:${one}`]);
});

test('what is no identifier of a package is refused', async () => {
  const { problems } = validateValues({ peer: { chaincode: { removePackages: ['../../x'] } } });
  assert.match(problems.map(({ message }) => message).join('\n'), /the identifier of a package/u);
});

test('a package goes with what an external builder made of it, and others stay', async () => {
  const data = await temporaryFolder();
  await writeFiles(data, {
    [`lifecycle/chaincodes/asset_1.0+x.${one}.tar.gz`]: 'package',
    [`lifecycle/chaincodes/asset_1.0+x.${two}.tar.gz`]: 'package',
    [`externalbuilder/builds/asset_1.0-x-${one}/run`]: 'build',
    [`externalbuilder/builds/asset_1.0-x-${two}/run`]: 'build',
  });
  const script = join(top, 'chart/components/peer/files/remove-packages.sh');
  const run = (): string => {
    const { status, stderr } = spawnSync('sh', [script, `asset_1.0+x:${one}`, `other:${one}`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CORE_PEER_FILESYSTEMPATH: data },
    });
    assert.is(status, 0, stderr);
    return stderr;
  };
  assert.is(run(), `remove-packages: removed asset_1.0+x:${one}\n`);
  assert.equal(readdirSync(join(data, 'lifecycle/chaincodes')), [`asset_1.0+x.${two}.tar.gz`]);
  assert.equal(readdirSync(join(data, 'externalbuilder/builds')), [`asset_1.0-x-${two}`]);
  assert.is(run(), '');
});

test.run();
