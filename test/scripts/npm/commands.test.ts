/** `fabric-dind explain`, `init` and `migrate`: what they print, what they write, and what they refuse. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../../schema/components/root.ts';
import { leaves } from '../../../schema/model/node.ts';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { validate } from '../../../schema/validate/validate.ts';
import { explain } from '../../../scripts/npm/explain.ts';
import { starterValues, starterYaml } from '../../../scripts/npm/starter.ts';
import { CommandError } from '../../../scripts/support/errors.ts';
import { top } from '../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { messageOf } from '../../support/thrown.ts';

const fabricDind = (cwd: string, args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(top, 'scripts/npm/cli/main.ts'), ...args],
    { cwd, encoding: 'utf8', input },
  );
  return { code: status, out: stdout, err: stderr };
};

const refused = (path: string): Promise<string> =>
  messageOf(
    Promise.resolve().then(() => explain(path)),
    CommandError,
  );

test('explain knows every value, with its description and default', () => {
  for (const [path, node] of leaves(root)) {
    const found = explain(path.join('.'));
    assert.is(found.description, node.description);
    assert.equal(found.default, node.default);
    assert.ok(found.takes !== '');
  }
});

test('explain tells what a value takes, its example, and the rules about it', () => {
  const budget = explain('peer.gossip.orgLeader');
  assert.ok(budget.isPerPeer);
  assert.equal(
    budget.rules.map(({ sentence, severity }) => [severity, sentence]),
    [['error', 'gossip follows one leader policy']],
  );
  assert.match(budget.rules[0]?.message ?? '', 'exclude each other');
  assert.is(explain('mspId').example, 'Org1MSP');
  assert.match(explain('peer.antiAffinity').takes, '"soft", "hard", "none"');
});

test('explain goes into peers, maps, lists and what is passed on', () => {
  assert.equal(explain('peers.peer0.dind.image.tag'), {
    ...explain('peer.dind.image.tag'),
    path: 'peers.peer0.dind.image.tag',
  });
  const fields = explain('channels.mychannel.orderers[0]').keys.map(([key]) => key);
  assert.equal(fields, ['address', 'tlsCaCert']);
  assert.match(
    explain('chaincodes.asset.package.service.image').description,
    'Image of the chaincode server',
  );
  assert.is(explain('peer.affinity.nodeAffinity').description, explain('peer.affinity').description);
});

test('explain suggests the nearest path', async () => {
  assert.match(await refused('dind.image.tag'), 'Did you mean peer.dind.image.tag?');
  assert.match(await refused('peer.ledgr.size'), 'Did you mean peer.ledger.size?');
  assert.match(await refused('peers.peer0.identiy'), 'Did you mean peer.identity?');
  assert.match(await refused('mspld'), 'Did you mean mspId?');
  assert.match(await refused('xylophone'), 'Without a path all values are listed');
});

test('explain knows no value by what every object of JavaScript has', async () => {
  const folder = await temporaryFolder();
  for (const path of ['constructor', 'toString', '__proto__', 'peer.dind.hasOwnProperty']) {
    const { code, out, err } = fabricDind(folder, ['explain', path]);
    assert.equal([code, out], [2, ''], path);
    assert.match(err, `${path}: there is no such value.`);
  }
});

test('explain prints text and JSON', async () => {
  const folder = await temporaryFolder();
  const { code, out } = fabricDind(folder, ['explain', 'peer.dind.image.tag']);
  assert.is(code, 0);
  for (const line of ['Default: 29', 'Per peer: peers.<name>.dind.image.tag', 'Rules:', '  error: '])
    assert.match(out, line);
  const json = JSON.parse(fabricDind(folder, ['explain', 'mspId', '-o', 'json']).out);
  assert.is(json.default, 'Org1MSP');
  assert.match(fabricDind(folder, ['explain']).out, '  chaincodes ');
  assert.is(fabricDind(folder, ['explain', 'nothing.here']).code, 2);
});

test('init writes values that are valid, with what it is told, in YAML and TypeScript', async () => {
  const folder = await temporaryFolder();
  const args = [
    '--msp-id',
    'GreenMSP',
    '--peers',
    'peer0,peer-1',
    '--no-tls',
    '--ledger',
    '1Ti',
    '--memory',
    '8Gi',
  ];
  const { code, out } = fabricDind(folder, ['init', ...args]);
  assert.equal([code, out], [0, 'values.yaml\n']);
  const source = readYaml(await readFile(join(folder, 'values.yaml'), 'utf8'), 'values.yaml');
  const { problems } = validate([source], { name: 'green', namespace: 'fabric' });
  assert.equal(problems, []);
  assert.equal(source.value, {
    mspId: 'GreenMSP',
    peers: { peer0: {}, 'peer-1': {} },
    peer: {
      identity: { tls: { enabled: false } },
      ledger: { size: '1Ti' },
      dind: { resources: { limits: { memory: '8Gi' } } },
    },
  });
  assert.is(fabricDind(folder, ['init', 'values.mts', ...args]).code, 0);
  const module = await readFile(join(folder, 'values.mts'), 'utf8');
  await writeFiles(folder, { 'plain.mjs': module.replace(/^import.*$/mu, 'const defineValues = (v) => v;') });
  const { default: values } = await import(join(folder, 'plain.mjs'));
  assert.equal(values, source.value);
});

test('what init writes and what it validates are the same values', () => {
  const starter = { mspId: 'A', peers: ['p'], tls: true, ledger: '1Gi', memory: '4Gi' };
  assert.equal(readYaml(starterYaml(starter), 'v').value, starterValues(starter));
});

test('init overwrites nothing, and writes nothing that would be wrong', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'values.yaml': 'mine: true\n' });
  const taken = fabricDind(folder, ['init']);
  assert.is(taken.code, 1);
  assert.match(taken.err, 'values.yaml is there already and stays as it is');
  assert.is(await readFile(join(folder, 'values.yaml'), 'utf8'), 'mine: true\n');
  const wrong = fabricDind(folder, ['init', 'other.yaml', '--peers', 'Peer_0', '--ledger', 'big']);
  assert.is(wrong.code, 2);
  assert.match(wrong.err, 'Nothing is written');
  assert.match(wrong.err, 'peers.Peer_0');
  assert.match(wrong.err, 'peer.ledger.size');
  assert.is(fabricDind(folder, ['init', 'values.txt']).code, 2);
  const nowhere = fabricDind(folder, ['init', 'no/where.yaml']);
  assert.is(nowhere.code, 2);
  assert.match(nowhere.err, 'no/where.yaml cannot be written: its folder does not exist');
  assert.is(fabricDind(folder, ['init', 'values.yaml/in-a-file.yaml']).code, 2);
  assert.equal(await readdir(folder), ['values.yaml']);
});

test('init writes names of peers so that YAML reads them as names', async () => {
  const folder = await temporaryFolder();
  const { code, err } = fabricDind(folder, ['init', '--peers', 'true,null,on,peer-0']);
  assert.is(code, 0, err);
  const source = readYaml(await readFile(join(folder, 'values.yaml'), 'utf8'), 'values.yaml');
  assert.equal(validate([source], { name: 'r', namespace: 'n' }).problems, []);
  const { peers } = source.value as { peers: object };
  assert.equal(Object.keys(peers).sort(), ['null', 'on', 'peer-0', 'true']);
  assert.is(fabricDind(folder, ['init', 'values.mjs', '--peers', 'true']).code, 0);
});

test('init refuses a peer that is named twice, and modules that Node would take for CommonJS', async () => {
  const folder = await temporaryFolder();
  for (const file of ['values.yaml', 'values.mts']) {
    const { code, err } = fabricDind(folder, ['init', file, '--peers', 'peer0,peer1,peer0']);
    assert.is(code, 2);
    assert.match(err, 'peers.peer0: the key is there twice');
  }
  for (const file of ['values.cjs', 'values.cts', 'values.js']) {
    const { code, err } = fabricDind(folder, ['init', file]);
    assert.is(code, 2);
    assert.match(err, `${file}: expected a name that ends in .yaml, .yml, .mts, .ts or .mjs`);
  }
  const amount = fabricDind(folder, ['init', '--ledger', '5']);
  assert.is(amount.code, 2, amount.err);
  assert.equal(await readdir(folder), []);
});

const samples = join(top, 'test/scripts/migrate/samples');

test('migrate prints values with the list on top, and the list on stderr', async () => {
  const folder = await temporaryFolder();
  const { code, out, err } = fabricDind(folder, ['migrate', '--from', 'ibm', join(samples, 'ibm.yaml')]);
  assert.is(code, 0, err);
  assert.match(out, /^# Made from .*ibm\.yaml/u);
  assert.match(out, '\nmspId: org1msp\n');
  for (const line of ['Could not be said:', '- peer.app.config: ', 'Left to do:', 'migrate: from ibm: '])
    assert.match(err, line);
  assert.is(out.split('\n').filter((line) => line.startsWith('#') && line.length > 118).length, 0);
  const piped = fabricDind(folder, ['migrate', '--from', 'rtang03', '-'], 'mspid: PipedMSP\n');
  assert.match(piped.out, 'mspId: PipedMSP');
});

test('migrate writes a file once, and none where it cannot', async () => {
  const folder = await temporaryFolder();
  const args = ['migrate', '--from', 'ibm', join(samples, 'ibm.yaml'), '-o', 'values.yaml'];
  assert.is(fabricDind(folder, args).code, 0);
  const again = fabricDind(folder, args);
  assert.is(again.code, 1);
  assert.match(again.err, 'values.yaml is there already');
  const calls: readonly (readonly [string[], RegExp])[] = [
    [['migrate', 'x.yaml'], /--from is missing/u],
    [['migrate', '--from', 'ibm'], /Name their file/u],
    [['migrate', '--from', 'ibm', 'x.yaml'], /x\.yaml: there is no such file/u],
    [['migrate', '--from', 'imb', join(samples, 'ibm.yaml')], /did you mean ibm\?/u],
    [['migrate', '--from', 'pivt', join(samples, 'pivt.yaml')], /crypto-config\.yaml/u],
  ];
  for (const [call, message] of calls) {
    const { code, out, err } = fabricDind(folder, call);
    assert.equal([code, out], [2, '']);
    assert.match(err, message);
  }
  const nowhere = fabricDind(folder, [...args.slice(0, -1), 'no/where.yaml']);
  assert.is(nowhere.code, 2);
  assert.match(nowhere.err, 'its folder does not exist');
  assert.equal(await readdir(folder), ['values.yaml']);
});

test('migrate keeps line breaks of the input out of the comments', async () => {
  const folder = await temporaryFolder();
  const name = 'x\nmspId: EvilMSP\n#.yaml';
  const key = '"a\\nmspId: EvilMSP\\u2028b\\x07": 1\n';
  await writeFiles(folder, {
    [name]: `peer: { mspID: GreenMSP }\n${key}image:\n  tag: |\n    1.4.3\n    mspId: EvilMSP\n`,
  });
  const { code, out, err } = fabricDind(folder, ['migrate', '--from', 'stable-hlf-peer', name]);
  assert.is(code, 0, err);
  const source = readYaml(out, 'values.yaml');
  assert.equal(source.problems, []);
  assert.equal(source.value, { mspId: 'GreenMSP', peers: { peer0: {} } });
  for (const text of [out, err]) assert.not.match(text, /^mspId: EvilMSP/mu);
  assert.match(out, '# - a mspId: EvilMSP b\n');
});

test('migrate refuses several documents in a file of values', async () => {
  const folder = await temporaryFolder();
  const text = 'peer: { mspID: Org1MSP }\n---\npeer: { mspID: Org2MSP }\n';
  const { code, out, err } = fabricDind(folder, ['migrate', '--from', 'stable-hlf-peer', '-'], text);
  assert.equal([code, out], [2, '']);
  assert.match(err, 'standard input: expected one document of values, not 2.');
  const one = text.replace(/(?<=---\n).*/u, '# nothing');
  assert.is(fabricDind(folder, ['migrate', '--from', 'stable-hlf-peer', '-'], one).code, 0);
});

