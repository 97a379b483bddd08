/** The data about variables is complete, names values that exist, and complains of what it should. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  coreYamlComplaints,
  peerSettings,
  type Setting,
  sidecarSettings,
  variableComplaint,
} from '../../../schema/components/fabric/variables.ts';
import { root } from '../../../schema/components/root.ts';
import { nodeAt } from '../../../schema/model/node.ts';
import { chartFolder } from '../../../scripts/support/top.ts';

const says = (settings: readonly Setting[], name: string, value: unknown): string => {
  const complaint = variableComplaint(settings, name, value);
  return complaint ? `${complaint.severity}: ${complaint.message}` : 'nothing';
};

const setByTemplate = async (name: string): Promise<Set<string>> => {
  const text = await readFile(join(chartFolder, 'templates', name), 'utf8');
  return new Set([...text.matchAll(/^\s*([A-Z][A-Z0-9_]+):/gmu)].map(([, variable]) => variable as string));
};

test('every variable that the chart sets is known', async () => {
  for (const [template, settings] of [
    ['_fabric.tpl', peerSettings],
    ['_dind.tpl', sidecarSettings],
  ] as const) {
    const known = new Set(settings.map(({ variable }) => variable));
    const unknown = [...(await setByTemplate(template))].filter((variable) => !known.has(variable));
    assert.equal(unknown, [], template);
  }
});

test('no variable is there twice, and each names a value that the schema has, or a reason', () => {
  for (const settings of [peerSettings, sidecarSettings]) {
    assert.is(new Set(settings.map(({ variable }) => variable)).size, settings.length);
    for (const { variable, value, why } of settings) {
      assert.ok((value === undefined) !== (why === undefined), variable);
      const path = value?.startsWith('.') ? value.slice(1) : `peer.${value}`;
      if (value !== undefined) assert.ok(nodeAt(root, path.split('.')), `${variable}: ${path}`);
    }
  }
});

test('what a value sets is refused, but not a reference', () => {
  assert.is(
    says(peerSettings, 'CORE_PEER_LOCALMSPID', 'Org1MSP'),
    'error: CORE_PEER_LOCALMSPID is what mspId sets, and rules look at that alone. Set mspId instead',
  );
  assert.is(
    says(peerSettings, 'CORE_PEER_LOCALMSPID', { valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } }),
    'nothing',
  );
  assert.match(
    says(peerSettings, 'CORE_PEER_GOSSIP_USELEADERELECTION', true),
    /^error: .* gossip\.useLeaderElection/u,
  );
  assert.match(
    says(peerSettings, 'CORE_VM_DOCKER_HOSTCONFIG_NETWORKMODE', 'bridge'),
    /hostDocker\.networkMode/u,
  );
});

test('what the chart derives is refused in any form', () => {
  assert.match(
    says(peerSettings, 'CORE_VM_ENDPOINT', 'http://a'),
    /^error: the chart sets CORE_VM_ENDPOINT itself/u,
  );
  assert.match(says(peerSettings, 'CORE_PEER_FILESYSTEMPATH', '/data'), /ledger\.fileSystemPath/u);
  assert.match(says(sidecarSettings, 'DOCKER_HOST', 'tcp://0.0.0.0:2375'), /^error: .*socket/u);
});

test('a secret in the open is refused, one by reference is not', () => {
  const name = 'CORE_MINE_PASSWORD';
  const complaint = says(peerSettings, name, 'hunter2');
  assert.match(complaint, /^error: a plain CORE_MINE_.*secretKeyRef/u);
  assert.not.match(complaint, /hunter2/u);
  assert.match(says(peerSettings, 'CORE_PEER_BCCSP_PKCS11_PIN', 98765), /^error/u);
  assert.is(says(peerSettings, name, { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }), 'nothing');
  assert.is(says(peerSettings, 'CORE_PEER_SPINNING', 'x'), 'nothing');
  assert.match(says(sidecarSettings, 'REGISTRY_TOKEN', 'x'), /^error/u);
});

test('dead names are warned of', () => {
  assert.is(
    says(peerSettings, 'CORE_LOGGING_LEVEL', 'debug'),
    'warning: Fabric does not read CORE_LOGGING_LEVEL. Set logging.spec',
  );
  assert.match(says(peerSettings, 'CORE_PEER_EVENTS_ADDRESS', '0.0.0.0:7053'), /^warning/u);
  assert.match(says(peerSettings, 'DOCKER_API_VERSION', '1.40'), /^warning/u);
  assert.is(says(sidecarSettings, 'DOCKER_API_VERSION', '1.40'), 'nothing');
  assert.is(says(peerSettings, 'CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD', '60s'), 'nothing');
});

test('core.yaml is looked at likewise, in whatever case', () => {
  const complaints = coreYamlComplaints({
    peer: { LocalMspID: 'x', gossip: { maxBlockCountToStore: 20 }, BCCSP: { PKCS11: { Pin: 1 } } },
    vm: { docker: { hostConfig: { logconfig: { Type: 'local' }, DnsSearch: ['a'] } } },
    ledger: { pvtdataStore: { password: '', username: 'admin' } },
  });
  assert.equal(
    [...complaints.keys()],
    ['peer.LocalMspID', 'peer.BCCSP.PKCS11.Pin', 'vm.docker.hostConfig.logconfig'],
  );
  assert.match(
    complaints.get('vm.docker.hostConfig.logconfig')?.message ?? '',
    /Set chaincode\.logging instead/u,
  );
  assert.equal([...coreYamlComplaints({ vm: 'x', ledger: null }).keys()], []);
});

test.run();
