/** core-yaml.sh: keys laid over a core.yaml. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';

const script = (name: string): string => join(top, 'chart/components/core-yaml/files', name);

/** Lays an overlay over a core.yaml. */
const overlaid = async (
  core: string,
  overlay: readonly (readonly [string, unknown])[],
): Promise<{ text: string; keys: unknown }> => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'from/core.yaml': core, 'from/other.yaml': 'a: b\n', 'to/x': '' });
  await chmod(join(folder, 'to'), 0o755);
  execFileSync('sh', [script('core-yaml.sh')], {
    env: {
      ...process.env,
      FROM: join(folder, 'from'),
      TO: join(folder, 'to'),
      OVERLAY: overlay.map(([path, value]) => `${path}\t${JSON.stringify(value)}`).join('\n'),
    },
  });
  assert.ok(existsSync(join(folder, 'to/other.yaml')), 'the rest of the configuration is not there');
  const text = readFileSync(join(folder, 'to/core.yaml'), 'utf8');
  return { text, keys: load(text) };
};

const core = `# Fabric's configuration
peer:
    # The id
    id: jdoe
    gossip:
        bootstrap: 127.0.0.1:7051
    tls:
        clientRootCAs:
            files:
              - tls/ca.crt
        enabled: false
vm:
    endpoint: unix:///var/run/docker.sock
    docker:
        hostConfig:
            LogConfig:
                Type: json-file
                Config:
                    max-size: "50m"
            Memory: 2147483648
chaincode:
    externalBuilders:
       - name: ccaas_builder
         path: /opt/x
    installTimeout: 300s
`;

test('keys of core.yaml are replaced, with all below them, and comments stay', async () => {
  const { text, keys } = await overlaid(core, [
    ['vm.endpoint', ''],
    ['peer.tls.clientrootcas.files', ['a', 'b']],
    ['chaincode.externalBuilders', []],
    ['vm.docker.hostConfig.LogConfig.Type', 'local'],
  ]);
  assert.match(text, '# The id');
  assert.equal(keys, {
    peer: {
      id: 'jdoe',
      gossip: { bootstrap: '127.0.0.1:7051' },
      tls: { clientRootCAs: { files: ['a', 'b'] }, enabled: false },
    },
    vm: {
      endpoint: '',
      docker: {
        hostConfig: { LogConfig: { Type: 'local', Config: { 'max-size': '50m' } }, Memory: 2147483648 },
      },
    },
    chaincode: { externalBuilders: [], installTimeout: '300s' },
  });
});

test('new keys are added below the part of their path that is there', async () => {
  const { keys } = await overlaid(core, [
    ['peer.gossip.maxBlockCountToStore', 20],
    ['peer.limits.concurrency.gatewayService', 1],
    ['peer.limits.concurrency.endorserService', 2],
    ['ledger.pvtdataStore.purgeInterval', 5],
  ]);
  const { peer, ledger } = keys as Record<string, Record<string, unknown>>;
  assert.equal(peer?.gossip, { maxBlockCountToStore: 20, bootstrap: '127.0.0.1:7051' });
  assert.equal(peer?.limits, { concurrency: { gatewayService: 1, endorserService: 2 } });
  assert.equal(ledger, { pvtdataStore: { purgeInterval: 5 } });
});

test("without an overlay core.yaml is the image's own", async () => {
  assert.is((await overlaid(core, [])).text, core);
});

test.run();
