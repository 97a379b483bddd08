/** `npm run images`: what a release pulls, and under which names a mirror must have it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHelm } from '../../scripts/helm/index.ts';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const helm = await findHelm({ tell: () => {} });

/** The lines of the command, with a file of values that is also its standard input. */
const run = async (values: string, ...args: string[]): Promise<string[]> => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'values.yaml': values });
  const command = ['--import', import.meta.resolve('tsx'), join(top, 'scripts/main.ts'), 'images'];
  return execFileSync(process.execPath, [...command, ...args], {
    cwd: top,
    encoding: 'utf8',
    env: { ...process.env, HELM: helm.path, INIT_CWD: folder },
    input: values,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
    .trim()
    .split('\n');
};

const images = (values: string, ...args: string[]): Promise<string[]> =>
  run(values, '-f', 'values.yaml', ...args);

test('those of the Pods, and those that the daemon builds and runs chaincode with', async () => {
  const found = await images('peer: {image: {tag: 2.5.16}, dind: {image: {tag: 29.8.1-dind}}}\n');
  assert.equal(found, [
    'docker.io/docker:29.8.1-dind',
    'docker.io/hyperledger/fabric-peer:2.5.16',
    'hyperledger/fabric-baseos:2.5.16',
    'hyperledger/fabric-ccenv:2.5.16',
  ]);
});

test('values from standard input', async () => {
  const values = 'peer: {image: {registry: registry.example.com}}\n';
  assert.equal(await run(values, '-f', '-'), await images(values));
  assert.ok((await images(values)).includes('registry.example.com/hyperledger/fabric-peer:2.5.16'));
});

test('those of Jobs, of languages and of chaincode as a service', async () => {
  const found = await images(
    `
rollout: {enabled: true}
devnet: {enabled: true}
peer: {preload: {languages: {node: true}}}
chaincodes:
  served: {channels: [mychannel], version: "1", package: {service: {image: "example.com/served:1"}}}
`,
  );
  for (const part of ['kubectl', 'fabric-tools', 'fabric-orderer', 'fabric-nodeenv', 'example.com/served:1'])
    assert.ok(
      found.some((image) => image.includes(part)),
      `${part} is not among ${found.join(' ')}`,
    );
});

test('where nothing is preloaded, what Fabric has its daemon pull', async () => {
  const found = await images('peer: {preload: {enabled: false}}\n');
  assert.ok(found.some((image) => image.startsWith('hyperledger/fabric-ccenv:')));
});

test('with a mirror, what to copy from where to where', async () => {
  const found = await images('global: {imageRegistry: "mirror:5000/hub"}\n', '--pairs');
  for (const line of found) {
    const [from, to] = line.split('\t') as [string, string];
    assert.is(to, `mirror:5000/hub/${from.replace(/^docker\.io\//u, '')}`);
  }
  assert.ok(found.length >= 4);
});

test.run();