test('migrate tells a key that every object of JavaScript has', async () => {
  const folder = await temporaryFolder();
  const text = 'MspIdOverride: GreenMSP\nconstructor: 1\n__proto__: 2\n';
  const { code, err } = fabricDind(folder, ['migrate', '--from', 'falcon', '-'], text);
  assert.is(code, 0, err);
  assert.match(err, 'look whether it is misspelt there:\n- constructor, __proto__\n');
});

test('migrate exits with 1 where nothing in a file is of the source', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'nginx.yaml':
      'replicaCount: 1\nimage: { repository: bitnami/nginx, tag: 1.29.1 }\nserverBlock: x\ningress: { enabled: false }\n',
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: b }\n',
    'empty.yaml': '{}\n',
    'known.yaml': 'replicaCount: 1\n',
  });
  const foreign: readonly (readonly [string, string, ...string[]])[] = [
    ['falcon', 'nginx.yaml'],
    ['stable-hlf-peer', 'nginx.yaml'],
    ['ibm', 'map.yaml'],
    ['bevel', 'map.yaml', '--release-name', 'peer0'],
    ['bevel', 'empty.yaml'],
    ['rtang03', 'empty.yaml'],
  ];
  for (const [from, ...args] of foreign) {
    const { code, out, err } = fabricDind(folder, ['migrate', '--from', from, ...args]);
    assert.is(code, 1, `${from} ${args}: ${err}`);
    for (const text of [out.replaceAll('\n#  ', ''), err])
      assert.match(text, `no setting of the input became a value. Look whether it is of ${from} (`);
  }
  for (const [from, file] of [
    ['falcon', 'known.yaml'],
    ['fabric-dind', 'empty.yaml'],
  ] as const)
    assert.is(fabricDind(folder, ['migrate', '--from', from, file]).code, 0, from);
});

test('migrate refuses what is no text, and a folder', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'latin.yaml'), Buffer.from('peer: { mspID: Gr\u00fcn }\n', 'latin1'));
  for (const [file, message] of [
    ['latin.yaml', 'latin.yaml: not UTF-8 text'],
    ['.', '.: that is a folder'],
  ] as const) {
    const { code, out, err } = fabricDind(folder, ['migrate', '--from', 'stable-hlf-peer', file]);
    assert.equal([code, out], [2, '']);
    assert.match(err, message);
  }
});

test('migrate shows what the validator finds, and exits with 1', async () => {
  const folder = await temporaryFolder();
  const { code, out, err } = fabricDind(
    folder,
    ['migrate', '--from', 'stable-hlf-peer', '-'],
    'peer: { mspID: GreenMSP, metrics: { provider: influx } }\n',
  );
  assert.is(code, 1);
  for (const text of [out, err]) {
    assert.match(text, 'Wrong with the result:');
    assert.match(text, 'peer.metrics.provider');
  }
});

test.run();
